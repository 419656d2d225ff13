import type { Nanos } from '../world/world.ts';
import { Outcome, isAnswered } from './outcome.ts';

/** Who asks, or is asked: by number, how many operations, and how many of them were bad. */
export class Tally {
  readonly operations: Uint32Array;
  readonly bad: Uint32Array;

  constructor(members: number) {
    this.operations = new Uint32Array(members);
    this.bad = new Uint32Array(members);
  }

  add(member: number, bad: boolean): void {
    // In range: members are numbered from 0.
    this.operations[member]!++;
    if (bad) this.bad[member]!++;
  }
}

export interface SufferingOptions {
  readonly clients: number;
  readonly backends: number;
  /** The phase that counts, by index: all others are left out. */
  readonly phase: number;
  /** An answer that takes longer is bad, in ns. */
  readonly limit: Nanos;
}

/**
 * Whom one phase hurts, client by client and backend by backend: an operation is bad when it failed or took longer than
 * the limit. What the run's end cut short is neither good nor bad.
 */
export class Suffering {
  readonly phase: number;
  readonly byClient: Tally;
  /** By the backend that holds the key while none is ejected. */
  readonly byBackend: Tally;
  readonly #limit: Nanos;

  constructor({ clients, backends, phase, limit }: SufferingOptions) {
    this.phase = phase;
    this.#limit = limit;
    this.byClient = new Tally(clients);
    this.byBackend = new Tally(backends);
  }

  /** One operation of the phase ended. */
  ended(client: number, backend: number, latency: Nanos, outcome: Outcome): void {
    if (outcome === Outcome.unfinished) return;
    const bad = latency > this.#limit || !isAnswered(outcome);
    this.byClient.add(client, bad);
    this.byBackend.add(backend, bad);
  }
}
