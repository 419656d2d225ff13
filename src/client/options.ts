import type { Nanos } from '../world/world.ts';

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
  /** 0: the delay is fixed · 1: uniform between 0 and twice the delay. */
  readonly retryJitter: number;
  /** A server that failed is left alone for this long; 0: it is never marked. */
  readonly deadTime: Nanos;
  /** As `retryJitter`. */
  readonly deadJitter: number;
  /** `attempts`: all attempts failed, for whatever reason · `connect`: it could not be connected to. */
  readonly deadAfter: 'attempts' | 'connect';
  /** Servers it knows, in order, its home first: the first that is not marked is used. >= 1 */
  readonly servers: number;
  /** A timeout closes the connection, and all that is in flight on it fails. Otherwise the late reply is dropped. */
  readonly dropOnTimeout: boolean;
  /** Retries allowed: a percentage of requests, and so many per second and client. Null: as many as `attempts` says. */
  readonly retryBudget: { readonly percent: number; readonly perSecond: number } | null;
}
