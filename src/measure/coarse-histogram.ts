import { bucketLow, bucketOf, bucketWidth } from './log-linear.ts';

/** Eight buckets an octave. */
const MAGNITUDE = 3;
/** Values from here on (34 s, in ns) are counted in the highest bucket. */
const LIMIT = 34_359_738_368; // 2^35
const BUCKETS = 264;

/**
 * What a server exports of a latency: some hundred counters that only grow. The difference of two readings is a
 * histogram of the time between them, and those of several servers add up. A quantile is at most an eighth too high.
 */
export class CoarseHistogram {
  readonly #counts = new Uint32Array(BUCKETS);

  /** In ns, 0 or more. */
  record(value: number): void {
    // In range: the last bucket begins below the limit.
    this.#counts[value < LIMIT ? bucketOf(value, MAGNITUDE) : BUCKETS - 1]!++;
  }

  /** Adds what the other one has counted; returns this. */
  add(other: CoarseHistogram): this {
    for (let i = 0; i < BUCKETS; i++) this.#counts[i]! += other.#counts[i]!;
    return this;
  }

  /** What was counted since an earlier reading of the same counters. */
  since(before: CoarseHistogram): CoarseHistogram {
    const difference = new CoarseHistogram();
    for (let i = 0; i < BUCKETS; i++) difference.#counts[i] = this.#counts[i]! - before.#counts[i]!;
    return difference;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** The highest value that shares a bucket with that of rank ceil(q n), 0 < q <= 1; 0 when empty. In ns. */
  quantile(q: number): number {
    const rank = q * this.count - 1e-6;
    let seen = 0;
    for (let i = 0; i < BUCKETS; i++) {
      seen += this.#counts[i]!;
      if (seen > 0 && seen >= rank) return bucketLow(i, MAGNITUDE) + bucketWidth(i, MAGNITUDE) - 1;
    }
    return 0;
  }

  /** How many were above this, in ns; those in its own bucket are not. */
  above(value: number): number {
    const first = value < LIMIT ? bucketOf(value, MAGNITUDE) + 1 : BUCKETS;
    return this.#counts.subarray(first).reduce((sum, count) => sum + count, 0);
  }
}
