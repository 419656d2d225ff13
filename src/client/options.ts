import type { Nanos } from '../world/world.ts';
import type { ThrottleOptions } from './throttle.ts';

/** `persistent`: one for all pages · `per-request`: a new one for each page · `leaky`: a new one for each, never closed. */
export type ConnectionMode = 'persistent' | 'per-request' | 'leaky';

/** How a client library behaves. Times in ns. */
export interface ClientOptions {
  readonly mode: ConnectionMode;
  /** Of an attempt with the connection's handshake inside, or of each step (connect, mechanisms, sign-in, reply). */
  readonly timeout: Nanos;
  readonly timeoutOf: 'attempt' | 'step';
  /** On one server; after them the server has failed. >= 1 */
  readonly attempts: number;
  readonly retryDelay: Nanos;
  /** 0: the delay is fixed · 1: uniform between 0 and twice the delay · j: between 1 - j and 1 + j times the delay. */
  readonly retryJitter: number;
  /** Each further retry of an operation waits `factor` times as long, but never longer than `most`. @default fixed */
  readonly backoff?: { readonly factor: number; readonly most: Nanos };
  /**
   * Failures that are tried again: `connect` to connect and sign in, `answer` what came after that. The others end the
   * operation at once. @default 'any'
   */
  readonly retryOn?: 'any' | 'connect' | 'answer';
  /** A server that failed is left alone for this long; 0: it is never marked. */
  readonly deadTime: Nanos;
  /** As `retryJitter`. */
  readonly deadJitter: number;
  /**
   * What counts against a server. `attempts`: all attempts failed, for whatever reason that is tried again · `connect`: it
   * could not be connected to · `sign-in`: nor signed in to.
   */
  readonly deadAfter: 'attempts' | 'connect' | 'sign-in';
  /** A server is marked when so many in a row have counted against it. >= 1 @default 1 */
  readonly failures?: number;
  /** Before that it is left alone for this long after each. @default 0 */
  readonly pause?: Nanos;
  /** Servers it knows, in order, its home first: the first that is not marked is used. >= 1 */
  readonly servers: number;
  /** `p2c`: of two drawn from those it knows, the one with the lower peak EWMA of latency, times what waits. @default 'home' */
  readonly choice?: 'home' | 'p2c';
  /** A timeout closes the connection, and all that is in flight on it fails. Otherwise the late reply is dropped. */
  readonly dropOnTimeout: boolean;
  /** Retries allowed: a percentage of requests, and so many per second and client. Null: as many as `attempts` says. */
  readonly retryBudget: { readonly percent: number; readonly perSecond: number } | null;
  /** A client that gets few answers turns its own requests away. @default never */
  readonly throttle?: ThrottleOptions;
}
