import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { KeySpace } from './keys.ts';

const rng = createRng('keys', 'draws');
const name = (keys: KeySpace, key: number): string => keys.keys.toString('latin1', keys.start(key), keys.end(key));

test('keys are prefix and number, each with its place in one buffer', () => {
  const keys = new KeySpace({ count: 1200, prefix: 'shop:', skew: 0, valueBytes: 8 }, rng);
  for (const key of [0, 9, 10, 99, 100, 1199]) assert.is(name(keys, key), `shop:${key}`);
  assert.is(keys.start(0), 0);
  assert.is(keys.end(1199), keys.keys.length);
});

test('a value begins with the stamp of its key, where there is room', () => {
  const keys = new KeySpace({ count: 70_000, prefix: '', skew: 0, valueBytes: 6 }, rng);
  assert.equal([...keys.value(65_538)], [0o100, 0o120, 0o100, 0o102, 0, 0]);
  const tiny = new KeySpace({ count: 10, prefix: '', skew: 0, valueBytes: 3 }, rng);
  assert.equal([...tiny.value(7)], [0, 0, 0]);
  const empty = new KeySpace({ count: 10, prefix: '', skew: 0, valueBytes: 0 }, rng);
  assert.is(empty.value(7).length, 0);
});

test('drawn sizes belong to the key, and to the stream', () => {
  const make = (): KeySpace =>
    new KeySpace({ count: 500, prefix: 'k', skew: 0, valueBytes: 'etc' }, createRng('keys', 'sizes'));
  const [a, b] = [make(), make()];
  const sizes = Array.from({ length: 500 }, (_, key) => a.valueBytes(key));
  assert.equal(
    sizes,
    Array.from({ length: 500 }, (_, key) => b.valueBytes(key)),
  );
  assert.ok(new Set(sizes).size > 100);
  assert.is(a.value(3).length, sizes[3]);
});

test('what share of the requests goes to faulty keys: by popularity, as drawn', () => {
  const keys = new KeySpace({ count: 100, prefix: 'k', skew: 1, valueBytes: 8 }, rng);
  assert.is(keys.faultyShare(), 0);
  for (const key of [0, 5, 50]) keys.faulty[key] = 1;
  const draws = 100_000;
  let faulty = 0;
  for (let i = 0; i < draws; i++) faulty += keys.faulty[keys.pick(rng)]!;
  assert.ok(Math.abs(faulty / draws - keys.faultyShare()) < 4 * Math.sqrt(0.25 / draws));
  keys.faulty.fill(1);
  assert.ok(Math.abs(keys.faultyShare() - 1) < 1e-9);
});

test.run();
