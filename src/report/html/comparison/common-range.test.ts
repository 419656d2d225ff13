import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { around, latencyRange } from './common-range.ts';

test('latencies: out to the next round values', () => {
  const rows: readonly [values: readonly (number | null)[], range: readonly [number, number] | undefined][] = [
    [
      [600, 5_000_000],
      [500, 10_000_000],
    ],
    [
      [1000, 1000],
      [1000, 2000],
    ],
    [
      [199.9, 200.1],
      [100, 500],
    ],
    [
      [0.3, 7],
      [0.2, 10],
    ],
    [
      [null, 0, 20],
      [20, 50],
    ],
    [[null, 0], undefined],
    [[], undefined],
  ];
  for (const [values, range] of rows) {
    const got = latencyRange([values]);
    assert.is(got?.map((each) => Number(each.toPrecision(6))).join(), range?.join(), values.join());
  }
  assert.equal(latencyRange([[3], [40, null], []]), [2, 50], 'over all lists');
});

test('shares: with 0, and not less than a tenth', () => {
  const rows: readonly [values: readonly (number | null)[], range: readonly [number, number]][] = [
    [
      [0, 0.93],
      [0, 0.95],
    ],
    [
      [-0.02, 1],
      [-0.05, 1],
    ],
    [[0.001], [0, 0.1]],
    [[null], [0, 0.1]],
    [[], [0, 0.1]],
  ];
  for (const [values, range] of rows) assert.equal(around([values]), range, values.join());
});

test.run();
