import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { flagText, placedFlags } from './flags.ts';

const marksAt = (...places: readonly number[]): { number: number; x: number }[] =>
  places.map((x, number) => ({ number, x }));
const place = (width: number) => ({ width, flagWidth: (text: string) => 10 + text.length * 10 });
const shown = (places: readonly number[], width: number): [text: string, x: number][] =>
  placedFlags(marksAt(...places), place(width)).map((flag) => [flagText(flag), flag.x]);

const rows: readonly [places: readonly number[], width: number, flags: [string, number][], why: string][] = [
  [[], 100, [], 'no marks'],
  [[50], 100, [['1', 50]], 'one stands where it is'],
  [
    [20, 80],
    100,
    [
      ['1', 20],
      ['2', 80],
    ],
    'two that do not touch',
  ],
  [
    [50, 50],
    100,
    [
      ['1', 40],
      ['2', 60],
    ],
    'two at one place share the shift',
  ],
  [
    [50, 50, 50],
    100,
    [
      ['1', 30],
      ['2', 50],
      ['3', 70],
    ],
    'and so do three',
  ],
  [
    [0, 100],
    100,
    [
      ['1', 10],
      ['2', 90],
    ],
    'inside of the width',
  ],
  [
    [90, 95, 100],
    100,
    [
      ['1', 50],
      ['2', 70],
      ['3', 90],
    ],
    'pushed from the edge, in order',
  ],
  [
    [30, 55, 56],
    200,
    [
      ['1', 27],
      ['2', 47],
      ['3', 67],
    ],
    'a third one that is pushed into',
  ],
  [
    [10, 50, 52, 54],
    75,
    [
      ['1', 10],
      ['2–4', 52],
    ],
    'the nearest share a flag where there is no place',
  ],
];
for (const [places, width, flags, why] of rows) test(`flags: ${why}`, () => assert.equal(shown(places, width), flags));

test('however many marks there are, no flag covers another or leaves the width', () => {
  for (let n = 1; n <= 60; n++) {
    const places = Array.from({ length: n }, (_, i) => (i * i * 7919) % 300).sort((one, other) => one - other);
    const { width, flagWidth } = place(300);
    const flags = placedFlags(marksAt(...places), { width, flagWidth });
    let right = -1e-9;
    let next = 0;
    for (const flag of flags) {
      const half = flagWidth(flagText(flag)) / 2;
      assert.ok(flag.x - half >= right - 1e-6, `${n} marks: expected ${flag.x - half} at or behind ${right}`);
      assert.is(flag.first, next);
      [right, next] = [flag.x + half, flag.last + 1];
    }
    assert.is(next, n);
    assert.ok(right <= width + 1e-6, `${n} marks: expected the end at ${width} or before, got ${right}`);
  }
});

test.run();
