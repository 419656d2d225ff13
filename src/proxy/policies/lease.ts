import type { Nanos } from '../../world/world.ts';
import { KEY_HASHES } from '../hash.ts';

export interface LeaseOptions {
  /** So long nobody else gets the lease of a key whose value is not stored, in ns. */
  readonly every: Nanos;
}

/**
 * Who may fetch a value that the cache has not got (Nishtala et al., Scaling Memcache at Facebook, NSDI 2013): of those
 * who miss a key the first has its lease, the others are told so and ask again in a while. It ends when the value is
 * stored, whoever stores it, or by its time: its holder may have failed. There the database's peak fell from 17,000
 * to 1,300 queries a second.
 *
 * Theirs are the cache servers' own. Here each proxy has its leases, so a key may be fetched once by way of each proxy.
 */
export class Leases {
  readonly #every: Nanos;
  /** When each ends. All last as long, so they end in the order in which they stand here. */
  readonly #until = new Map<number, Nanos>();

  constructor({ every }: LeaseOptions) {
    this.#every = every;
  }

  get size(): number {
    return this.#until.size;
  }

  /** The key was missed: true when the one who asked has its lease now, false when somebody else has. */
  missed(key: number, now: Nanos): boolean {
    this.#expire(now);
    if (this.#until.has(key)) return false;
    this.#until.set(key, now + this.#every);
    return true;
  }

  stored(key: number): void {
    this.#until.delete(key);
  }

  /** The process is gone, and its leases with it. */
  forget(): void {
    this.#until.clear();
  }

  #expire(now: Nanos): void {
    for (const [key, until] of this.#until) {
      if (until > now) return;
      this.#until.delete(key);
    }
  }
}

/**
 * A key in its cache as one number below 2^53, out of two hashes: nothing is allocated, and two of a million keys are
 * one with a probability of 1 in 18,000.
 */
export function leaseKey(buf: Uint8Array, start: number, end: number, cache: number): number {
  const high = KEY_HASHES.fnv1a_32(buf, start, end) >>> 0;
  const low = (KEY_HASHES.one_at_a_time(buf, start, end) + Math.imul(cache, 0x9e3779b1)) >>> 11;
  return high * 0x200000 + low;
}
