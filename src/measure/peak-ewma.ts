import { exp } from '../world/math.ts';
import type { Nanos } from '../world/world.ts';

/**
 * Finagle's measure of a peer: a moving average of its latencies that a higher one takes over at once and lower ones
 * bring down slowly, times what waits for it. A peer that was never heard of costs nothing, so that somebody asks it.
 *
 *   latency ≥ cost: cost = latency · otherwise: w = exp(−Δt / decay), cost = w · cost + (1 − w) · latency
 */
export class PeakEwma {
  readonly #decay: Nanos;
  #cost = 0;
  #at: Nanos = 0;

  /** `decay`: in ns; after as long a peak that nothing confirms has fallen to 1/e. */
  constructor(decay: Nanos) {
    this.#decay = decay;
  }

  observe(latency: Nanos, now: Nanos): void {
    if (latency >= this.#cost) this.#cost = latency;
    else {
      const weight = exp((this.#at - now) / this.#decay);
      this.#cost = weight * this.#cost + (1 - weight) * latency;
    }
    this.#at = now;
  }

  /** In ns. `pending`: how many wait for it. A peak fades while nobody asks, or nobody would ask again. */
  load(pending: number, now: Nanos): number {
    if (this.#cost > 0) this.observe(0, now);
    return this.#cost * (pending + 1);
  }
}
