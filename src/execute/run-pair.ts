/** An incident and, where asked for, its control: from a scenario to a `Result`. */
import type { Scenario } from '../scenario/define.ts';
import { badValue } from '../scenario/errors.ts';
import { assembleResult } from '../scenario/judge.ts';
import type { PanelUser } from '../scenario/link-panel.ts';
import type { Result } from '../scenario/result.ts';
import type { RunRecord } from '../scenario/run-record.ts';
import { runScenario, type RunProgress } from '../scenario/run.ts';
import { observeEnvironment } from './environment.ts';
import { inThisThread } from './in-this-thread.ts';
import type { ExecuteOptions, Job, JobError, JobOutcome, Runner } from './job.ts';
import { onThreads } from './on-threads.ts';
import { packageVersion } from './version.ts';
import { workerFile } from './worker-file.ts';

export interface PairOptions {
  readonly scenario: Scenario;
  readonly id: string;
  /** What asks for it on a command line. @default none does */
  readonly command?: readonly string[];
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  /** Divides the timeline's durations (live world). @default 1 */
  readonly compress?: number;
  /** Make the paired run, too: same seed, no faults. @default true in the virtual world, false in the live one */
  readonly control?: boolean;
  /** Ends the runs early; the result has the verdict `aborted`. */
  readonly signal?: AbortSignal;
  /** Told at most ten times a second per run. */
  readonly onProgress?: (role: Job['role'], progress: RunProgress) => void;
  /** Live world: is given the incident's links, to change them while it goes on. */
  readonly onLinks?: PanelUser;
}

/** A run that could not be made: a node threw, a port was in use. */
export class RunFailed extends Error {
  readonly code = 'run-failed';
  readonly role: Job['role'];
  readonly seed: string;
  readonly reason: JobError;

  constructor(job: Job, reason: JobError) {
    super(`${job.role} run: ${reason.message} (seed ${job.seed})`);
    this.name = 'RunFailed';
    this.role = job.role;
    this.seed = job.seed;
    this.reason = reason;
  }
}

/** Virtual runs side by side on threads, live ones after each other here. Throws `RunFailed`. */
export async function runPair(options: PairOptions): Promise<Result> {
  const { scenario, id, seed, world, compress = 1, control = world === 'virtual', signal, onProgress } = options;
  const roles: readonly Job['role'][] = control ? ['incident', 'control'] : ['incident'];
  const jobs = roles.map((role): Job => ({ scenario, seed, world, role, compress }));
  const environment = observeEnvironment();
  const records = await execute(
    jobs,
    {
      stopOnError: true,
      ...(signal && { signal }),
      ...(onProgress && { onProgress: (index, progress) => onProgress(roles[index]!, progress) }),
    },
    options.onLinks,
  );
  return assembleResult({
    scenario,
    id,
    command: options.command,
    seed,
    world,
    incident: records[0]!,
    control: records[1] ?? null,
    environment: environment(),
    brownout: packageVersion(),
    compress,
  });
}

async function execute(
  jobs: readonly Job[],
  options: ExecuteOptions,
  onLinks: PanelUser | undefined,
): Promise<RunRecord[]> {
  if (onLinks && jobs[0]!.world === 'virtual') throw badValue('onLinks', '--world live', 'virtual');
  const runLive: Runner<RunRecord> = (job, hooks) =>
    runScenario({ ...job, ...hooks, ...(onLinks && job.role === 'incident' && { onLinks }) });
  const outcomes: JobOutcome<RunRecord>[] =
    jobs[0]!.world === 'virtual'
      ? await onThreads<RunRecord>(jobs, { ...options, file: workerFile(import.meta.url, './run-worker') })
      : await inThisThread(jobs, { ...options, run: runLive });
  return outcomes.map((outcome, i) => {
    if ('error' in outcome) throw new RunFailed(jobs[i]!, outcome.error);
    return outcome.record;
  });
}
