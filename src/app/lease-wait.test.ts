/** An app before a proxy that leases: who waits for what somebody else is fetching, and for how long. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from '../backend/server.ts';
import { none } from '../proxy/policies/none.ts';
import { Proxy } from '../proxy/proxy.ts';
import { Credentials } from '../tenancy/credentials.ts';
import type { VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { AppRig, type AppRigOptions } from './rig.case.ts';

/** The cache is a proxy with leases, before one backend. Waits are of 6 ms, the origin takes 10. */
function leasing(options: AppRigOptions = {}): AppRig {
  const cache = (world: VirtualWorld): string => {
    const backend = new Backend({ world, name: 'backend', serviceTime: { fixed: 0, exponential: 0 } });
    backend.start();
    new Proxy({
      world,
      name: 'proxy',
      address: 'proxy',
      backends: [{ name: 'backend', address: 'backend' }],
      hash: 'one_at_a_time',
      cpuCost: 0,
      connectionsPerBackend: 1,
      maxConnections: Infinity,
      admission: new Credentials(),
      authentication: null,
      policy: none,
      ejectedKeys: 'rehash',
      leases: { every: 10 * SECOND },
    }).start(() => undefined);
    return 'proxy';
  };
  const app = { leaseWait: 6 * MILLISECOND, ...options.app };
  return new AppRig({ ...options, app, cache });
}

test('of two pages that miss a key one asks the origin; the other waits, and finds it in the cache', () => {
  const rig = leasing();
  rig.visit('first', 7);
  rig.visit('second', 7);
  rig.pass(50);
  assert.equal(rig.ends, ['first complete@10', 'second complete@12']);
  assert.is(rig.origin.executed, 1);
  assert.is(rig.app.counters.leaseWaits, 2);
  assert.is(rig.idle, 2);
});

test('a wait is part of its operation: it ends with the last answer, and once', () => {
  const rig = leasing();
  rig.visit('first', 7);
  rig.visit('second', 7);
  rig.pass(50);
  const ofCache = rig.log.filter((entry) => /^(?:get|set|again)/.test(entry));
  assert.equal(ofCache, ['get 7 miss', 'again 7', 'set 7 stored', 'again 7', 'get 7 hit']);
});

test('who has waited often enough asks the origin without a lease', () => {
  const rig = leasing({ app: { leaseWaits: 1, backfill: false } });
  rig.visit('first', 7);
  rig.visit('second', 7);
  rig.pass(50);
  assert.equal(rig.ends, ['first complete@10', 'second complete@16']);
  assert.is(rig.origin.executed, 2);
});

test('a page that is late while it waits ends its operation as the miss that it is', () => {
  const rig = leasing({ app: { deadline: 20 * MILLISECOND, leaseWaits: 100 } });
  rig.origin.station.stall(SECOND);
  rig.visit('first', 7);
  rig.visit('second', 7);
  rig.pass(100);
  assert.equal(rig.ends, ['first late@20', 'second late@20']);
  assert.equal(
    rig.log.filter((entry) => entry.startsWith('get')),
    ['get 7 miss', 'get 7 miss'],
  );
  assert.equal([rig.idle, rig.app.pool.busy], [2, 0]);
});

test.run();
