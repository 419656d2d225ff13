import type { Nanos } from '../world/world.ts';
import { COMPARABLE, Histogram, trustworthyQuantile } from './histogram.ts';
import { WINDOW, intervalsUntil } from './timeline.ts';

/** What was seen in one interval. Latencies in ns; `null` where there were too few samples to say. */
export interface LatencyInterval {
  readonly count: number;
  readonly p50: Nanos | null;
  /**
   * By the rule of `COMPARABLE`: good for a comparison with an SLO and for a plot, not for a quotation. p50 takes 20
   * samples, p99 1,000, p99.9 10,000; an interval of a second has that many where one of 10 s has ten times as many.
   */
  readonly p99: Nanos | null;
  readonly p999: Nanos | null;
  readonly max: Nanos | null;
}

const EMPTY: LatencyInterval = { count: 0, p50: null, p99: null, p999: null, max: null };

/**
 * Latency per interval of completion. One histogram is reused: it is read out when time passes the interval's end, so
 * observations must come in order of their time.
 */
export class LatencySeries {
  readonly interval: Nanos;
  private readonly open = new Histogram();
  private readonly closed: LatencyInterval[] = [];
  private start: Nanos = 0;
  private end: Nanos;

  constructor(interval: Nanos = WINDOW) {
    this.interval = interval;
    this.end = interval;
  }

  /** An operation completed at `t` after `latency` ns. */
  record(t: Nanos, latency: Nanos): void {
    if (t >= this.end) this.advance(t);
    else if (!(t >= this.start)) throw new RangeError(`latency: expected a time of ${this.start} or later, got ${t}`);
    this.open.record(latency);
  }

  /** The intervals of [0, until), where `until` is not before the latest observation. */
  values(until: Nanos): LatencyInterval[] {
    const list = this.closed.slice();
    if (this.open.count > 0) list.push(read(this.open));
    const length = intervalsUntil(until, this.interval);
    while (list.length < length) list.push(EMPTY);
    return list.slice(0, length);
  }

  private advance(t: Nanos): void {
    while (t >= this.end) {
      this.closed.push(read(this.open));
      this.open.clear();
      this.start = this.end;
      this.end += this.interval;
    }
  }
}

function read(histogram: Histogram): LatencyInterval {
  if (histogram.count === 0) return EMPTY;
  return {
    count: histogram.count,
    p50: trustworthyQuantile(histogram, 0.5, COMPARABLE),
    p99: trustworthyQuantile(histogram, 0.99, COMPARABLE),
    p999: trustworthyQuantile(histogram, 0.999, COMPARABLE),
    max: histogram.max,
  };
}
