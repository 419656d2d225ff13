/** How a scenario says what a proxy lets pass to a backend. */
import type { Duration } from './define.ts';

/**
 * What does not pass fails at once (`SERVER_ERROR busy`) and costs the backend nothing. Judged is the queue that a proxy
 * sees: its own requests to that backend which are not answered. A backend slowed by many proxies is busier than each of
 * them sees.
 */
export interface AdmissionSpec {
  /**
   * folly's CoDel: where the shortest wait of an interval exceeds the target, what would wait for more than twice the target
   * is shed. A target below the round trip sheds for nothing: a link that became longer looks like a queue.
   */
  readonly codel?: {
    /** @default '5ms' */
    readonly target?: Duration;
    /** @default '100ms' */
    readonly interval?: Duration;
  };
  /**
   * Netflix's Gradient2: the number of requests under way shrinks while latencies rise above their long average. A backend
   * that stays slow becomes its own average, and is let have as much as before.
   */
  readonly gradient?: {
    /** Requests under way at the start. Range 1.. @default 20 */
    readonly initial?: number;
    /** Never fewer. Range 1.. @default 20 */
    readonly min?: number;
    /** Never more. Range `min`.. @default 200 */
    readonly max?: number;
    /** A latency so many times the average is no queue yet. Range 1..100. @default 1.5 */
    readonly tolerance?: number;
    /** Requests by which the limit grows. Range 0.. @default 4 */
    readonly queue?: number;
    /** Share of the new limit in the next. Range above 0, to 1. @default 0.2 */
    readonly smoothing?: number;
  };
  /** A bulkhead: requests under way from one proxy to one backend. Range 1.. @default any number */
  readonly inFlight?: number;
}
