import type { Nanos } from '../../world/world.ts';

const SLOTS = 10;

/** Requests and failures of the latest time, in slots that are used in turn: what is old is forgotten in tenths. */
export class LatestRequests {
  readonly #width: Nanos;
  readonly #requests = new Array<number>(SLOTS).fill(0);
  readonly #failures = new Array<number>(SLOTS).fill(0);
  /** The number of the slot at hand, counted from the start of the run. */
  #slot = 0;

  constructor(window: Nanos) {
    this.#width = window / SLOTS;
  }

  count(now: Nanos, requests: number, failures: number): void {
    const slot = Math.floor(now / this.#width);
    if (slot - this.#slot >= SLOTS) this.clear();
    else for (let i = this.#slot + 1; i <= slot; i++) this.#requests[i % SLOTS] = this.#failures[i % SLOTS] = 0;
    this.#slot = slot;
    this.#requests[slot % SLOTS]! += requests;
    this.#failures[slot % SLOTS]! += failures;
  }

  /** Fewer requests than `requestsMin` say nothing. */
  isBelow(rate: number, requestsMin: number): boolean {
    let requests = 0;
    let failures = 0;
    for (let i = 0; i < SLOTS; i++) {
      requests += this.#requests[i]!;
      failures += this.#failures[i]!;
    }
    return requests >= requestsMin && requests - failures < rate * requests;
  }

  clear(): void {
    this.#requests.fill(0);
    this.#failures.fill(0);
  }
}
