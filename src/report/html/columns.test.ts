import seedrandom from 'seedrandom';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pack, unpack } from './columns.ts';

const there = (data: unknown): unknown => unpack(pack(data));
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

test('what is packed comes back, value by value', () => {
  const rows: readonly [why: string, data: unknown][] = [
    ['no list at all', { a: 1, b: 'two', c: null, d: [true, false] }],
    ['a list by itself', times(20, (i) => i)],
    ['nulls', times(20, (i) => (i % 3 === 0 ? null : i))],
    ['only nulls', times(20, () => null)],
    ['negative ones', times(20, (i) => (i - 10) * 7)],
    ['one decimal, as latencies have', times(20, (i) => i / 10)],
    ['six decimals', times(20, (i) => Number((i / 7).toFixed(6)))],
    ['no decimals are enough', times(20, (i) => i / 7)],
    ['larger than 32 bits', times(20, (i) => 9_007_199_254 * i)],
    ['larger than is exact', times(20, (i) => 1e18 * i)],
    ['too short to leave', { list: [1, 2, 3] }],
    ['strings among numbers', times(20, (i) => (i === 7 ? 'never' : i))],
    ['deep, in lists of objects', { a: [{ b: times(20, (i) => i) }, { b: times(20, (i) => -i) }] }],
    ['keys that look like indices', { '3': { '0': times(20, (i) => i) } }],
    ['text that is not ASCII', { text: '…µs\u2028</script>', list: times(20, () => 5) }],
    ['nothing', {}],
  ];
  for (const [why, data] of rows) assert.equal(there(data), data, why);
});

test('any list of numbers and nulls', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seedrandom.alea(String(seed));
    const decimals = Math.floor(random() * 8);
    const size = 10 ** Math.floor(random() * 12);
    const list = times(Math.floor(random() * 100), () =>
      random() < 0.1 ? null : Number(((random() - 0.5) * size).toFixed(decimals)) + 0,
    );
    assert.equal(there({ list }), { list }, `seed ${seed}`);
  }
});

test('counts of a window take one byte each', () => {
  const list = times(3_600, (i) => 200 + ((i * 7919) % 50));
  assert.ok(pack({ list }).length < 3_600 * 1.05, String(pack({ list }).length));
});

test('lists that nobody keeps are empty, and the others stay', () => {
  const data = { a: times(20, (i) => i), b: times(20, (i) => i), c: [1, 2] };
  assert.equal(unpack(pack(data, ([key]) => key === 'b')), { a: [], b: data.b, c: [1, 2] });
});

test('bytes that end too early are an error, not zeros', () => {
  const bytes = pack({ list: times(20, (i) => i) });
  assert.throws(() => unpack(bytes.subarray(0, bytes.length - 1)), /expected more than/);
});

test.run();
