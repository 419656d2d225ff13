import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Operation } from '../client/operation.ts';
import { pooled } from '../client/presets/pooled.ts';
import { ClientRig, serve, signIn, type RigOptions } from '../client/rig.case.ts';
import type { Session } from '../client/session.ts';
import { Verb } from '../protocol/message.ts';
import { MILLISECOND, type Nanos } from '../world/world.ts';
import { Page, type PageOwner, type PageShape } from './page.ts';

const credentials = { user: 'user', password: 'secret' };
const [sequential, pipelined] = ['sequential', 'pipelined'] as const;

/** Opens pages at a client of a rig. */
class Visitor implements PageOwner {
  readonly rig: ClientRig;
  /** Round trips of pages that are over, in that order. */
  readonly counts: number[] = [];

  constructor(rig: ClientRig) {
    this.rig = rig;
  }

  open(session: Session, operations: number, order: PageShape['order']): void {
    const page = new Page(this, { operations, order, onFailure: 'go-on' });
    page.operations.forEach((operation, i) => {
      operation.verb = Verb.get;
      operation.keys = Buffer.from(`key:${i}`);
      operation.keyEnd = operation.keys.length;
      operation.keyNumber = i;
    });
    page.begin(session, this.now());
  }

  start(operation: Operation, client: Session): void {
    client.start(operation);
  }

  record(): void {
    // What became of operations is not what is looked at here.
  }

  finished(page: Page): void {
    this.counts.push(page.roundTrips.count);
  }

  now(): Nanos {
    return this.rig.world.clock.now();
  }
}

/** A way of a millisecond. */
function visitor(rig: RigOptions = {}, options: Partial<typeof pooled> = {}): Visitor {
  return new Visitor(new ClientRig({ ...pooled, ...options }, { latency: MILLISECOND, ...rig }));
}

test('what a page costs: its connection, the sign-in, and its requests', () => {
  const rows: readonly [
    why: string,
    warm: boolean,
    signsIn: boolean,
    m: number,
    order: PageShape['order'],
    n: number,
  ][] = [
    ['pooled, pipelined: one exchange', true, true, 5, pipelined, 1],
    ['pooled, in sequence: one for each get', true, true, 5, sequential, 5],
    ['a connection of its own', false, false, 1, sequential, 2],
    ['the same, pipelined', false, false, 5, pipelined, 2],
    ['and a sign-in: four times the one of a single get', false, true, 1, sequential, 4],
    ['3 + m', false, true, 7, sequential, 10],
    ['3 + 1', false, true, 7, pipelined, 4],
  ];
  for (const [why, warm, signsIn, m, order, expected] of rows) {
    const visit = visitor({ credentials: signsIn ? credentials : null });
    const session = visit.rig.session();
    if (warm) session.warm();
    visit.rig.until(100);
    const began = visit.now();
    visit.open(session, m, order);
    // The last one ends with a round trip's last millisecond.
    visit.rig.world.run(began + expected * 2 * MILLISECOND - 1);
    assert.equal(visit.counts, [], `${why}: not yet over`);
    visit.rig.world.run(began + expected * 2 * MILLISECOND);
    assert.equal(visit.counts, [expected], why);
  }
});

test('pages that come while a connection is made wait for what is left of it, each for itself', () => {
  const visit = visitor({ credentials });
  const session = visit.rig.session();
  session.warm();
  // Open after 2 ms, greeted after 4, signed in after 6.
  for (const ms of [1, 3, 5, 7]) visit.rig.at(ms, () => visit.open(session, 3, pipelined));
  visit.rig.at(1, () => visit.open(session, 1, sequential));
  visit.rig.pass();
  assert.equal(visit.counts, [4, 4, 3, 2, 1]);
});

test('pages beside each other on one connection', () => {
  const visit = visitor();
  const session = visit.rig.session();
  session.warm();
  visit.rig.until(50);
  visit.open(session, 4, pipelined);
  visit.open(session, 4, sequential);
  visit.rig.at(51, () => visit.open(session, 4, pipelined));
  visit.rig.pass();
  assert.equal(visit.counts, [1, 1, 4]);
});

test('what has to be asked again is waited for again', () => {
  const timeout = 50 * MILLISECOND;
  const rows: readonly [
    why: string,
    options: Partial<typeof pooled>,
    m: number,
    order: PageShape['order'],
    n: number,
  ][] = [
    ['all of a pipelined page at once', { attempts: 2, dropOnTimeout: false }, 3, pipelined, 2],
    ['each get of a sequence', { attempts: 2, dropOnTimeout: false }, 3, sequential, 6],
    ['given up, and on with the next', { attempts: 1, dropOnTimeout: false }, 3, sequential, 3],
    ['with the connection: an exchange, a connect, an exchange', { attempts: 2, dropOnTimeout: true }, 3, pipelined, 3],
  ];
  for (const [why, options, m, order, expected] of rows) {
    const visit = visitor({ script: signIn }, { timeout, ...options });
    const session = visit.rig.session();
    session.warm();
    visit.rig.until(20);
    visit.open(session, m, order);
    visit.rig.pass();
    assert.equal(visit.counts, [expected], why);
  }
});

test('a page that is used again begins at nothing', () => {
  const visit = visitor({ script: serve });
  const session = visit.rig.session();
  session.warm();
  visit.rig.until(20);
  const page = new Page(visit, { operations: 1, order: sequential, onFailure: 'go-on' });
  Object.assign(page.operations[0]!, { keys: Buffer.from('key:1'), keyEnd: 5, keyNumber: 1 });
  for (let i = 0; i < 3; i++) {
    page.begin(session, visit.now());
    visit.rig.pass();
  }
  assert.equal(visit.counts, [1, 1, 1]);
});

test.run();
