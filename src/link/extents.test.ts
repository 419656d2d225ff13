import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Extents } from './extents.ts';

const ROWS: { why: string; added: [from: number, bytes: number][]; from: number; taken: number; then?: number }[] = [
  { why: 'nothing was asked', added: [], from: 0, taken: 0 },
  {
    why: 'neighbours are one',
    added: [
      [0, 10],
      [10, 5],
    ],
    from: 12,
    taken: 3,
    then: 12,
  },
  {
    why: 'gaps do not count',
    added: [
      [0, 10],
      [20, 10],
      [40, 10],
    ],
    from: 5,
    taken: 25,
    then: 5,
  },
  {
    why: 'what lies before stays',
    added: [
      [0, 10],
      [20, 10],
    ],
    from: 15,
    taken: 10,
    then: 10,
  },
  { why: 'all lies before', added: [[0, 10]], from: 10, taken: 0, then: 10 },
];

for (const { why, added, from, taken, then = 0 } of ROWS) {
  test(why, () => {
    const extents = new Extents(1000);
    for (const [start, bytes] of added) extents.add(start, bytes);
    assert.is(extents.takeFrom(from), taken);
    assert.is(extents.takeFrom(0), then);
  });
}

test('what is too far back is forgotten, the rest is not', () => {
  const extents = new Extents(1000);
  for (let i = 0; i < 10_000; i++) extents.add(10 * i, 1);
  assert.is(extents.takeFrom(99_000), 100);
  const left = extents.takeFrom(0);
  assert.ok(left < 200, `expected no more than the memory and a stride, got ${left}`);
});

test.run();
