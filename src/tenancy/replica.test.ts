import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND } from '../world/world.ts';
import { Directory } from './directory.ts';
import type { Grant } from './grant.ts';
import { Replica } from './replica.ts';
import { drawPassword } from './secret.ts';
import { credential, MB, shop, signIn } from './tenancy.case.ts';

const INTERVAL = 180 * SECOND;

function rig(proxies = 1) {
  const world = createVirtualWorld({ seed: 'replica' });
  const directory = new Directory();
  const number = shop(directory);
  const replicas = Array.from(
    { length: proxies },
    (_, i) => new Replica(directory, { world, node: `proxy-${i + 1}`, syncWithin: INTERVAL }),
  );
  return { world, directory, number, replicas, replica: replicas[0]! };
}

test('what stands before it begins is known at once', () => {
  const { replica, number } = rig();
  assert.equal(
    { ...signIn(replica, 'old') },
    { user: 'old', cache: number, namespace: Buffer.alloc(0), readOnly: false, flushes: true },
  );
  assert.is(signIn(replica, 'reports')?.readOnly, true);
  const rows: readonly [why: string, user: string, password: string][] = [
    ['the password of another user', 'old', "reports's password"],
    ['none', 'old', ''],
    ['nobody', '', ''],
    ['an unknown user', 'mallory', 'nobody'],
    ['a name that every object has', 'constructor', ''],
  ];
  for (const [why, user, password] of rows) assert.is(signIn(replica, user, password), null, why);
});

test('each proxy hears within the interval, each at its own time', () => {
  const { world, directory, replicas } = rig(12);
  directory.addCredential('shop', credential('new'));
  assert.ok(replicas.every((replica) => signIn(replica, 'new') === null));
  const heardAt = replicas.map(() => Infinity);
  for (let t = SECOND; t <= INTERVAL; t += SECOND) {
    world.run(t);
    replicas.forEach((replica, i) => {
      if (signIn(replica, 'new') !== null) heardAt[i] = Math.min(heardAt[i]!, t);
    });
  }
  assert.ok(
    heardAt.every((at) => at <= INTERVAL),
    `heard at ${heardAt.join(', ')}`,
  );
  assert.ok(new Set(heardAt).size > 6, `expected different times, got ${heardAt.join(', ')}`);
});

test('a proxy asks at the same time of every interval, and only when there is something', () => {
  const { world, directory, replica } = rig();
  const pollAfter = (): number => {
    directory.permit('shop', 'reports', { readOnly: true });
    const [from, events] = [world.clock.now(), world.events];
    while (world.events === events) world.run(world.clock.now() + SECOND / 100);
    return world.clock.now() - from;
  };
  const first = world.clock.now() + pollAfter();
  world.run(first + 5 * INTERVAL);
  const idle = world.events;
  world.run(first + 1000 * INTERVAL);
  assert.is(world.events, idle, 'nothing is pending: nothing fires');
  const second = world.clock.now() + pollAfter();
  const off = (second - first) % INTERVAL;
  assert.ok(
    off <= SECOND / 100 || off >= INTERVAL - SECOND / 100,
    `expected a whole number of intervals, off by ${off}`,
  );
  assert.is(signIn(replica, 'reports')?.readOnly, true);
});

test('a grant changes in the hands of who holds it', () => {
  const { world, directory, replica } = rig();
  const grant = signIn(replica, 'reports')!;
  directory.permit('shop', 'reports', { noFlush: true });
  assert.equal([grant.readOnly, grant.flushes], [true, true], 'not heard of yet');
  world.run(INTERVAL);
  assert.equal([grant.readOnly, grant.flushes], [false, false]);
  assert.is(signIn(replica, 'reports'), grant);
});

test('who is revoked is told once, when it is heard of', () => {
  const { world, directory, replica } = rig();
  const voided: Grant[] = [];
  replica.onVoid = (grant) => voided.push(grant);
  const grant = signIn(replica, 'reports')!;
  assert.ok(replica.enter(grant));
  directory.revoke('shop', 'reports');
  assert.is(signIn(replica, 'reports'), grant, 'it still works');
  world.run(INTERVAL);
  assert.equal(
    voided.map(({ user }) => user),
    ['reports'],
  );
  assert.is(signIn(replica, 'reports'), null);
  assert.is(replica.enter(grant), false, 'who was admitted just before is not let in any more');
  replica.leave(grant);
  assert.is(replica.tally(grant.cache).connections, 0);
});

test('who hangs asks nobody, and makes up for it', () => {
  const { world, directory, replica } = rig();
  replica.freeze();
  directory.revoke('shop', 'reports');
  world.run(INTERVAL);
  directory.addCredential('shop', credential('new'));
  world.run(3 * INTERVAL);
  assert.ok(signIn(replica, 'reports') !== null && signIn(replica, 'new') === null);
  replica.thaw();
  assert.ok(signIn(replica, 'reports') === null && signIn(replica, 'new') !== null);
  directory.revoke('shop', 'new');
  assert.ok(signIn(replica, 'new') !== null, 'from then on at its own time again');
  world.run(4 * INTERVAL);
  assert.is(signIn(replica, 'new'), null);
});

test('a user who is revoked and comes back has another grant', () => {
  const { world, directory, replica } = rig();
  const voided: Grant[] = [];
  replica.onVoid = (grant) => voided.push(grant);
  const before = signIn(replica, 'reports')!;
  directory.revoke('shop', 'reports');
  directory.addCredential('shop', { user: 'reports', password: 'another' });
  world.run(INTERVAL);
  assert.equal(voided, [before]);
  assert.is(signIn(replica, 'reports'), null);
  assert.is.not(signIn(replica, 'reports', 'another'), before);
});

test('a deleted cache voids all that belongs to it, and nothing else', () => {
  const { world, directory, replica } = rig();
  directory.createCache('blog', { memory: MB, connections: null }, credential('writer'));
  world.run(INTERVAL);
  const voided: string[] = [];
  replica.onVoid = (grant) => voided.push(grant.user);
  directory.deleteCache('shop');
  world.run(2 * INTERVAL);
  assert.equal(voided, ['old', 'reports']);
  assert.ok(signIn(replica, 'writer'));
});

test('a cache has so many connections at each proxy, whichever credentials they have', () => {
  const { world, directory, replicas, number } = rig(2);
  directory.changePlan('shop', { memory: MB, connections: 2 });
  world.run(INTERVAL);
  const [here, there] = replicas as [Replica, Replica];
  const [old, reports] = [signIn(here, 'old')!, signIn(here, 'reports')!];
  assert.equal([here.enter(old), here.enter(reports), here.enter(old)], [true, true, false]);
  assert.ok(there.enter(signIn(there, 'old')!), 'another proxy counts for itself');
  here.leave(reports);
  assert.ok(here.enter(old), 'a place is free');
  assert.equal(here.tally(number), { connections: 2, authentications: 3, overLimit: 1 });
  directory.changePlan('shop', { memory: MB, connections: 1 });
  world.run(2 * INTERVAL);
  assert.is(here.tally(number).connections, 2, 'a smaller plan closes nothing');
  here.leave(old);
  assert.not(here.enter(old), 'but lets nobody in');
});

test('passwords: of the seed, one to a user, and told by nothing that is printed', () => {
  const world = createVirtualWorld({ seed: 'a' });
  const password = drawPassword(world, 'old');
  assert.match(password, /^[0-9a-f]{32}$/);
  assert.is(drawPassword(createVirtualWorld({ seed: 'a' }), 'old'), password);
  assert.is.not(drawPassword(createVirtualWorld({ seed: 'b' }), 'old'), password);
  assert.is.not(drawPassword(world, 'new'), password);
  const { replica } = rig();
  assert.not(inspect(replica, { depth: Infinity, showHidden: true }).includes("'s password"));
  assert.not(JSON.stringify(signIn(replica, 'old')).includes('password'));
});

test.run();
