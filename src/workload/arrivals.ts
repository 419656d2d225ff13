import { SECOND, type Nanos, type Rng } from '../world/world.ts';
import type { LoadCurve } from './load-curve.ts';

/**
 * A Poisson process whose rate follows a load curve, by thinning (Lewis and Shedler 1979): candidates come at the
 * highest rate; one at t stays with probability rate(t) / highest. Open loop: nothing that happens to a request moves
 * the next one.
 */
export class Arrivals {
  readonly #rng: Rng;
  readonly #curve: LoadCurve;
  readonly #meanGap: Nanos;

  /** `perSecond`: the rate at load 1. */
  constructor(perSecond: number, curve: LoadCurve, rng: Rng) {
    this.#rng = rng;
    this.#curve = curve;
    this.#meanGap = SECOND / (perSecond * curve.max);
  }

  /** The first arrival after t, in whole ns; Infinity when there is none any more. */
  after(t: Nanos): Nanos {
    if (!(this.#meanGap < Infinity)) return Infinity;
    while (t < this.#curve.zeroFrom) {
      t += Math.max(1, Math.round(this.#rng.exponential(this.#meanGap)));
      if (this.#rng.uniform() * this.#curve.max < this.#curve.valueAt(t)) return t;
    }
    return Infinity;
  }
}
