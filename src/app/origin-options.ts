import type { ServiceTime } from '../backend/options.ts';

/** The database behind the cache; times in ns. */
export interface OriginOptions {
  /** Queries that it executes at once. >= 1 */
  readonly concurrency: number;
  /** Of one query while none waits. */
  readonly serviceTime: ServiceTime;
  /** Queries that may wait; what comes beyond them is turned down at once. Infinity: all may. */
  readonly queue: number;
  /** Each query that waits makes those that begin slower by this share of their time; 0: overload costs nothing. */
  readonly contention: number;
  /** Does not begin queries whose askers have left. Real ones do: nobody tells them. */
  readonly skipAbandoned: boolean;
}
