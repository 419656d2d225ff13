import type { Client } from '../client/client.ts';
import type { Operation } from '../client/operation.ts';
import { RoundTrips } from '../client/round-trips.ts';
import type { Outcome } from '../measure/outcome.ts';
import type { PageEnd } from '../measure/pages.ts';
import { Deadline, type Nanos, type Task } from '../world/world.ts';
import { LookUp } from './look-up.ts';
import type { WebApp } from './web-app.ts';
import type { Job, Worker } from './worker-pool.ts';

/** Who makes the app's pages, starts their operations at the cache and records what became of them. */
export interface WebPageOwner {
  start(operation: Operation, client: Client, intendedAt: Nanos): void;
  /** As `start`, now: one more than pages were offered with. */
  startMore(operation: Operation, client: Client): void;
  /** Of an operation that was answered, but not with its last word. */
  startAgain(operation: Operation, client: Client): void;
  record(operation: Operation, outcome: Outcome): void;
  /** The visitor knows; `skipped` look-ups were never begun. */
  ended(page: WebPage, how: PageEnd, skipped: number): void;
  /** All that it had begun has ended: it may be used again. */
  over(page: WebPage): void;
  /** By number. Processes share the workers out in turn. */
  processOf(worker: number): number;
  clientOf(process: number): Client;
  now(): Nanos;
}

export interface WebPageShape {
  readonly operations: number;
  readonly order: 'pipelined' | 'sequential';
}

/**
 * A page of a web app, from its arrival until nothing of it is left. Used again and again by its generator.
 *
 *   arrive ─┬─> waits for a worker ──> its look-ups, together or one after another ──> served
 *           └─> refused      └───> late <───┘                                    └──> failed: the origin did
 *
 * Once the visitor knows, the worker is free and nothing more begins. What the page has asked the cache for ends as its
 * client ends it, and is still counted.
 */
export class WebPage implements Job, Task {
  client: Client | null = null;
  /** Since then it is under way. */
  intendedAt: Nanos = 0;
  /** The visitor knows, or there is none. */
  over = true;
  /** What the page asks the cache for. */
  readonly operations: Operation[];
  /** These, and the sets that fill the cache. */
  readonly issued: readonly Operation[];
  /** To the cache. */
  readonly roundTrips = new RoundTrips();
  readonly #app: WebApp;
  readonly #owner: WebPageOwner;
  readonly #lookUps: readonly LookUp[];
  readonly #together: boolean;
  readonly #deadline: Deadline = new Deadline(this);
  #worker: Worker | null = null;
  /** Look-ups begun, and ended. */
  #begun = 0;
  #ended = 0;
  /** Steps of look-ups that have not ended, the page's place in the queue included. */
  #open = 0;

  constructor(app: WebApp, owner: WebPageOwner, { operations, order }: WebPageShape) {
    this.#app = app;
    this.#owner = owner;
    this.#together = order === 'pipelined';
    this.#lookUps = Array.from({ length: operations }, () => new LookUp(this, app, owner));
    this.operations = this.#lookUps.map(({ read }) => read);
    this.issued = this.#lookUps.flatMap(({ read, fill }) => [read, fill]);
    for (const operation of this.issued) operation.roundTrips = this.roundTrips;
  }

  /** Of a page under way: look-ups that have not begun. */
  get waiting(): number {
    return this.over ? 0 : this.operations.length - this.#begun;
  }

  get worker(): Worker {
    return this.#worker!;
  }

  arrive(intendedAt: Nanos): void {
    this.intendedAt = intendedAt;
    this.over = false;
    this.roundTrips.clear();
    this.#begun = this.#ended = 0;
    this.#open = 1;
    this.#app.deadlines.arm(this.#deadline);
    if (this.#app.pool.take(this)) return;
    this.#end('refused');
    this.stepEnded();
  }

  begin(worker: Worker): void {
    this.#worker = worker;
    const process = this.#owner.processOf(worker.number);
    for (const operation of this.issued) operation.process = process;
    this.client = this.#owner.clientOf(process);
    const together = this.#together ? this.operations.length : 1;
    while (this.#begun < together && !this.over) this.#next(this.intendedAt);
    this.stepEnded();
  }

  passedOver(): void {
    this.stepEnded();
  }

  /** The page's time is up. */
  fire(): void {
    const queued = this.#worker === null;
    this.#end('late');
    if (queued) this.#app.pool.leave();
  }

  /** A step of a look-up has begun. */
  stepBegun(): void {
    this.#open++;
  }

  /** The look-up has its value. */
  found(): void {
    this.#ended++;
    if (this.#ended === this.operations.length) this.#end('complete');
    else if (!this.#together) this.#next(this.#owner.now());
  }

  /** The origin has failed it: so does the page. */
  failed(): void {
    this.#end('failed');
  }

  #next(intendedAt: Nanos): void {
    this.#lookUps[this.#begun++]!.begin(intendedAt);
  }

  #end(how: PageEnd): void {
    const skipped = this.waiting;
    // Held while steps are given up, each of which may be the last.
    this.#open++;
    this.over = true;
    this.#app.deadlines.disarm(this.#deadline);
    this.#owner.ended(this, how, skipped);
    for (const lookUp of this.#lookUps) lookUp.giveUp();
    const worker = this.#worker;
    this.#worker = null;
    if (worker !== null) this.#app.pool.release(worker);
    this.stepEnded();
  }

  /** A step has ended, and the next one, if there is one, has begun. */
  stepEnded(): void {
    if (--this.#open > 0) return;
    // Only now: its client closes with it.
    this.#owner.over(this);
    this.client = null;
  }
}
