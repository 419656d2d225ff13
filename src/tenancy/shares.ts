import type { Directory } from './directory.ts';
import type { CacheShares } from './grant.ts';

export interface SharesOptions {
  /** How many backends the caches are spread over. */
  readonly backends: number;
  /** Bytes that each has for items. */
  readonly memory: number;
}

/**
 * A cache's memory is spread evenly over the backends, as its keys are. Where that is more than the backends have for
 * all caches, each share shrinks in proportion.
 */
export class Shares implements CacheShares {
  readonly #directory: Directory;
  readonly #options: SharesOptions;

  constructor(directory: Directory, options: SharesOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  memoryOf(cache: number): number | null {
    const { backends, memory } = this.#options;
    const caches = this.#directory.caches();
    const mine = caches.find(({ number }) => number === cache);
    if (mine === undefined) return null;
    const sold = caches.reduce((sum, { limits }) => sum + limits.memory, 0);
    const all = memory * backends;
    const whole = sold > all ? (mine.limits.memory / sold) * all : mine.limits.memory;
    return Math.floor(whole / backends);
  }
}
