import type { Client } from '../client/client.ts';
import { Operation, type OperationOwner } from '../client/operation.ts';
import { RoundTrips } from '../client/round-trips.ts';
import { isFailure, type Outcome } from '../measure/outcome.ts';
import type { Nanos } from '../world/world.ts';

export interface PageShape {
  readonly operations: number;
  readonly order: 'pipelined' | 'sequential';
  /** After a failed operation a sequential page goes on with the next, or its web request fails as a whole. */
  readonly onFailure: 'go-on' | 'give-up';
}

/** Who makes pages, starts their operations and records what became of them. */
export interface PageOwner {
  start(operation: Operation, client: Client, intendedAt: Nanos): void;
  record(operation: Operation, outcome: Outcome): void;
  /** All that were begun have ended; `skipped` never were, because the page gave up. */
  finished(page: Page, skipped: number): void;
  now(): Nanos;
}

/**
 * Operations that belong together: a web page's cache look-ups, on one client. Pipelined: all at once. Sequential: each
 * when the one before has ended, however it ended. Used again and again by its generator.
 */
export class Page implements OperationOwner {
  client: Client | null = null;
  /** Since then it is under way. */
  intendedAt: Nanos = 0;
  /** Some operation was not answered. */
  failed = false;
  readonly operations: Operation[] = [];
  readonly roundTrips = new RoundTrips();
  readonly #owner: PageOwner;
  readonly #sequential: boolean;
  readonly #givesUp: boolean;
  /** Operations begun, and ended. */
  #begun = 0;
  #ended = 0;

  constructor(owner: PageOwner, shape: PageShape) {
    this.#owner = owner;
    this.#sequential = shape.order === 'sequential';
    this.#givesUp = this.#sequential && shape.onFailure === 'give-up';
    for (let i = 0; i < shape.operations; i++) {
      const operation = new Operation();
      operation.owner = this;
      operation.roundTrips = this.roundTrips;
      this.operations.push(operation);
    }
  }

  /** Not under way. */
  get over(): boolean {
    return this.client === null;
  }

  /** All that it ever has under way. */
  get issued(): readonly Operation[] {
    return this.operations;
  }

  /** Of a page under way: operations that wait for others of it. */
  get waiting(): number {
    return this.client === null ? 0 : this.operations.length - this.#begun;
  }

  begin(client: Client, intendedAt: Nanos): void {
    this.client = client;
    this.intendedAt = intendedAt;
    this.failed = false;
    this.roundTrips.clear();
    this.#begun = this.#ended = 0;
    const together = this.#sequential ? 1 : this.operations.length;
    while (this.#begun < together) this.#next(intendedAt);
  }

  completed(operation: Operation, outcome: Outcome): void {
    operation.open = false;
    this.#ended++;
    if (isFailure(outcome)) this.failed = true;
    this.#owner.record(operation, outcome);
    const goesOn = this.#begun < this.operations.length && !(this.#givesUp && isFailure(outcome));
    if (goesOn) {
      // A pipelined page that is still being sent goes on by itself.
      if (this.#sequential) this.#next(this.#owner.now());
    } else if (this.#ended === this.#begun) this.#owner.finished(this, this.operations.length - this.#begun);
  }

  #next(intendedAt: Nanos): void {
    const operation = this.operations[this.#begun++]!;
    operation.open = true;
    this.#owner.start(operation, this.client!, intendedAt);
  }
}
