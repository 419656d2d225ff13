import { bucketLow, bucketOf, bucketWidth } from './log-linear.ts';

const MAGNITUDE = 11;
const BUCKETS = 65_536;
const VALUE_LIMIT = 4_398_046_511_104; // 2^42 ns

/** The largest relative error of a quantile: 1/2048, that is 3 significant digits. Below 4.096 µs it is exact. */
export const HISTOGRAM_PRECISION = 1 / 2048;

/** Values from here on (73.3 minutes, in ns) are counted in the highest bucket and in `overflow`. */
export const HISTOGRAM_LIMIT = VALUE_LIMIT;

export interface Bucket {
  /** Lowest and highest value that are counted here, in ns. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * A log-linear histogram of whole nanoseconds: constant time to record, constant relative precision, and it merges.
 * It takes 256 KiB; a bucket counts to 2^32 - 1.
 *
 * `count`, `min`, `max` and `mean` are exact, also of values that overflow. All are 0 while it is empty.
 */
export class Histogram {
  private readonly counts = new Uint32Array(BUCKETS);
  private total = 0;
  private sum = 0;
  private lowest = Infinity;
  private highest = 0;
  private clamped = 0;

  /** Nanoseconds, 0 or more; a fraction is cut off. Throws on negative values and NaN: a clock went wrong. */
  record(value: number): void {
    // The common case of `recordMany`, spelled out: this runs for every operation.
    if (!(value >= 0 && value < VALUE_LIMIT)) return this.recordMany(value, 1);
    this.counts[bucketOf(value, MAGNITUDE)]!++;
    this.total++;
    this.sum += value;
    if (value < this.lowest) this.lowest = value;
    if (value > this.highest) this.highest = value;
  }

  /** Counts `n` (0 or more) equal values. */
  recordMany(value: number, n: number): void {
    if (!(value >= 0)) throw new RangeError(`histogram: expected a value of 0 ns or more, got ${value}`);
    if (n === 0) return;
    let index = BUCKETS - 1;
    if (value < VALUE_LIMIT) index = bucketOf(value, MAGNITUDE);
    else this.clamped += n;
    // In range by construction of the scale.
    this.counts[index]! += n;
    this.total += n;
    this.sum += value * n;
    if (value < this.lowest) this.lowest = value;
    if (value > this.highest) this.highest = value;
  }

  /** Adds all that the other one holds. Merge histograms, never percentiles. */
  merge(other: Histogram): void {
    if (other.total === 0) return;
    const last = other.lastBucket();
    for (let i = other.firstBucket(); i <= last; i++) this.counts[i]! += other.counts[i]!;
    this.total += other.total;
    this.sum += other.sum;
    this.clamped += other.clamped;
    if (other.lowest < this.lowest) this.lowest = other.lowest;
    if (other.highest > this.highest) this.highest = other.highest;
  }

  get count(): number {
    return this.total;
  }

  get min(): number {
    return this.total === 0 ? 0 : this.lowest;
  }

  get max(): number {
    return this.highest;
  }

  /** The sum of all values: exact below 2^53 ns (104 days). */
  get valueSum(): number {
    return this.sum;
  }

  get mean(): number {
    return this.total === 0 ? 0 : this.sum / this.total;
  }

  /** How many values were `HISTOGRAM_LIMIT` or more. */
  get overflow(): number {
    return this.clamped;
  }

  /**
   * The highest value that shares a bucket with the value of rank ceil(q n), 0 <= q <= 1, though never above `max`:
   * never below the true quantile, and above it by at most `HISTOGRAM_PRECISION`. 0 when empty. In ns.
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile: expected 0..1, got ${q}`);
    if (this.total === 0) return 0;
    // 0.07 * 100 is 7.000000000000001: the rank meant is 7.
    const rank = Math.max(1, Math.ceil(q * this.total - 1e-6));
    let seen = 0;
    const last = this.lastBucket();
    for (let i = this.firstBucket(); i < last; i++) {
      seen += this.counts[i]!;
      if (seen >= rank) return Math.min(bucketLow(i, MAGNITUDE) + bucketWidth(i, MAGNITUDE) - 1, this.highest);
    }
    return this.highest;
  }

  /** As `quantile`, in µs. */
  quantileUs(q: number): number {
    return this.quantile(q) / 1000;
  }

  /** How many values are greater: exact, but for those in the value's own bucket, which do not count. */
  countAbove(value: number): number {
    if (this.total === 0 || value >= this.highest) return 0;
    const next = value < VALUE_LIMIT ? bucketOf(value, MAGNITUDE) + 1 : BUCKETS;
    const last = this.lastBucket();
    let above = 0;
    for (let i = Math.max(this.firstBucket(), next); i <= last; i++) above += this.counts[i]!;
    return above;
  }

  clear(): void {
    if (this.total === 0) return;
    this.counts.fill(0, this.firstBucket(), this.lastBucket() + 1);
    this.total = 0;
    this.sum = 0;
    this.lowest = Infinity;
    this.highest = 0;
    this.clamped = 0;
  }

  /** The buckets that hold something, lowest first. */
  *buckets(): Generator<Bucket> {
    if (this.total === 0) return;
    const last = this.lastBucket();
    for (let i = this.firstBucket(); i <= last; i++) {
      const count = this.counts[i]!;
      if (count === 0) continue;
      const low = bucketLow(i, MAGNITUDE);
      yield { low, high: low + bucketWidth(i, MAGNITUDE) - 1, count };
    }
  }

  private firstBucket(): number {
    return this.lowest < VALUE_LIMIT ? bucketOf(this.lowest, MAGNITUDE) : BUCKETS - 1;
  }

  private lastBucket(): number {
    return this.highest < VALUE_LIMIT ? bucketOf(this.highest, MAGNITUDE) : BUCKETS - 1;
  }
}

/**
 * How many samples have to lie above a quantile before it is quoted as a number: p50 needs 200 samples, p99 10,000 and
 * p99.9 100,000, which leaves about 10 % of noise in the rank.
 */
export const QUOTABLE = 100;

/**
 * As `QUOTABLE`, for the yes-or-no question whether one window of a series violates an SLO (p99: 1,000 samples). No
 * figure is quoted from it, and a true rate of slow operations of half the allowed one is mistaken for a violation in
 * 1.4 % of windows of 1,000 samples, and in practically none of 8,000.
 */
export const COMPARABLE = 10;

/** The quantile in ns, or `null` when fewer than `evidence / (1 - p)` samples are there; the maximum (p = 1) always. */
export function trustworthyQuantile(histogram: Histogram, p: number, evidence = QUOTABLE): number | null {
  if (histogram.count === 0) return null;
  if (p === 1) return histogram.max;
  // 1 - 0.9 is 0.09999999999999998: compare with some slack.
  return histogram.count * (1 - p) >= evidence - 1e-6 ? histogram.quantile(p) : null;
}
