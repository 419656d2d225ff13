/** Makes the runs of a comparison, as many at a time as there are threads, and puts them side by side. */
import { observeEnvironment } from '../execute/environment.ts';
import type { Job, JobOutcome } from '../execute/job.ts';
import { ThreadPool } from '../execute/thread-pool.ts';
import { packageVersion } from '../execute/version.ts';
import { workerFile } from '../execute/worker-file.ts';
import type { Scenario } from '../scenario/define.ts';
import type { RunRecord } from '../scenario/run-record.ts';
import {
  comparedRows,
  COMPARISON_VERSION,
  type Comparison,
  type ControlDigest,
  type SeededDigest,
} from './comparison.ts';
import { workloadCourses, type RunCourse } from './course.ts';
import { coursesOf, type SeededControl, type SeededCourse } from './courses.ts';
import { emptyDigest, pagesEnded, type RunDigest } from './digest.ts';
import type { Task, TaskRecord } from './task.ts';
import { arrivalsOf, type Variation } from './variation.ts';

export interface ComparisonOptions {
  readonly id: string;
  /** What asks for it on a command line. @default none does */
  readonly command?: readonly string[];
  readonly preset: string | null;
  readonly says: string | null;
  /** With what is common to all. */
  readonly scenario: Scenario;
  /** Names are unique; the first is the reference. */
  readonly variations: readonly Variation[];
  readonly seeds: readonly string[];
  /** Paths of metrics that are wanted beside the usual figures. */
  readonly metrics: readonly string[];
  /** Runs at the same time. @default the number of processors */
  readonly threads?: number;
  /** Ends all runs early; those that were whole by then are compared. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ComparisonProgress) => void;
}

export interface ComparisonProgress {
  readonly done: number;
  readonly of: number;
  /** Of all work, those under way included, 0..1. */
  readonly share: number;
}

interface Control {
  readonly digest: ControlDigest;
  /** Null: there is none to hold anything against. */
  readonly record: RunRecord | null;
}

type Execute = (tasks: readonly Task[]) => Promise<JobOutcome<TaskRecord>[]>;

export async function runComparison(options: ComparisonOptions): Promise<Comparison> {
  const { variations, seeds, threads, signal, onProgress } = options;
  const environment = observeEnvironment();
  const leaders = leadersOf(variations);
  const pool = new ThreadPool<TaskRecord, Task>({
    file: workerFile(import.meta.url, './comparison-worker'),
    ...(threads !== undefined && { threads }),
    ...(signal && { signal }),
  });
  try {
    const all = seeds.length * (new Set(leaders).size + variations.length);
    const { controls, runs } = await execute(options, leaders, executor(pool, all, onProgress));
    const digests = runs.map(({ digest }) => digest);
    const compared = variations.map(({ name, says, changes }, v) => ({
      name,
      says,
      changes: changes.map(({ path, value }) => ({ path, value })),
      control: variations[leaders[v]!]!.name,
    }));
    return {
      version: COMPARISON_VERSION,
      brownout: packageVersion(),
      id: options.id,
      command: options.command ?? null,
      preset: options.preset,
      says: options.says,
      scenario: options.scenario,
      seeds,
      variations: compared,
      controls: controls.map(({ digest }) => digest),
      runs: digests,
      table: comparedRows(variations, digests),
      courses: coursesOf({ variations: compared, runs: seededCourses(runs), controls: seededControls(controls) }),
      environment: environment(),
    };
  } finally {
    await pool.end();
  }
}

interface Run {
  readonly digest: SeededDigest;
  /** Null: it has no result. */
  readonly course: RunCourse | null;
}

interface Executed {
  readonly controls: readonly Control[];
  readonly runs: readonly Run[];
}

/**
 * First the controls, one for each seed and each kind of arrivals; then, seed by seed, the variations: whoever ends it
 * early has whole seeds.
 */
async function execute(
  { id, variations, seeds, metrics }: ComparisonOptions,
  leaders: readonly number[],
  doTasks: Execute,
): Promise<Executed> {
  const kinds = [...new Set(leaders)];
  const wanted = seeds.flatMap((seed) => kinds.map((kind) => ({ seed, variation: variations[kind]! })));
  const made = await doTasks(wanted.map(({ seed, variation }) => controlTask(variation, seed)));
  const controls = wanted.map(({ seed, variation }, i) => controlOf(variation.name, seed, made[i]!));

  const pairs = seeds.flatMap((seed, s) =>
    variations.map((variation, v) => {
      const control = controls[s * kinds.length + kinds.indexOf(leaders[v]!)]!;
      return { seed, variation, control };
    }),
  );
  const possible = pairs.filter(({ control }) => control.record !== null);
  const outcomes = await doTasks(
    possible.map(({ seed, variation, control }): Task => ({
      job: jobOf(variation, seed, 'incident'),
      against: { id, control: control.record!, metrics },
    })),
  );
  const runs = pairs.map((pair): Run => {
    const outcome = outcomes[possible.indexOf(pair)];
    const { digest, course } = outcome === undefined ? withoutControl(pair.control) : kept(outcome);
    return { digest: { variation: pair.variation.name, seed: pair.seed, ...digest }, course };
  });
  return { controls, runs };
}

/** Of the runs that count. */
function seededCourses(runs: readonly Run[]): SeededCourse[] {
  return runs.flatMap(({ digest: { ended, variation, seed }, course }) =>
    ended === 'whole' && course !== null ? [{ variation, seed, course }] : [],
  );
}

function seededControls(controls: readonly Control[]): SeededControl[] {
  return controls.flatMap(({ digest: { ended, variation, seed }, record }) =>
    ended === 'whole' && record !== null ? [{ variation, seed, workloads: workloadCourses(record.figures) }] : [],
  );
}

/** For each variation the first one with the same arrivals. */
function leadersOf(variations: readonly Variation[]): number[] {
  const arrivals = variations.map(({ scenario }) => arrivalsOf(scenario));
  return arrivals.map((each) => arrivals.indexOf(each));
}

function jobOf({ scenario }: Variation, seed: string, role: Job['role']): Job {
  return { scenario, seed, world: 'virtual', role, compress: 1 };
}

function controlTask(variation: Variation, seed: string): Task {
  return { job: jobOf(variation, seed, 'control'), against: null };
}

function controlOf(variation: string, seed: string, outcome: JobOutcome<TaskRecord>): Control {
  const digest = { variation, seed, traceHash: null, pages: [] };
  if ('error' in outcome) {
    return { record: null, digest: { ...digest, ended: 'error', reasons: [outcome.error.message] } };
  }
  const control = outcome.record !== null && 'control' in outcome.record ? outcome.record.control : null;
  if (control === null || control.aborted) {
    return { record: null, digest: { ...digest, ended: 'aborted', reasons: [] } };
  }
  const { valid, reasons } = control.health;
  const { figures } = control;
  const ended = valid ? 'whole' : 'invalid';
  return {
    record: control,
    digest: { ...digest, ended, reasons, traceHash: figures.traceHash, pages: pagesEnded(figures) },
  };
}

interface Kept {
  readonly digest: RunDigest;
  readonly course: RunCourse | null;
}

function withoutControl({ digest: { ended, reasons } }: Control): Kept {
  const own = reasons.map((reason) => `control: ${reason}`);
  return { digest: ended === 'error' ? emptyDigest('error', own) : emptyDigest('aborted', []), course: null };
}

function kept(outcome: JobOutcome<TaskRecord>): Kept {
  if ('error' in outcome) return { digest: emptyDigest('error', [outcome.error.message]), course: null };
  const { record } = outcome;
  return record !== null && 'digest' in record ? record : { digest: emptyDigest('aborted', []), course: null };
}

/** Does tasks in the pool; the progress is that of all calls together, `of` runs. */
function executor(
  pool: ThreadPool<TaskRecord, Task>,
  of: number,
  onProgress: ComparisonOptions['onProgress'],
): Execute {
  let done = 0;
  return (tasks) => {
    const under = new Map<number, number>();
    const tell = (): void => {
      const partly = [...under.values()].reduce((sum, share) => sum + share, 0);
      onProgress?.({ done, of, share: (done + partly) / of });
    };
    return pool.do(tasks, {
      onProgress: (index, { at, from, to }) => {
        under.set(index, (at - from) / (to - from));
        tell();
      },
      onOutcome: (index) => {
        under.delete(index);
        done++;
        tell();
      },
    });
  };
}
