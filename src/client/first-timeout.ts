import { Outcome } from '../measure/outcome.ts';
import type { Nanos } from '../world/world.ts';

export interface TimedOut {
  readonly at: Nanos;
  /** By number; null: only a library knows which of several it asked. */
  readonly server: number | null;
  /** Where it stood: waiting for its answer, or for a connection. */
  readonly why: Outcome;
}

/** The first request of a workload that ran into its timeout: the first sign of trouble that a client sees. */
export class FirstTimeout {
  readonly #from: Nanos;
  #first: TimedOut | null = null;

  /** What happened before this time is of no interest. */
  constructor(from: Nanos) {
    this.#from = from;
  }

  get first(): TimedOut | null {
    return this.#first;
  }

  /** An attempt ended; in order of time. */
  ended(at: Nanos, server: number | null, why: Outcome): void {
    if (this.#first === null && at >= this.#from && isTimeout(why)) this.#first = { at, server, why };
  }
}

function isTimeout(why: Outcome): boolean {
  return why === Outcome.timeout || why === Outcome['connect-timeout'] || why === Outcome['auth-timeout'];
}
