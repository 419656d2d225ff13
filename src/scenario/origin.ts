/** What a scenario says of the customers' web apps and of the database behind their caches. */
import type { Duration } from './define.ts';

/** One database, which all apps share. It holds every key. */
export interface OriginSpec {
  /**
   * Queries that it executes at once. Range 1..10000. A database that keeps up with the misses of a warm cache and with
   * nothing more is what most people have: hit rate 0.95 to 0.9 doubles its load.
   */
  readonly concurrency: number;
  /** Of one query while none waits: a fixed part and the mean of an exponential part. */
  readonly serviceTime: { readonly fixed: Duration; readonly exponential?: Duration };
  /** Queries that may wait; what comes beyond them is turned down at once, and fails its page. @default 1000 */
  readonly queue?: number;
  /**
   * An assumption: each query that waits makes those that begin slower by this share of the service time, so that overload
   * costs throughput (the crosstalk of Gunther's Universal Scalability Law). Range 0..1; 0: it costs none. @default 0.001
   */
  readonly contention?: number;
  /** Does not begin queries whose askers have given up. Real databases do: nobody tells them. @default false */
  readonly skipAbandoned?: boolean;
  /** One-way base latency from the apps. @default '250us' */
  readonly link?: Duration;
}

/**
 * Makes pages of a workload requests to a web app: a worker asks the cache for each key of the page, on a miss (or a
 * cache that does not answer) the origin, and then stores what it was told. A page fails when the origin does, or at its
 * deadline. `page.onFailure` has no meaning here. Sets of `setPercent` go to the cache alone.
 */
export interface AppSpec {
  /** Pages that are worked on at once, over all client processes, which share them out in turn. Range 1..10000. */
  readonly workers: number;
  /** Pages that may wait for a worker; beyond them they are refused at once. Range 0..1000000. @default 1000 */
  readonly queue?: number;
  /**
   * From a page's arrival; then it fails and its worker is free, whatever the origin is still busy with for it.
   * @default '2s'
   */
  readonly deadline?: Duration;
  /** Stores in the cache what the origin has told. @default true */
  readonly backfill?: boolean;
  /** With `leases` at the proxies: how long to wait for whoever fetches the value, before the cache is asked again. @default '20ms' */
  readonly leaseWait?: Duration;
  /** How often to wait for one value; then the origin is asked without a lease. @default 50 */
  readonly leaseWaits?: number;
}

/**
 * Leases, as Facebook's caches have them: of those who miss a key the first fetches its value, the others are told to ask
 * again in a while. Each proxy has its own: n proxies let n fetch. Only clients that understand wait (here: an `app`);
 * to all others it is a miss. Not beside `replicas`.
 */
export interface LeaseSpec {
  /** So long nobody else may fetch a value that was not stored. Too short, and a slow origin is asked again. @default '10s' */
  readonly every?: Duration;
}
