/**
 * How many requests may be under way, by Netflix's Gradient2: latencies that rise above their long average shrink the
 * limit, latencies that do not let it grow by the queue that is tolerated.
 *
 *   gradient = clamp(tolerance · long / short, 0.5, 1)
 *   limit    = (1 − smoothing) · limit + smoothing · (limit · gradient + queue), within min..max
 *
 * `short` is the latency at hand, `long` a moving average of the last 600. Source: concurrency-limits, Gradient2Limit.
 */
import type { Nanos } from '../../world/world.ts';

export interface GradientOptions {
  /** Requests under way to one backend at the start, and never fewer or more than these. @default 20, 20, 200 */
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** A latency may be so many times the long average before the limit shrinks, >= 1. @default 1.5 */
  readonly tolerance: number;
  /** @default 4 */
  readonly queue: number;
  /** Share of the new limit in the next, above 0, to 1. @default 0.2 */
  readonly smoothing: number;
}

/** The average is over so many latencies, and a plain mean of the first few. */
const LONG = 600;
const FIRST = 10;
/** An average above so many times the latency at hand remembers an overload that is over, and forgets it faster. */
const STALE = 2;
const FORGET = 0.95;

export class Gradient {
  limit: number;
  readonly #options: GradientOptions;
  #long = 0;
  #count = 0;

  constructor(options: GradientOptions) {
    this.#options = options;
    this.limit = options.initial;
  }

  /** `underWay`: when the answer came, itself included. */
  answered(latency: Nanos, underWay: number): void {
    const { min, max, tolerance, queue, smoothing } = this.#options;
    const short = Math.max(1, latency);
    const long = this.#learn(short);
    // Who asks for little is told nothing of how much it might ask.
    if (underWay < this.limit / 2) return;
    const gradient = Math.min(1, Math.max(0.5, (tolerance * long) / short));
    const wanted = this.limit * gradient + queue;
    this.limit = Math.min(max, Math.max(min, this.limit * (1 - smoothing) + wanted * smoothing));
  }

  #learn(latency: Nanos): Nanos {
    if (this.#count < FIRST) this.#long = (this.#long * this.#count + latency) / ++this.#count;
    else this.#long += (latency - this.#long) * (2 / (LONG + 1));
    const long = this.#long;
    if (long > STALE * latency) this.#long *= FORGET;
    return long;
  }
}
