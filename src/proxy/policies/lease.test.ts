/** Leases by themselves, and as clients of a proxy see them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LEASE_HELD } from '../../protocol/lease.ts';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import { Rig } from '../rig.case.ts';
import { leaseKey, Leases } from './lease.ts';

const every = 10 * SECOND;

test('the first who misses has the lease, until the value is stored or the time is up', () => {
  const leases = new Leases({ every });
  assert.ok(leases.missed(1, 0));
  assert.not(leases.missed(1, every - 1), 'somebody else has it');
  assert.ok(leases.missed(2, 5 * SECOND), 'another key');
  assert.ok(leases.missed(1, every), 'its time is up');
  leases.stored(1);
  assert.ok(leases.missed(1, every + 1), 'it was stored, and is gone again');
});

test('leases that nobody ended are forgotten when their time is up', () => {
  const leases = new Leases({ every });
  for (let key = 0; key < 1000; key++) leases.missed(key, key);
  assert.is(leases.size, 1000);
  leases.missed(1000, every + 499);
  assert.is(leases.size, 501);
});

test('keys are told apart, and so are caches', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 20_000; i++) {
    const key = Buffer.from(`key:${i}`);
    for (const cache of [0, 1, 2]) seen.add(leaseKey(key, 0, key.length, cache));
  }
  assert.is(seen.size, 60_000);
  assert.ok([...seen].every(Number.isSafeInteger));
});

/** Two clients of a proxy that leases; each asks when it is told to. */
function stage(): { rig: Rig; get(who: number, key?: string): string; set(who: number, key?: string): void } {
  const rig = new Rig({ proxy: { leases: { every } } });
  const askers = [rig.asker(0, 'one'), rig.asker(0, 'two')];
  return {
    rig,
    get(who, key = 'k') {
      const asker = askers[who]!;
      asker.take();
      asker.ask('get', { key });
      rig.pass(MILLISECOND);
      const held = asker.cas[0] === LEASE_HELD.lo;
      return asker.lines[0] === 'get 0x01 #0' ? (held ? 'held' : 'miss') : asker.lines[0]!;
    },
    set(who, key = 'k') {
      askers[who]!.ask('set', { key, value: 'v' });
      rig.pass(MILLISECOND);
    },
  };
}

test('through a proxy: a miss is a miss for the first, a marked miss for the next, a hit once it is stored', () => {
  const { rig, get, set } = stage();
  assert.equal([get(0), get(1), get(0)], ['miss', 'held', 'held'], 'the holder is not known by name: it does not ask');
  assert.is(get(1, 'other'), 'miss');
  set(0);
  assert.is(get(1), 'get 0x00 #0=v');
  const { leasesGranted, leasesHeld } = rig.proxy.counters;
  assert.equal([leasesGranted, leasesHeld], [2, 2]);
});

test('through a proxy: who never stores loses the lease, and a crash of the proxy loses all', () => {
  const { rig, get } = stage();
  assert.equal([get(0), get(1)], ['miss', 'held']);
  rig.pass(every);
  assert.equal([get(1), get(0)], ['miss', 'held']);
});

test('a text client hears of a miss like any other, and its set ends the lease', () => {
  const { rig, get } = stage();
  get(0);
  const text = rig.asker(0, 'three');
  text.say('get k\r\n');
  rig.pass(MILLISECOND);
  assert.is(text.junk, 'END\r\n');
  text.say('set k 0 0 1\r\nw\r\n');
  rig.pass(MILLISECOND);
  assert.is(get(1), 'get 0x00 #0=w');
});

test('without leases misses bear no mark', () => {
  const rig = new Rig();
  const asker = rig.asker().ask('get', { key: 'k' }).ask('get', { key: 'k' });
  rig.pass();
  assert.equal(asker.cas, [0, 0]);
});

test.run();
