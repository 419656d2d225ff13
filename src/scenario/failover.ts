/** How a scenario says where requests go while the backend of their keys is out, and how it gets them back. */
import type { Duration } from './define.ts';

export interface FailoverSpec {
  /**
   * What becomes of an ejected backend's keys: `rehash`, the ring without it; `miss-fast`, an immediate miss; `gutter`,
   * backends that do nothing else. @default 'rehash'; with the policy `mcrouter`, as that has it, 'miss-fast'
   */
  readonly ejectedKeys?: 'rehash' | 'miss-fast' | 'gutter';
  /** With `gutter`. */
  readonly gutter?: GutterSpec;
  /** How many requests may go elsewhere. @default as many as have to */
  readonly failoverLimit?: FailoverLimitSpec;
  /**
   * A backend that returns gets its keys back as its hit rate rises. It does so only where misses are written back; a
   * workload that only reads leaves it at its start for ever. @default all at once
   */
  readonly warmUp?: WarmUpSpec;
}

/** Backends `gutter-1` …, each on a machine of its own. They also hear what a backend has not answered, gets and sets. */
export interface GutterSpec {
  /** Range 1..64. @default 1 */
  readonly nodes?: number;
  /** What is written there lives no longer; whole seconds. @default '10s' */
  readonly ttl?: Duration;
}

/** A token bucket of each proxy; a request that finds it empty fails at once. */
export interface FailoverLimitSpec {
  /** In the long run. Range above 0. */
  readonly perSecond: number;
  /** At once: with the default, 1000 requests fail over before the limit is felt. Range 1.. @default 1000 */
  readonly burst?: number;
}

/** mcrouter's, from a backend's return on. All writes go to it, and this share of its gets: `start` plus its hit rate. */
export interface WarmUpSpec {
  /** Where its first 100 gets show this hit rate or more it is not cold, and the warm-up is over. Range 0..1. @default 0.7 */
  readonly below?: number;
  /** Otherwise it is over at this hit rate. Range 0..1. @default 0.9 */
  readonly above?: number;
  /** Range 0..1. @default 0.1 */
  readonly start?: number;
}
