import type { OperationOwner } from '../client/operation.ts';
import { Operation } from '../client/operation.ts';
import { isFailure, Outcome } from '../measure/outcome.ts';
import { Verb } from '../protocol/message.ts';
import type { Nanos, Task, TimerId } from '../world/world.ts';
import type { WebApp } from './web-app.ts';
import type { WebPage, WebPageOwner } from './web-page.ts';

/**
 * How the app comes by a value: from the cache, or from the origin and then the cache has it too.
 *
 *   read ─┬─> hit ────────────────────────────────────────> found
 *    ^    ├─> miss, no answer ──> query ─┬─> row ──> fill ───^
 *    └────┴── miss, another fills it     └─> none ──> failed
 *
 * A cache that cannot answer is a cache that has not got it. A page's write (a set) goes to the cache alone, and the page
 * goes on whatever comes of it.
 */
export class LookUp implements OperationOwner, Task {
  readonly read = new Operation();
  readonly fill = new Operation();
  readonly #query = new Operation();
  readonly #page: WebPage;
  readonly #app: WebApp;
  readonly #owner: WebPageOwner;
  #waitsLeft = 0;
  /** Of a wait for another's lease; 0: none. */
  #timer: TimerId = 0;

  constructor(page: WebPage, app: WebApp, owner: WebPageOwner) {
    this.#page = page;
    this.#app = app;
    this.#owner = owner;
    this.read.owner = this.fill.owner = this.#query.owner = this;
    this.fill.verb = Verb.set;
  }

  begin(intendedAt: Nanos): void {
    this.#waitsLeft = this.#app.options.leaseWaits;
    this.#step(this.read);
    this.#owner.start(this.read, this.#page.client!, intendedAt);
  }

  completed(operation: Operation, outcome: Outcome): void {
    const page = this.#page;
    // A wait for another's lease is part of the operation: it ends with the last answer.
    if (!page.over && this.#isToWait(operation, outcome)) this.#wait();
    else {
      operation.open = false;
      if (operation !== this.#query) this.#owner.record(operation, outcome);
      if (!page.over) this.#goOn(operation, outcome);
    }
    page.stepEnded();
  }

  /** The wait is over: the cache is asked again. */
  fire(): void {
    this.#timer = 0;
    this.#page.stepBegun();
    this.#owner.startAgain(this.read, this.#page.client!);
    this.#page.stepEnded();
  }

  /** The page is over. What the origin works on it goes on with. */
  giveUp(): void {
    if (this.#query.open) this.#query.giveUp();
    if (this.#timer === 0) return;
    this.#app.clock.cancel(this.#timer);
    this.#timer = 0;
    this.read.open = false;
    this.#owner.record(this.read, Outcome.miss);
    this.#page.stepEnded();
  }

  #goOn(operation: Operation, outcome: Outcome): void {
    if (operation === this.fill || outcome === Outcome.hit || this.read.verb !== Verb.get) {
      if (operation === this.#query) this.#store();
      else this.#page.found();
    } else if (operation === this.#query) this.#page.failed();
    else this.#ask(isFailure(outcome));
  }

  #isToWait(operation: Operation, outcome: Outcome): boolean {
    const held = operation === this.read && outcome === Outcome.miss && operation.leaseHeld;
    return held && this.#waitsLeft > 0;
  }

  #ask(cacheFailed: boolean): void {
    const { counters } = this.#app;
    counters.originReads++;
    if (cacheFailed) counters.cacheFailures++;
    this.#like(this.#query);
    this.#query.verb = Verb.get;
    this.#step(this.#query);
    this.#page.worker.origin.start(this.#query);
  }

  #store(): void {
    if (!this.#app.options.backfill) return this.#page.found();
    this.#app.counters.backfills++;
    this.#like(this.fill);
    this.#step(this.fill);
    this.#owner.startMore(this.fill, this.#page.client!);
  }

  #wait(): void {
    const { clock, options, counters } = this.#app;
    this.#waitsLeft--;
    counters.leaseWaits++;
    this.#page.stepBegun();
    this.#timer = clock.at(clock.now() + options.leaseWait, this);
  }

  #step(operation: Operation): void {
    operation.open = true;
    this.#page.stepBegun();
  }

  #like(operation: Operation): void {
    const { keys, keyStart, keyEnd, keyNumber, valueBytes } = this.read;
    operation.keys = keys;
    operation.keyStart = keyStart;
    operation.keyEnd = keyEnd;
    operation.keyNumber = keyNumber;
    operation.valueBytes = valueBytes;
  }
}
