import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Asked } from '../proxy/scripted-server.case.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { ClientOptions } from './options.ts';
import { disciplined } from './presets/disciplined.ts';
import { ClientRig, serve } from './rig.case.ts';

const SEED = 'servers';
const p2c: ClientOptions = { ...disciplined, choice: 'p2c' };

/** Six servers; the first answers after this long, the others after one millisecond. */
function rigWith(options: ClientOptions, slow: Nanos): ClientRig {
  const rig: ClientRig = new ClientRig(options, { seed: SEED, servers: 6 });
  const after = (delay: Nanos) => (asked: Asked) => {
    rig.world.clock.at(rig.world.clock.now() + delay, { fire: () => serve(asked) });
  };
  rig.servers.forEach((server, i) => (server.script = after(i === 0 ? slow : MILLISECOND)));
  return rig;
}

/** How many of this many gets, ten milliseconds apart, came to each server. */
function shares(rig: ClientRig, gets: number, newClient: boolean): number[] {
  const kept = rig.session();
  for (let i = 0; i < gets; i++) {
    rig.until(i * 10);
    rig.get(newClient ? rig.session() : kept);
  }
  rig.pass();
  return rig.servers.map((_, i) => rig.getsAt(i).length);
}

test('home: all go to the first, however slow it is', () => {
  assert.equal(shares(rigWith(disciplined, 100 * MILLISECOND), 600, false), [600, 0, 0, 0, 0, 0]);
});

test('p2c: alike, they share alike', () => {
  const all = shares(rigWith(p2c, MILLISECOND), 1200, false);
  assert.ok(
    all.every((gets) => gets > 100 && gets < 300),
    `seed ${SEED}: expected about 200 each, got ${all.join()}`,
  );
});

test('p2c: a slow one is hardly asked, but not forgotten', () => {
  const [slow, ...others] = shares(rigWith(p2c, 100 * MILLISECOND), 6000, false);
  assert.ok(slow! >= 2 && slow! < 60, `seed ${SEED}: expected some, less than 1 % of 6000, got ${slow}`);
  assert.ok(
    others.every((gets) => gets > 900),
    `seed ${SEED}: got ${others.join()}`,
  );
});

test('p2c: who is made for each page has seen nothing, and draws', () => {
  const all = shares(rigWith(p2c, 100 * MILLISECOND), 1200, true);
  assert.ok(
    all.every((gets) => gets > 150 && gets < 250),
    `seed ${SEED}: expected about 200 each, got ${all.join()}`,
  );
});

test('p2c: a marked server is left alone, and with all marked there is none', () => {
  const rig = rigWith({ ...p2c, attempts: 2, retryDelay: 0, deadTime: 60 * SECOND, deadJitter: 0 }, MILLISECOND);
  const session = rig.session();
  for (const { listener } of rig.servers.slice(1)) listener.close();
  for (let i = 0; i < 100; i++) {
    rig.until(i * 10);
    rig.get(session);
  }
  const last = rig.get(session);
  rig.pass();
  assert.equal([last.outcome, rig.context.counters.marks], ['hit', 5], `seed ${SEED}`);
  rig.server.listener.close();
  rig.server.connections.forEach(({ socket }) => socket.reset());
  rig.pass();
  rig.get(session);
  rig.pass();
  assert.is(rig.get(session).outcome, 'no-servers', `seed ${SEED}`);
});

test.run();
