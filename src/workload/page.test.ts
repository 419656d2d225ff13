import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { newClientCounters } from '../client/context.ts';
import type { Operation } from '../client/operation.ts';
import { pooled } from '../client/presets/pooled.ts';
import { Session } from '../client/session.ts';
import { Outcome } from '../measure/outcome.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import type { Nanos } from '../world/world.ts';
import { Page, type PageOwner, type PageShape } from './page.ts';

/** Hears what a page wants, and ends operations when the test says so. */
class Hand implements PageOwner {
  readonly heard: string[] = [];
  /** Outcomes that operations have as soon as they are started. */
  atOnce: Outcome | null = null;
  time: Nanos = 0;
  readonly page: Page;
  readonly #session: Session;

  constructor(shape: PageShape) {
    const world = createVirtualWorld({ seed: 1 });
    this.page = new Page(this, shape);
    // It connects to nobody: operations never come that far here.
    this.#session = new Session(
      {
        world,
        node: 'client',
        servers: ['nowhere'],
        options: pooled,
        credentials: null,
        rng: world.rng('retries'),
        counters: newClientCounters(),
      },
      0,
    );
  }

  begin(intendedAt: Nanos): string[] {
    return this.#heardOf(() => this.page.begin(this.#session, intendedAt));
  }

  end(i: number, outcome: Outcome = Outcome.hit): string[] {
    return this.#heardOf(() => this.page.completed(this.page.operations[i]!, outcome));
  }

  start(operation: Operation, session: Session, intendedAt: Nanos): void {
    assert.is(session, this.#session);
    assert.ok(operation.open, 'a started operation is open');
    this.heard.push(`start ${this.#number(operation)} of ${intendedAt}`);
    if (this.atOnce !== null) this.page.completed(operation, this.atOnce);
  }

  record(operation: Operation, outcome: Outcome): void {
    assert.not(operation.open, 'an ended operation is not open');
    this.heard.push(`${this.#number(operation)} ended ${outcome === Outcome.timeout ? 'badly' : 'well'}`);
  }

  finished(page: Page, skipped: number): void {
    assert.is(page, this.page);
    this.heard.push(`finished, ${skipped} skipped`);
  }

  now(): Nanos {
    return this.time;
  }

  #heardOf(act: () => void): string[] {
    this.heard.length = 0;
    act();
    return this.heard.slice();
  }

  #number(operation: Operation): number {
    return this.page.operations.indexOf(operation);
  }
}

test('pipelined: all at once, intended when the page was; finished with the last answer, in any order', () => {
  const hand = new Hand({ operations: 3, order: 'pipelined', onFailure: 'go-on' });
  assert.equal(hand.begin(100), ['start 0 of 100', 'start 1 of 100', 'start 2 of 100']);
  hand.time = 500;
  assert.equal(hand.end(2), ['2 ended well']);
  assert.equal(hand.end(0, Outcome.timeout), ['0 ended badly']);
  assert.equal(hand.end(1), ['1 ended well', 'finished, 0 skipped']);
});

test('pipelined: to give up means nothing, all are sent already', () => {
  const hand = new Hand({ operations: 2, order: 'pipelined', onFailure: 'give-up' });
  hand.begin(0);
  assert.equal(hand.end(0, Outcome.timeout), ['0 ended badly']);
  assert.equal(hand.end(1), ['1 ended well', 'finished, 0 skipped']);
});

test('sequential: each is intended when the one before has ended', () => {
  const hand = new Hand({ operations: 3, order: 'sequential', onFailure: 'go-on' });
  hand.time = 105;
  assert.equal(hand.begin(100), ['start 0 of 100'], 'the first one counts from the page, not from now');
  hand.time = 200;
  assert.equal(hand.end(0), ['0 ended well', 'start 1 of 200']);
  hand.time = 350;
  assert.equal(hand.end(1, Outcome.timeout), ['1 ended badly', 'start 2 of 350'], 'goes on after a failure');
  assert.equal(hand.end(2), ['2 ended well', 'finished, 0 skipped']);
});

test('sequential, giving up: the first failure ends the page, the rest is skipped', () => {
  const hand = new Hand({ operations: 5, order: 'sequential', onFailure: 'give-up' });
  hand.begin(0);
  assert.equal(hand.end(0, Outcome.miss), ['0 ended well', 'start 1 of 0'], 'a miss is an answer');
  assert.equal(hand.end(1, Outcome.timeout), ['1 ended badly', 'finished, 3 skipped']);
});

test('giving up at the last operation skips none', () => {
  const hand = new Hand({ operations: 1, order: 'sequential', onFailure: 'give-up' });
  hand.begin(0);
  assert.equal(hand.end(0, Outcome.timeout), ['0 ended badly', 'finished, 0 skipped']);
});

test('operations that end while they are being started: each is started and recorded once, the page finishes once', () => {
  for (const [order, onFailure, outcome, count] of [
    ['pipelined', 'go-on', Outcome.hit, 4],
    ['pipelined', 'give-up', Outcome.timeout, 4],
    ['sequential', 'go-on', Outcome.timeout, 4],
    ['sequential', 'give-up', Outcome.timeout, 1],
  ] as const) {
    const hand = new Hand({ operations: 4, order, onFailure });
    hand.atOnce = outcome;
    const heard = hand.begin(0);
    const of = (word: string): number => heard.filter((one) => one.includes(word)).length;
    assert.equal([of('start'), of('ended'), of('finished')], [count, count, 1], `${order}, ${onFailure}`);
    assert.ok(heard.at(-1)!.startsWith('finished'), `${order}, ${onFailure}: finished comes last`);
  }
});

test('a page is used again', () => {
  const hand = new Hand({ operations: 2, order: 'sequential', onFailure: 'give-up' });
  for (const t of [0, 1000]) {
    hand.time = t;
    assert.equal(hand.begin(t), [`start 0 of ${t}`]);
    hand.end(0);
    assert.equal(hand.end(1), ['1 ended well', 'finished, 0 skipped']);
  }
});

test.run();
