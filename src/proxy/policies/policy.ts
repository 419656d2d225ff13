import type { CloseReason, Nanos, Rng } from '../../world/world.ts';

/** `silence`: no answer within the policy's timeout, on a connection that stood; otherwise why the connection is gone. */
export type Failure = CloseReason | 'silence';

/**
 * How a proxy judges its backends. One instance per proxy; the policy decides, the proxy acts: it ejects the backend,
 * fails what waits for it, and readmits it when its time has come.
 *
 * A policy hears only of backends that are in: to be asked about one is to know that it has been readmitted, maybe by
 * hand and before its time.
 */
export interface Policy {
  /** A request without an answer for this long is a failure and ends its connection. Infinity: wait for ever. */
  readonly timeout: Nanos;
  /** The backend answered. `latency`: since the request was passed on, in ns. Returns as `failed` does. */
  answered(backend: number, now: Nanos, latency: Nanos): Nanos;
  /**
   * A connection to the backend was refused, lost or timed out, and so many requests with it, at least one. Returns when
   * to readmit it; 0: it stays in; Infinity: when a probe has been
   * answered, which needs `probeAt`.
   */
  failed(backend: number, now: Nanos, why: Failure, requests: number): Nanos;
  /** Where fewer than this share of the backends are in, all are used, ejected or not. 0..100. @default 0: never */
  readonly panicPercent?: number;
  /** Whose time is over gets one request at a time, until one is answered. @default false: all that are its own */
  readonly probation?: boolean;
  /** So many requests may wait for all backends together; more fail at once. @default Infinity */
  readonly waitingMax?: number;
  /** When to probe a backend that is out until Infinity: asked when it is ejected, and after each probe that failed. */
  probeAt?(backend: number, now: Nanos): Nanos;
}

/** Whom a policy judges, and what it may draw from. */
export interface PolicySeat {
  /** How many; they are numbered from 0. */
  readonly backends: number;
  /** The policy's own stream. */
  readonly rng: Rng;
}
