/**
 * mcrouter's slow warm-up of a backend that may have come back cold: it gets `start` plus its hit rate of its keys' gets,
 * and all writes, which fill it; the other gets go where they went while it was out.
 *
 *   share  1 ┤         ______
 *            │      ／          ends at a hit rate of `above`, or at once
 *      start ┤____／            when the first gets show `below` or more
 *            └───────────────
 *             0   hit rate   1
 */

export interface WarmUpOptions {
  /** Who answers this share of its first gets with a hit is not cold, 0..1. @default 0.7 */
  readonly below: number;
  /** At this share it is warm, 0..1. @default 0.9 */
  readonly above: number;
  /** Share of the gets while nothing is known of its hits, 0..1. @default 0.1 */
  readonly start: number;
}

/** Fewer gets say nothing. */
const GETS_MIN = 100;

/** One backend's, from its return. */
export class WarmUp {
  readonly #options: WarmUpOptions;
  #gets = 0;
  #hits = 0;
  #isJudged = false;

  constructor(options: WarmUpOptions) {
    this.#options = options;
  }

  /** Of its keys' gets, that it is to have now. */
  get share(): number {
    return this.#isJudged ? Math.min(1, this.#options.start + this.#hits / this.#gets) : this.#options.start;
  }

  /** It has answered a get. True: it is warm. */
  answered(isHit: boolean): boolean {
    const { below, above } = this.#options;
    this.#gets++;
    if (isHit) this.#hits++;
    if (this.#gets < GETS_MIN) return false;
    const hitRate = this.#hits / this.#gets;
    const isWarm = hitRate >= (this.#isJudged ? above : below);
    this.#isJudged = true;
    // The first misses are not held against it for ever.
    if (this.#gets >= 4 * GETS_MIN) {
      this.#gets /= 2;
      this.#hits /= 2;
    }
    return isWarm;
  }
}
