/** Who lost less, and where the seeds do not allow to say so. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { difference, ranked, type Losses } from './ranking.ts';

const losses = (...values: readonly (number | null)[]): Losses =>
  new Map(values.flatMap((value, seed): [string, number][] => (value === null ? [] : [[String(seed), value]])));

const rows: readonly [why: string, one: Losses, other: Losses, tie: boolean | null][] = [
  ['the same under every seed', losses(0.1, 0.2, 0.3), losses(0.1, 0.2, 0.3), true],
  ['seeds scatter, but both alike', losses(0.1, 0.5, 0.9), losses(0.2, 0.6, 1), false],
  ['a difference smaller than its own scatter', losses(0.1, 0.2, 0.3, 0.4), losses(0.2, 0.1, 0.35, 0.3), true],
  ['two seeds that agree', losses(0.1, 0.1), losses(0.11, 0.5), false],
  ['two seeds that do not', losses(0.1, 0.1), losses(0.09, 0.5), true],
  ['two seeds, one without a difference', losses(0.1, 0.1), losses(0.1, 0.5), true],
  ['always the same, and too little to be noticed', losses(0.1, 0.2), losses(0.10009, 0.20009), true],
  ['the same, and just enough', losses(0.1, 0.2), losses(0.10011, 0.20011), false],
  ['one seed: whatever differs differs', losses(0.1), losses(0.2), false],
  ['one seed, no difference', losses(0.1), losses(0.1), true],
  ['one seed in common decides', losses(0.1, 0.5, null), losses(0.2, null, 0.1), false],
  ['no seed in common', losses(0.1, null), losses(null, 0.2), null],
  ['no run at all', losses(), losses(0.2), null],
];

for (const [why, one, other, tie] of rows) {
  test(`difference: ${why}`, () => {
    const there = difference(one, other);
    const back = difference(other, one);
    assert.is(there?.tie ?? null, tie);
    assert.is(back?.tie ?? null, tie, 'whichever way it points');
    if (there !== null && back !== null) assert.is(there.median + back.median, 0);
  });
}

test('difference: by hand', () => {
  // Differences -0.1, -0.2, -0.3, -0.4: median -0.25, quartiles -0.325 and -0.175.
  const { seeds, median, q1, q3, tie } = difference(losses(0, 0, 0, 0), losses(0.1, 0.2, 0.3, 0.4))!;
  assert.equal([seeds, tie], [4, false]);
  for (const [got, expected] of [
    [median, -0.25],
    [q1, -0.325],
    [q3, -0.175],
  ] as const) {
    assert.ok(Math.abs(got - expected) < 1e-12, `expected ${expected}, got ${got}`);
  }
});

test('ranks: 1, 2, 2, 4; what has no runs is last and has none', () => {
  const all = [losses(0.5, 0.5), losses(), losses(0.1, 0.1), losses(0.3, 0.3), losses(0.35, 0.25)];
  assert.equal(
    ranked(all).map(({ index, rank, shared }) => [index, rank, shared]),
    [
      [2, 1, false],
      [3, 2, true],
      [4, 2, true],
      [0, 4, false],
      [1, null, false],
    ],
  );
});

test('equal ones stay in the order that they were given in', () => {
  const all = [losses(0.2), losses(0.2), losses(0.2)];
  assert.equal(
    ranked(all).map(({ index, rank, shared }) => [index, rank, shared]),
    [
      [0, 1, true],
      [1, 1, true],
      [2, 1, true],
    ],
  );
});

test('seeds that only some have do not count, unless nobody shares any', () => {
  // Under the second seed, which both have, the second one is better; the first seed is easy.
  const order = (...all: Losses[]): number[] => ranked(all).map(({ index }) => index);
  assert.equal(order(losses(0.1, 0.3), losses(null, 0.25)), [1, 0]);
  assert.equal(order(losses(0.1, 0.3), losses(null, 0.25), losses()), [1, 0, 2]);
  assert.equal(order(losses(0.3, null), losses(null, 0.25)), [1, 0]);
});

test('any losses: ranks never fall, medians never rise against them, the first of a rank differs from the one before', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const rng = createRng(String(seed), 'ranking');
    const all = Array.from({ length: 6 }, () => losses(...Array.from({ length: 5 }, () => rng.below(100) / 100)));
    const table = ranked(all);
    assert.equal(table.map(({ index }) => index).sort(), [0, 1, 2, 3, 4, 5], `seed ${seed}`);
    let leader = 0;
    for (const [place, { index, rank }] of table.entries()) {
      const before = all[table[leader]!.index]!;
      const isNew = rank === place + 1;
      if (place > 0) assert.is(difference(all[index]!, before)!.tie, !isNew, `seed ${seed}, place ${place}`);
      if (isNew) leader = place;
      assert.is(rank, leader + 1, `seed ${seed}, place ${place}`);
    }
  }
});

test.run();
