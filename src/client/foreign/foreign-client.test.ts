import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Outcome } from '../../measure/outcome.ts';
import { Verb } from '../../protocol/message.ts';
import { createVirtualWorld, type VirtualWorld } from '../../world/virtual/virtual-world.ts';
import { SECOND } from '../../world/world.ts';
import type { ClientContext } from '../context.ts';
import { stampOf } from '../stamp.ts';
import { ForeignClient } from './foreign-client.ts';
import type { Driver, Library, Value } from './library.ts';
import { Asker, contextIn } from './rig.case.ts';

const PATIENCE = 2 * SECOND;

/** A library whose answers the test gives. */
class Puppet implements Library {
  readonly connected = true;
  closed = 0;
  readonly gets: ((outcome: Outcome, value: Value | null) => void)[] = [];
  readonly sets: { readonly value: Buffer; readonly ended: (outcome: Outcome) => void }[] = [];

  warm(): void {
    // Nothing to connect to.
  }

  get(_key: string, ended: (outcome: Outcome, value: Value | null) => void): void {
    this.gets.push(ended);
  }

  set(_key: string, value: Buffer, ended: (outcome: Outcome) => void): void {
    this.sets.push({ value, ended });
  }

  close(): void {
    this.closed++;
  }
}

interface Scene {
  readonly world: VirtualWorld;
  readonly context: ClientContext;
  readonly library: Puppet;
  readonly client: ForeignClient;
  readonly asker: Asker;
}

function scene(): Scene {
  const world = createVirtualWorld({ seed: 1 });
  const context = contextIn(world);
  const library = new Puppet();
  const driver: Driver = { patience: () => PATIENCE, open: () => library };
  const client = new ForeignClient(driver, { context, servers: [], onClose: () => undefined });
  return { world, context, library, client, asker: new Asker() };
}

function valueOf(key: number): Buffer {
  const value = Buffer.alloc(20, 'x');
  value.writeUInt32BE(stampOf(key));
  return value;
}

test('what a library answers, the operation ends as; a value that belongs to another key is found out', () => {
  const rows: readonly [why: string, outcome: Outcome, value: Value | null, end: string][] = [
    ['the value', Outcome.hit, valueOf(7), 'hit'],
    ['as text', Outcome.hit, valueOf(7).toString('latin1'), 'hit'],
    ["another key's", Outcome.hit, valueOf(8), 'wrong-answer'],
    ["another key's, as text", Outcome.hit, valueOf(8).toString('latin1'), 'wrong-answer'],
    ['no room for a stamp', Outcome.hit, Buffer.from('abc'), 'hit'],
    ['nothing', Outcome.miss, null, 'miss'],
    ['an error', Outcome.refused, null, 'refused'],
  ];
  for (const [why, outcome, value, end] of rows) {
    const { library, client, asker } = scene();
    asker.ask(client, 7);
    library.gets[0]!(outcome, value);
    assert.equal(asker.ends, [end], why);
  }
});

test('a set is as long as it says, and stamped', () => {
  for (const valueBytes of [0, 3, 4, 5000]) {
    const { library, client, asker } = scene();
    asker.ask(client, 9, { verb: Verb.set, valueBytes });
    const { value, ended } = library.sets[0]!;
    assert.is(value.length, valueBytes);
    if (valueBytes >= 4) assert.is(value.readUInt32BE(), stampOf(9));
    ended(Outcome.stored);
    assert.equal(asker.ends, ['stored']);
  }
});

test('the watchdog ends what the library does not; its answer comes too late, and is counted', () => {
  const { world, context, library, client, asker } = scene();
  asker.ask(client, 1);
  world.run(PATIENCE - 1);
  assert.equal(asker.ends, []);
  world.run(PATIENCE);
  assert.equal(asker.ends, ['timeout']);
  library.gets[0]!(Outcome.hit, valueOf(1));
  library.gets[0]!(Outcome.hit, valueOf(1));
  assert.equal(asker.ends, ['timeout']);
  assert.is(context.counters.late, 2);
});

test('a library that answers twice ends nothing twice', () => {
  const { world, context, library, client, asker } = scene();
  asker.ask(client, 1);
  library.gets[0]!(Outcome.refused, null);
  library.gets[0]!(Outcome.hit, valueOf(1));
  world.run(2 * PATIENCE);
  assert.equal(asker.ends, ['refused']);
  assert.equal([context.counters.late, context.counters.replies], [1, 0]);
});

test('closed while the library is silent: nobody hears of it any more', () => {
  const { world, library, client, asker } = scene();
  asker.ask(client, 1);
  client.close();
  world.run(2 * PATIENCE);
  assert.equal(asker.ends, []);
  assert.is(library.closed, 1);
});

test('retired, it closes when what is under way has ended', () => {
  const { library, client, asker } = scene();
  asker.ask(client, 1);
  asker.ask(client, 2);
  client.retire();
  library.gets[1]!(Outcome.miss, null);
  assert.is(library.closed, 0);
  library.gets[0]!(Outcome.miss, null);
  assert.is(library.closed, 1);
  assert.equal(asker.ends, ['miss', 'miss']);

  const idle = scene();
  idle.client.retire();
  assert.is(idle.library.closed, 1);
});

test('what an owner throws is not taken for an answer of the library', () => {
  const { world, library, client } = scene();
  const asker = new Asker();
  asker.completed = () => {
    throw new Error('a bug in the owner');
  };
  asker.ask(client, 1);
  library.gets[0]!(Outcome.miss, null);
  assert.throws(() => world.run(SECOND), 'a bug in the owner');
});

test.run();
