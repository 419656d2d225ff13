import { test } from 'uvu';
import * as assert from 'uvu/assert';
import recorded from './fixtures/ketama.json' with { type: 'json' };
import type { KeyHashName } from './hash.ts';
import { Ring, type RingServer } from './ring.ts';

const KEYS = Array.from({ length: 10_000 }, (_, i) => Buffer.from(`key-${i}`));
const locate = (ring: Ring, key: Buffer) => ring.locate(key, 0, key.length);

/** By how many keys the two differ: easier to read than two strings of 10,000 digits. */
function misplaced(ring: Ring, placements: string, index = (server: number) => server): number {
  assert.is(placements.length, KEYS.length);
  return KEYS.filter((key, i) => locate(ring, key) !== index(parseInt(placements.charAt(i), 36))).length;
}

for (const { name, hash, servers, points, placements } of recorded.cases) {
  test(`${name}, ${hash}: every key where libmemcached puts it`, () => {
    // JSON imports widen strings; the hash tests hold that the names exist.
    const ring = new Ring(servers, { hash: hash as KeyHashName });
    assert.is(ring.size, points);
    assert.is(misplaced(ring, placements), 0);
  });
}

test('ejecting: the ring that libmemcached builds from the rest, with indices kept', () => {
  const [weighted, rest] = ['weighted', 'without 10.0.1.2'].map((name) =>
    recorded.cases.find((one) => one.name === name && one.hash === 'md5'),
  );
  assert.ok(weighted && rest);
  const ring = new Ring(weighted.servers, { hash: 'md5' });
  assert.is(
    misplaced(ring.without([1]), rest.placements, (server) => (server === 0 ? 0 : server + 1)),
    0,
  );
  assert.is(misplaced(ring.without([1]).without([]), weighted.placements), 0);
});

test('ejecting one of equal servers moves only its own keys', () => {
  const ring = new Ring(twelve());
  const rest = ring.without([5]);
  for (const key of KEYS) {
    const before = locate(ring, key);
    if (before === 5) assert.is.not(locate(rest, key), 5);
    else assert.is(locate(rest, key), before);
  }
});

test('one server has all keys, none has none', () => {
  const ring = new Ring([{ host: 'cache-1' }, { host: 'cache-2' }]);
  const key = Buffer.from('key');
  assert.is(locate(ring.without([0]), key), 1);
  assert.is(locate(ring.without([0, 1]), key), -1);
  assert.is(locate(new Ring([]), key), -1);
});

test('twelve equal servers share between 0.85 and 1.15', () => {
  for (const hash of ['md5', 'fnv1a_64', 'fnv1a_32', 'one_at_a_time'] as const) {
    const ring = new Ring(twelve(), { hash });
    const counts = new Array<number>(12).fill(0);
    const keys = 120_000;
    for (let i = 0; i < keys; i++) {
      const key = Buffer.from(`user:${i}:profile`);
      const server = locate(ring, key);
      counts[server] = (counts[server] ?? 0) + 1;
    }
    const shares = counts.map((count) => (count * 12) / keys);
    assert.ok(Math.min(...shares) > 0.85 && Math.max(...shares) < 1.15, `${hash}: ${shares.join(' ')}`);
  }
});

test('a weight must be a whole number from 1', () => {
  assert.throws(() => new Ring([{ host: 'a', weight: 0 }]), /weight of a: expected a whole number >= 1, got 0/);
  assert.throws(() => new Ring([{ host: 'a', weight: 1.5 }]), /got 1.5/);
});

function twelve(): RingServer[] {
  return Array.from({ length: 12 }, (_, i) => ({ host: `10.0.1.${i + 1}` }));
}

test.run();
