/** What a scenario says of a workload's clients: a library's preset, and what of it is otherwise. */
import type { PresetName } from '../client/presets/index.ts';
import type { Duration } from './define.ts';

export type ConnectionMode = 'persistent' | 'per-request' | 'leaky';

/** A preset's name, or one with changes. */
export interface ClientSpec {
  readonly preset: PresetName;
  readonly mode?: ConnectionMode;
  /** Of one attempt, the connection's handshake included. */
  readonly timeout?: Duration;
  readonly attempts?: number;
  readonly retryDelay?: Duration;
  /** 0: fixed delay, 1: uniform between 0 and twice the delay, j: between 1 - j and 1 + j times the delay. Range 0..1. */
  readonly retryJitter?: number;
  /** Each further retry waits `factor` (1 or more) times as long, but never longer than `most`. @default fixed */
  readonly backoff?: { readonly factor: number; readonly most: Duration };
  /**
   * Failures that are tried again: `connect`, to connect and sign in; `answer`, what came after that. What is not tried
   * again ends the operation. @default the preset's
   */
  readonly retryOn?: 'any' | 'connect' | 'answer';
  /** How long a server that failed all attempts is left alone; '0s': never marked. */
  readonly deadTime?: Duration;
  readonly deadJitter?: number;
  /**
   * What counts against a server: an operation whose `attempts` all failed, that nobody could `connect` to it, or nor
   * `sign-in`. @default the preset's
   */
  readonly deadAfter?: 'attempts' | 'connect' | 'sign-in';
  /** So many in a row that count against it mark a server. Range 1..1000. @default 1 */
  readonly failures?: number;
  /** Before it is marked, a server is left alone for this long after each. @default '0s' */
  readonly pause?: Duration;
  /** Proxies a client knows, in order, its home first. */
  readonly servers?: number;
  /**
   * `home`: the first that is not marked. `p2c`: of two drawn from them, the one with the lower peak EWMA (decay 10 s) of
   * latency times what waits. Clients that are made for each page have seen nothing yet: they draw. @default 'home'
   */
  readonly choice?: 'home' | 'p2c';
  /** A timeout closes the connection and fails all that is in flight on it. */
  readonly dropOnTimeout?: boolean;
  /**
   * Retries allowed as a share of requests, plus retries per second and client; absent: no budget. Five are saved up to
   * begin with, so it binds no clients that are made for each page.
   */
  readonly retryBudget?: { readonly percent: number; readonly perSecond: number };
  /**
   * A client turns its own requests away with probability max(0, (requests - perAccept x answers) / (requests + 1)), over
   * the window: the SRE book's rule, whose numbers are 2 and two minutes. Clients that ask but a few times in that
   * window, or are made for each page, never learn. `perAccept` 1 or more. @default never
   */
  readonly throttle?: { readonly perAccept?: number; readonly window?: Duration };
}
