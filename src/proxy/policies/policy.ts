import type { Nanos } from '../../world/world.ts';

/**
 * How a proxy judges its backends. One instance per proxy; the policy decides, the proxy acts: it ejects the backend,
 * fails what waits for it, and readmits it when its time has come.
 */
export interface Policy {
  /** A request without an answer for this long is a failure and ends its connection. Infinity: wait for ever. */
  readonly timeout: Nanos;
  /** The backend answered. `latency`: since the request was passed on, in ns. Returns as `failed` does. */
  answered(backend: number, now: Nanos, latency: Nanos): Nanos;
  /** A connection to the backend was refused, lost or timed out. Returns when to readmit it; 0: it stays in. */
  failed(backend: number, now: Nanos): Nanos;
}
