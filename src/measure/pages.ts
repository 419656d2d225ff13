import type { Nanos } from '../world/world.ts';
import { Histogram } from './histogram.ts';
import { LatencySeries, type LatencyInterval } from './latency-series.ts';
import { Counts, WINDOW } from './timeline.ts';

/** `complete`: every operation was answered; `failed`: some was not; `unfinished`: the run ended first. */
export type PageEnd = 'complete' | 'failed' | 'unfinished';

/** What became of the pages of one workload and phase. Latencies are those of complete pages. */
export class PageCell {
  readonly latency = new Histogram();
  failed = 0;
  unfinished = 0;

  get complete(): number {
    return this.latency.count;
  }

  get count(): number {
    return this.complete + this.failed + this.unfinished;
  }
}

/** Lists of one length, an entry per window of the page's end. */
export interface PageSeries {
  readonly latency: readonly LatencyInterval[];
  readonly failed: readonly number[];
}

/** What users of a web application feel: the time from a page's intended start to its last answer. */
export class PageRecorder {
  // Made when first needed: a histogram takes 256 KiB.
  readonly #cells: (PageCell | undefined)[];
  /** When some page failed for the first and the last time; null: none did. */
  firstFailedAt: Nanos | null = null;
  lastFailedAt: Nanos | null = null;
  readonly #end: Nanos;
  readonly #latency: LatencySeries;
  readonly #failed: Counts;

  /** `phases`: how many; `end`: of the run. */
  constructor(phases: number, end: Nanos, window: Nanos = WINDOW) {
    this.#cells = new Array<PageCell | undefined>(phases).fill(undefined);
    this.#end = end;
    this.#latency = new LatencySeries(window);
    this.#failed = new Counts(window);
  }

  /** One page ended, in order of `endedAt`; the phase is that of its intended start. */
  observe(endedAt: Nanos, latency: Nanos, end: PageEnd, phaseIndex: number): void {
    const cell = this.phase(phaseIndex);
    // The run's end belongs to its last window.
    const t = endedAt === this.#end ? endedAt - 1 : endedAt;
    switch (end) {
      case 'complete':
        cell.latency.record(latency);
        return this.#latency.record(t, latency);
      case 'failed':
        cell.failed++;
        this.firstFailedAt ??= endedAt;
        this.lastFailedAt = endedAt;
        return this.#failed.add(t);
      case 'unfinished':
        cell.unfinished++;
    }
  }

  phase(index: number): PageCell {
    return (this.#cells[index] ??= new PageCell());
  }

  /** The windows of [0, until). */
  series(until: Nanos): PageSeries {
    return { latency: this.#latency.values(until), failed: this.#failed.values(until) };
  }
}
