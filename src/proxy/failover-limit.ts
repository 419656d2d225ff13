/** Lets so many requests fail over, and no more: who takes an ejected one's keys must survive it. A token bucket. */
import { SECOND, type Nanos } from '../world/world.ts';

export interface FailoverLimitOptions {
  /** Requests a second that may go elsewhere, of one proxy, in the long run. */
  readonly perSecond: number;
  /** At once, after a time without; 1 or more. @default 1000 */
  readonly burst: number;
}

export class FailoverLimit {
  readonly #options: FailoverLimitOptions;
  #tokens: number;
  #filledAt: Nanos = 0;

  constructor(options: FailoverLimitOptions) {
    this.#options = options;
    this.#tokens = options.burst;
  }

  /** One more may fail over now. */
  take(now: Nanos): boolean {
    const { perSecond, burst } = this.#options;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / SECOND) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
