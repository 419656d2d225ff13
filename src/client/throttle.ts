import type { Nanos, Rng } from '../world/world.ts';

export interface ThrottleOptions {
  /** So many requests for each that is accepted pass freely. >= 1 */
  readonly perAccept: number;
  /** Both are counted over this time. */
  readonly window: Nanos;
}

/** Parts of the window that are forgotten as a whole. */
const PARTS = 12;

/**
 * Client-side rejection as in Google's SRE book ("Handling overload"): a client that gets few answers sends little more
 * than it gets. Each request is turned away with the probability
 *
 *   max(0, (requests − perAccept · accepts) / (requests + 1))
 *
 * What is turned away counts as a request, so that the probability stays up for as long as the trouble lasts.
 */
export class Throttle {
  readonly #perAccept: number;
  readonly #part: Nanos;
  readonly #rng: Rng;
  readonly #requests = new Uint32Array(PARTS);
  readonly #accepts = new Uint32Array(PARTS);
  /** Number of the part that counts now, from the beginning of time. */
  #now = 0;

  constructor({ perAccept, window }: ThrottleOptions, rng: Rng) {
    this.#perAccept = perAccept;
    this.#part = window / PARTS;
    this.#rng = rng;
  }

  /** A request comes; may it be sent? */
  admits(now: Nanos): boolean {
    this.#turn(now);
    const probability = this.probability();
    this.#requests[this.#now % PARTS]!++;
    return probability === 0 || this.#rng.uniform() >= probability;
  }

  /** One was answered. */
  accepted(now: Nanos): void {
    this.#turn(now);
    this.#accepts[this.#now % PARTS]!++;
  }

  /** Of the next request, as things stand. */
  probability(): number {
    const requests = sum(this.#requests);
    return Math.max(0, (requests - this.#perAccept * sum(this.#accepts)) / (requests + 1));
  }

  #turn(now: Nanos): void {
    const to = Math.floor(now / this.#part);
    for (let part = Math.max(this.#now + 1, to - PARTS + 1); part <= to; part++) {
      this.#requests[part % PARTS] = this.#accepts[part % PARTS] = 0;
    }
    this.#now = to;
  }
}

function sum(counts: Uint32Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
