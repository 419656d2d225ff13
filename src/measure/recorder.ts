import type { Nanos } from '../world/world.ts';
import { Histogram } from './histogram.ts';
import { LatencySeries, type LatencyInterval } from './latency-series.ts';
import { OUTCOME_COUNT, OUTCOMES, isAnswered, outcomeList, Outcome, type OutcomeCount } from './outcome.ts';
import { checkPhases, phaseIndexAt, type Phase } from './phase.ts';
import { PageRecorder } from './pages.ts';
import { Counts, WINDOW } from './timeline.ts';

export interface RecorderOptions {
  /** The whole run, without gaps, from 0 on. */
  readonly phases: readonly Phase[];
  /** Width of the windows of all series, in ns. @default 10 s */
  readonly window?: Nanos;
}

export interface WorkloadOptions {
  /** An answer counts as goodput up to this latency, in ns. @default Infinity: every answer does */
  readonly deadline?: Nanos;
}

/** `faulty`: the keys that live on the backends which the scenario disturbs; `healthy`: all others. */
export type KeyClass = 'healthy' | 'faulty';
export const KEY_CLASSES: readonly KeyClass[] = ['healthy', 'faulty'];

/**
 * What came of the operations of one workload, phase and key class.
 *
 * Latency counts from the intended send time to when the caller knew. Answers and failures have a histogram each:
 * reports quote the answers' latency beside the rate of failures, for a mixture hides both (a refused connection is
 * quick, and a timeout's latency is but the client's setting). How long callers waited, whatever came: `all()`.
 */
export class Cell {
  readonly answered = new Histogram();
  readonly failed = new Histogram();
  /** By number of outcome. */
  readonly outcomes = new Float64Array(OUTCOME_COUNT);
  /** Answered within the deadline. */
  goodput = 0;

  get count(): number {
    return this.answered.count + this.failed.count;
  }

  all(): Histogram {
    const both = new Histogram();
    both.merge(this.answered);
    both.merge(this.failed);
    return both;
  }

  merge(other: Cell): void {
    this.answered.merge(other.answered);
    this.failed.merge(other.failed);
    other.outcomes.forEach((n, i) => (this.outcomes[i]! += n));
    this.goodput += other.goodput;
  }

  /** In the order of `Outcome`. */
  outcomeList(): OutcomeCount[] {
    return outcomeList(this.outcomes);
  }
}

/** Lists of equal length, one entry per window of completion time. */
export interface WorkloadSeries {
  readonly window: Nanos;
  /** Latencies of answers. */
  readonly latency: readonly LatencyInterval[];
  readonly answered: readonly number[];
  readonly failed: readonly number[];
  /** Answered within the deadline; operations, not per second. */
  readonly goodput: readonly number[];
  readonly hits: readonly number[];
  readonly misses: readonly number[];
  /** Per kind that occurred, in the order of `Outcome`. */
  readonly outcomes: readonly { readonly outcome: string; readonly values: readonly number[] }[];
}

/** Collects what became of operations: one recorder a run. */
export class Recorder {
  readonly phases: readonly Phase[];
  readonly window: Nanos;
  private readonly byName = new Map<string, WorkloadRecorder>();

  constructor(options: RecorderOptions) {
    checkPhases(options.phases);
    this.phases = options.phases;
    this.window = options.window ?? WINDOW;
  }

  /** Finds the workload's recorder, or makes one; options count the first time. */
  workload(name: string, options: WorkloadOptions = {}): WorkloadRecorder {
    let recorder = this.byName.get(name);
    if (!recorder) {
      recorder = new WorkloadRecorder(name, this.phases, this.window, options.deadline ?? Infinity);
      this.byName.set(name, recorder);
    }
    return recorder;
  }

  /** In the order in which they were first asked for. */
  workloads(): WorkloadRecorder[] {
    return [...this.byName.values()];
  }

  /** Which phase an operation with this intended send time belongs to. */
  phaseIndexAt(intended: Nanos): number {
    return phaseIndexAt(this.phases, intended);
  }
}

const GOODPUT = OUTCOME_COUNT;

export class WorkloadRecorder {
  readonly name: string;
  readonly deadline: Nanos;
  readonly pages: PageRecorder;
  private readonly end: Nanos;
  // Two per phase: healthy, faulty. Made when first needed: a histogram takes 256 KiB.
  private readonly cells: (Cell | undefined)[];
  private readonly healthy: ClassSeries;
  private readonly faulty: ClassSeries;

  constructor(name: string, phases: readonly Phase[], window: Nanos, deadline: Nanos) {
    this.name = name;
    this.deadline = deadline;
    this.end = phases[phases.length - 1]!.to;
    this.cells = phases.flatMap(() => [undefined, undefined]);
    this.pages = new PageRecorder(phases.length, this.end, window);
    this.healthy = new ClassSeries(window);
    this.faulty = new ClassSeries(window);
  }

  /**
   * One operation ended, in order of `completedAt`. `latency`: since the intended send time. `phaseIndex`: of the
   * intended send time. What is still open when the run ends is `unfinished`, completed at the run's end.
   */
  observe(completedAt: Nanos, latency: Nanos, outcome: Outcome, faultyKey: boolean, phaseIndex: number): void {
    const index = phaseIndex * 2 + (faultyKey ? 1 : 0);
    const cell = this.cells[index] ?? this.makeCell(index);
    const series = faultyKey ? this.faulty : this.healthy;
    // The run's end belongs to its last window.
    const t = completedAt === this.end ? completedAt - 1 : completedAt;
    // In range: outcomes are a closed list.
    cell.outcomes[outcome]!++;
    series.counts.add(t, 1, outcome);
    if (!isAnswered(outcome)) {
      cell.failed.record(latency);
      return;
    }
    cell.answered.record(latency);
    series.latency.record(t, latency);
    if (latency > this.deadline) return;
    cell.goodput++;
    series.counts.add(t, 1, GOODPUT);
  }

  /** Empty cells are made on demand. */
  cell(phaseIndex: number, keyClass: KeyClass): Cell {
    const index = phaseIndex * 2 + (keyClass === 'faulty' ? 1 : 0);
    return this.cells[index] ?? this.makeCell(index);
  }

  /** Both key classes of a phase; a copy. */
  phase(phaseIndex: number): Cell {
    const both = new Cell();
    for (const keyClass of KEY_CLASSES) both.merge(this.cell(phaseIndex, keyClass));
    return both;
  }

  /** The windows of [0, until). @default until the last phase's end */
  series(keyClass: KeyClass, until: Nanos = this.end): WorkloadSeries {
    return (keyClass === 'faulty' ? this.faulty : this.healthy).read(until);
  }

  private makeCell(index: number): Cell {
    if (!(index >= 0 && index < this.cells.length)) {
      throw new RangeError(`phase index: expected 0..${this.cells.length / 2 - 1}, got ${Math.floor(index / 2)}`);
    }
    return (this.cells[index] = new Cell());
  }
}

class ClassSeries {
  readonly latency: LatencySeries;
  /** A counter per outcome, and goodput. */
  readonly counts: Counts;

  constructor(window: Nanos) {
    this.latency = new LatencySeries(window);
    this.counts = new Counts(window, OUTCOME_COUNT + 1);
  }

  read(until: Nanos): WorkloadSeries {
    const latency = this.latency.values(until);
    const answered = latency.map(() => 0);
    const failed = latency.map(() => 0);
    const outcomes: { outcome: string; values: number[] }[] = [];
    for (const name of OUTCOMES) {
      const outcome = Outcome[name];
      const values = this.counts.values(until, outcome);
      const sum = isAnswered(outcome) ? answered : failed;
      values.forEach((n, i) => (sum[i]! += n));
      if (values.some((n) => n > 0)) outcomes.push({ outcome: name, values });
    }
    return {
      window: this.counts.interval,
      latency,
      answered,
      failed,
      goodput: this.counts.values(until, GOODPUT),
      hits: this.counts.values(until, Outcome.hit),
      misses: this.counts.values(until, Outcome.miss),
      outcomes,
    };
  }
}
