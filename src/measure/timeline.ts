import type { Nanos } from '../world/world.ts';

/** Width of the windows of a result's series, unless its scenario asks for another. */
export const WINDOW: Nanos = 10_000_000_000;

/** How many intervals [0, until) takes; a last one that is cut short counts. */
export function intervalsUntil(until: Nanos, interval: Nanos): number {
  return Math.ceil(until / interval);
}

/**
 * Counters per interval: `add` in any order of time. Interval i is [i, i + 1) * interval. Several counters (`kinds`) of
 * one thing share a table.
 */
export class Counts {
  readonly interval: Nanos;
  readonly kinds: number;
  private table: Float64Array;
  // The interval of the latest `add`: nearly always that of the next one, which then costs no division.
  private start: Nanos = 0;
  private end: Nanos;
  private row = 0;

  constructor(interval: Nanos = WINDOW, kinds = 1) {
    this.interval = interval;
    this.kinds = kinds;
    this.end = interval;
    this.table = new Float64Array(128 * kinds);
  }

  /** Adds `n` at time `t` (0 or later) to the counter `kind`. */
  add(t: Nanos, n = 1, kind = 0): void {
    if (t < this.start || t >= this.end) this.seek(t);
    // In range: `seek` has made room.
    this.table[this.row + kind]! += n;
  }

  /** One counter's values for the intervals of [0, until), 0 where nothing was added. */
  values(until: Nanos, kind = 0): number[] {
    const list: number[] = [];
    for (let i = 0; i < intervalsUntil(until, this.interval); i++) list.push(this.table[i * this.kinds + kind] ?? 0);
    return list;
  }

  private seek(t: Nanos): void {
    if (!(t >= 0)) throw new RangeError(`counts: expected a time of 0 or later, got ${t}`);
    const index = Math.floor(t / this.interval);
    this.start = index * this.interval;
    this.end = this.start + this.interval;
    this.row = index * this.kinds;
    if (this.row + this.kinds <= this.table.length) return;
    const larger = new Float64Array(Math.max(this.table.length * 2, this.row + this.kinds));
    larger.set(this.table);
    this.table = larger;
  }
}

export interface GaugeInterval {
  /** Weighted by time. */
  readonly mean: number;
  /** Includes the level at the interval's start. */
  readonly max: number;
}

/** A level that holds until it changes (open connections, operations in flight): mean and maximum per interval. */
export class Gauge {
  readonly interval: Nanos;
  private readonly closed: GaugeInterval[] = [];
  private level = 0;
  private since: Nanos = 0;
  private start: Nanos = 0;
  private end: Nanos;
  private area = 0;
  private highest = 0;

  constructor(interval: Nanos = WINDOW) {
    this.interval = interval;
    this.end = interval;
  }

  get value(): number {
    return this.level;
  }

  /** The level is `value` from `t` on. Times must not go back. */
  set(t: Nanos, value: number): void {
    this.advance(t);
    this.level = value;
    if (value > this.highest) this.highest = value;
  }

  /** The level changes by `delta` at `t`. */
  add(t: Nanos, delta: number): void {
    this.set(t, this.level + delta);
  }

  /** The intervals of [0, until); a last one that is cut short is weighted by its own length. */
  values(until: Nanos): GaugeInterval[] {
    this.advance(until);
    const list = this.closed.slice(0, intervalsUntil(until, this.interval));
    if (until > this.start) list.push({ mean: this.area / (until - this.start), max: this.highest });
    return list;
  }

  private advance(t: Nanos): void {
    if (!(t >= this.since)) throw new RangeError(`gauge: expected a time of ${this.since} or later, got ${t}`);
    while (t >= this.end) {
      this.area += this.level * (this.end - this.since);
      this.closed.push({ mean: this.area / this.interval, max: this.highest });
      this.since = this.start = this.end;
      this.end += this.interval;
      this.area = 0;
      this.highest = this.level;
    }
    this.area += this.level * (t - this.since);
    this.since = t;
  }
}
