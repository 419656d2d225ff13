/** Made-up figures with the noise that measured ones have: counts like Poisson's, latencies in buckets of histograms. */
import { bucketLow, bucketOf, bucketWidth } from '../measure/log-linear.ts';
import { round } from '../measure/round.ts';
import { createRng } from '../world/rng.ts';
import type { Rng } from '../world/world.ts';

/** Magnitudes of the scales of `Histogram` and `CoarseHistogram`. */
export const FINE = 11;
export const COARSE = 3;

export class Noise {
  readonly #rng: Rng;

  constructor(seed: string, stream: string) {
    this.#rng = createRng(seed, stream);
  }

  /** As many as come in a time in which `mean` are expected. */
  count(mean: number): number {
    if (mean > 12) return Math.max(0, Math.round(this.#rng.normal(mean, Math.sqrt(mean))));
    let n = -1;
    for (let sum = 0; sum < mean; n++) sum += this.#rng.exponential(1);
    return Math.max(0, n);
  }

  /** Of `n` things that each happen with this probability. */
  share(n: number, probability: number): number {
    return Math.min(n, this.count(n * probability));
  }

  /** A latency in µs, as the histogram of that scale tells it: `spread` is the sigma of a log-normal distribution. */
  latency(medianUs: number, spread: number, magnitude = FINE): number {
    const bucket = bucketOf(Math.max(1, this.#rng.lognormal(medianUs * 1000, spread)), magnitude);
    return round((bucketLow(bucket, magnitude) + bucketWidth(bucket, magnitude) - 1) / 1000, 1);
  }

  /** In ns, one of a log-normal distribution. */
  sample(medianUs: number, spread: number): number {
    return Math.floor(this.#rng.lognormal(medianUs * 1000, spread));
  }

  /** 0..1, to four digits. */
  part(mean: number, deviation: number): number {
    return round(Math.min(1, Math.max(0, this.#rng.normal(mean, deviation))), 4);
  }
}
