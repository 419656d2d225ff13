import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type GoodBad, availability, burnRate, firstBurnPage, nines } from './availability.ts';

const MINUTE = 60_000_000_000;

const rows: [good: number, bad: number, available: number | null, nines: number | null, why: string][] = [
  [99, 1, 0.99, 2, 'two nines'],
  [999, 1, 0.999, 3, 'three'],
  [99_999, 1, 0.99999, 5, 'five'],
  [90, 10, 0.9, 1, 'one'],
  [1, 1, 0.5, 0.301, 'not even one'],
  [0, 5, 0, 0, 'nothing worked'],
  [5, 0, 1, null, 'nothing failed: no number says how good that is'],
  [0, 0, null, null, 'nothing was asked'],
];
for (const [good, bad, expected, expectedNines, why] of rows) {
  test(`availability ${expected}, nines ${expectedNines}: ${why}`, () => {
    assert.is(availability({ good, bad }), expected);
    assert.ok(Object.is(nines({ good, bad }), expectedNines), `got ${nines({ good, bad })}`);
  });
}

test('burn rate', () => {
  assert.is(burnRate({ good: 999, bad: 1 }, 0.999), 1, 'exactly the budget');
  assert.is(burnRate({ good: 856, bad: 144 }, 0.99), 14.4);
  assert.is(burnRate({ good: 5, bad: 0 }, 0.999), 0);
  assert.is(burnRate({ good: 0, bad: 0 }, 0.999), null);
  assert.throws(() => burnRate({ good: 1, bad: 0 }, 1), /got 1/);
});

/** A window a minute of 1,000 operations, of which so many were bad. */
function minutes(bad: number[]): { window: number; windows: GoodBad[] } {
  return { window: MINUTE, windows: bad.map((n) => ({ good: 1000 - n, bad: n })) };
}

const pages: [bad: number[], expected: number | 'never', why: string][] = [
  [[], 'never', 'nothing happened'],
  [Array<number>(60).fill(0), 'never', 'nothing bad happened'],
  [[...Array<number>(10).fill(0), 1000], 11, 'all fails: 1/60 of the hour is 16.7 times the budget'],
  [[...Array<number>(10).fill(0), 500, 0], 'never', 'half fails for a minute: the hour stands at 8.3'],
  [[...Array<number>(10).fill(0), 500, 500], 12, 'half fails for two minutes'],
  [[...Array<number>(40).fill(2)], 'never', 'twice the budget pages nobody'],
  [[...Array<number>(400).fill(8)], 271, 'eight times: the slow rule (6) pages when 6/8 of its 6 h have passed'],
];
for (const [bad, expected, why] of pages) {
  test(`burn page at minute ${expected}: ${why}`, () => {
    const at = firstBurnPage(minutes(bad), 0.999);
    assert.is(at === 'never' ? at : at / MINUTE, expected);
  });
}

test.run();
