import type { Nanos } from '../world/world.ts';
import { Histogram } from './histogram.ts';
import { LatencySeries, type LatencyInterval } from './latency-series.ts';
import { Counts, WINDOW } from './timeline.ts';

/**
 * `complete`: every operation was answered, or an app had all its values; `failed`: some was not; `unfinished`: the run
 * ended first. Of pages that an app fails: `refused`, there was no room for it; `late`, its deadline passed.
 */
export type PageEnd = 'complete' | 'failed' | 'refused' | 'late' | 'unfinished';

/** What became of the pages of one workload and phase. Latencies are those of complete pages. */
export class PageCell {
  readonly latency = new Histogram();
  /** Those that were refused or late included. */
  failed = 0;
  refused = 0;
  late = 0;
  unfinished = 0;
  /** Waits for the network of all that ended. */
  roundTrips = 0;

  get complete(): number {
    return this.latency.count;
  }

  get count(): number {
    return this.complete + this.failed + this.unfinished;
  }

  /** Per page that ended; null: none did. */
  get roundTripsMean(): number | null {
    const ended = this.complete + this.failed;
    return ended === 0 ? null : this.roundTrips / ended;
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

  /** One page ended, in order of `endedAt`; the phase is that of its intended start. `roundTrips`: that it waited for. */
  observe(endedAt: Nanos, latency: Nanos, end: PageEnd, phaseIndex: number, roundTrips: number): void {
    const cell = this.phase(phaseIndex);
    if (end !== 'unfinished') cell.roundTrips += roundTrips;
    // The run's end belongs to its last window.
    const t = endedAt === this.#end ? endedAt - 1 : endedAt;
    switch (end) {
      case 'complete':
        cell.latency.record(latency);
        return this.#latency.record(t, latency);
      case 'refused':
      case 'late':
        cell[end]++;
        return this.#fail(cell, t, endedAt);
      case 'failed':
        return this.#fail(cell, t, endedAt);
      case 'unfinished':
        cell.unfinished++;
    }
  }

  #fail(cell: PageCell, t: Nanos, endedAt: Nanos): void {
    cell.failed++;
    this.firstFailedAt ??= endedAt;
    this.lastFailedAt = endedAt;
    this.#failed.add(t);
  }

  phase(index: number): PageCell {
    return (this.#cells[index] ??= new PageCell());
  }

  /** The windows of [0, until). */
  series(until: Nanos): PageSeries {
    return { latency: this.#latency.values(until), failed: this.#failed.values(until) };
  }
}
