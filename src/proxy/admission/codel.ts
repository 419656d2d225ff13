/**
 * Controlled delay as folly has it: a queue whose shortest wait over an interval exceeds the target does not drain, and
 * while it does not, what would wait for more than twice the target is shed. A burst that drains is left alone.
 *
 *   easy ──(an interval whose shortest wait > target)──> overloaded ──(one whose shortest is not)──> easy
 *
 * Source: folly/executors/Codel.cpp.
 */
import type { Nanos } from '../../world/world.ts';

export interface CodelOptions {
  /** A queue may wait for so long without being overloaded, in ns, > 0. @default 5 ms */
  readonly target: Nanos;
  /** In ns, > 0. @default 100 ms */
  readonly interval: Nanos;
}

export class Codel {
  readonly #options: CodelOptions;
  #overloaded = false;
  #intervalEnd: Nanos = 0;
  #shortest: Nanos = 0;

  constructor(options: CodelOptions) {
    this.#options = options;
  }

  /** Is what has waited for so long to be shed? Called for everything that wants to pass: it learns from all of them. */
  sheds(waited: Nanos, now: Nanos): boolean {
    const { target, interval } = this.#options;
    if (now > this.#intervalEnd) {
      this.#intervalEnd = now + interval;
      this.#overloaded = this.#shortest > target;
      this.#shortest = waited;
      // One alone says nothing of an interval.
      return false;
    }
    if (waited < this.#shortest) this.#shortest = waited;
    return this.#overloaded && waited > 2 * target;
  }
}
