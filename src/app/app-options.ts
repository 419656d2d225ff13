import type { ClientOptions } from '../client/options.ts';
import { pooled } from '../client/presets/pooled.ts';
import type { Nanos } from '../world/world.ts';

/** A customer's web app; times in ns. */
export interface AppOptions {
  /** Pages that are worked on at once, over all its processes. >= 1 */
  readonly workers: number;
  /** Pages that may wait for a worker; what comes beyond them is refused at once. */
  readonly queue: number;
  /** From a page's arrival; then it fails, and its worker is free. */
  readonly deadline: Nanos;
  /** What was read from the origin is stored in the cache. */
  readonly backfill: boolean;
  /** Somebody else has the lease of a key that was missed: how long to wait before the cache is asked again. */
  readonly leaseWait: Nanos;
  /** How often to wait; then the origin is asked without a lease. */
  readonly leaseWaits: number;
}

/** A worker's connection to the origin. A page that gives up closes it, for the answer that is due is not wanted. */
export function originClient({ deadline }: AppOptions): ClientOptions {
  return { ...pooled, timeout: deadline, dropOnTimeout: true };
}
