import { SECOND, type Nanos, type Rng } from '../world/world.ts';
import type { ClientOptions } from './options.ts';

/** jitter 0: the delay itself · 1: uniform between 0 and twice the delay. Whole ns. */
export function jittered(delay: Nanos, jitter: number, rng: Rng): Nanos {
  if (jitter === 0 || delay === 0) return delay;
  return Math.round(delay * (1 + jitter * (2 * rng.uniform() - 1)));
}

/** Before the retry of this number, from 1. */
export function retryDelayOf(options: ClientOptions, retry: number, rng: Rng): Nanos {
  const { retryDelay, retryJitter, backoff } = options;
  let delay = retryDelay;
  if (backoff !== undefined) {
    for (let i = 1; i < retry && delay < backoff.most; i++) delay *= backoff.factor;
    delay = Math.min(delay, backoff.most);
  }
  return jittered(delay, retryJitter, rng);
}

/** Tokens that a client may save up. */
const SAVED_MAX = 10;

/** Finagle's rule: requests earn a share of a retry, time earns some more, a retry costs one. */
export class RetryBudget {
  readonly #perRequest: number;
  readonly #perNano: number;
  #tokens = SAVED_MAX / 2;
  #earnedAt: Nanos;

  constructor(options: { readonly percent: number; readonly perSecond: number }, now: Nanos) {
    this.#perRequest = options.percent / 100;
    this.#perNano = options.perSecond / SECOND;
    this.#earnedAt = now;
  }

  request(now: Nanos): void {
    this.#earn(now, this.#perRequest);
  }

  /** May there be a retry? If so it is paid for. */
  take(now: Nanos): boolean {
    this.#earn(now, 0);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #earn(now: Nanos, more: number): void {
    this.#tokens = Math.min(SAVED_MAX, this.#tokens + more + (now - this.#earnedAt) * this.#perNano);
    this.#earnedAt = now;
  }
}
