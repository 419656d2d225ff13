/**
 * When a second copy of a read is worth sending, by Dean and Barroso (The Tail at Scale, 2013): once it has taken longer
 * than most do, and never more of them than a small share of all reads.
 */
import { bucketLow, bucketOf } from '../../measure/log-linear.ts';
import { MICROSECOND, type Nanos } from '../../world/world.ts';

export interface HedgeOptions {
  /** A read that takes longer than this share of its backend's is copied, above 0, below 1. @default 0.95 */
  readonly quantile: number;
  /** Copies of a hundred reads, above 0, to 100. @default 5 */
  readonly percentMax: number;
}

/** Copies that may be saved up while none are needed. */
const SAVED_MAX = 10;
/** Of the scale in µs: values are told apart to 3 %. */
const MAGNITUDE = 5;
/** 2^32 µs, more than an hour, and above. */
const LAST_BUCKET = bucketOf(2 * 0x80000000, MAGNITUDE);
/** After so many latencies the quantile is taken anew, and what is older counts half. */
const BATCH = 256;

export class Hedging {
  readonly #quantile: number;
  readonly #share: number;
  readonly #quantiles: LatencyQuantile[];
  #saved = 0;

  constructor({ quantile, percentMax }: HedgeOptions, backends: number) {
    this.#quantile = quantile;
    this.#share = percentMax / 100;
    this.#quantiles = Array.from({ length: backends }, () => new LatencyQuantile());
  }

  /** The backend has answered; slow copies of reads that were answered by others count, too. */
  answered(backend: number, latency: Nanos): void {
    this.#quantiles[backend]!.add(latency, this.#quantile);
  }

  /** One more read of this backend: for how long to wait before it is copied; Infinity while too little is known. */
  delay(backend: number): Nanos {
    this.#saved = Math.min(SAVED_MAX, this.#saved + this.#share);
    return this.#quantiles[backend]!.value;
  }

  /** May there be a copy? If so it is paid for. */
  take(): boolean {
    // Shares are no exact binary fractions: twenty of 5 % are to be one.
    if (this.#saved < 1 - 1e-9) return false;
    this.#saved -= 1;
    return true;
  }
}

/** Of the latest latencies of a backend, newer ones weighing more. */
class LatencyQuantile {
  /** Rounded up to its bucket. */
  value: Nanos = Infinity;
  readonly #counts = new Float64Array(LAST_BUCKET + 1);
  #weight = 0;
  #fresh = 0;

  add(latency: Nanos, quantile: number): void {
    this.#counts[Math.min(bucketOf(latency / MICROSECOND, MAGNITUDE), LAST_BUCKET)]! += 1;
    this.#weight++;
    if (++this.#fresh === BATCH) this.#take(quantile);
  }

  #take(quantile: number): void {
    let left = this.#weight * quantile;
    let bucket = 0;
    while ((left -= this.#counts[bucket]!) > 0 && bucket < LAST_BUCKET) bucket++;
    this.value = bucketLow(bucket + 1, MAGNITUDE) * MICROSECOND;
    // Halves are exact.
    for (let i = 0; i <= LAST_BUCKET; i++) this.#counts[i]! /= 2;
    this.#weight /= 2;
    this.#fresh = 0;
  }
}
