import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { median, quantileOf, spread } from './statistics.ts';

const quantiles: [values: number[], p: number, expected: number | null, why: string][] = [
  [[], 0.5, null, 'nothing has no middle'],
  [[7], 0.9, 7, 'one value is every quantile'],
  [[10, 9, 1], 0.5, 9, 'by size, not as text'],
  [[1, 2, 3, 4], 0.5, 2.5, 'the mean of the two middle ones'],
  [[1, 2, 3, 4], 0.25, 1.75, 'type 7, as R and NumPy have it'],
  [[1, 2, 3, 4], 0, 1, 'the least'],
  [[1, 2, 3, 4], 1, 4, 'the greatest'],
  [[1, Infinity, Infinity], 0.5, Infinity, 'never is a value'],
  [[1, 2, 3, Infinity], 0.5, 2.5, 'which does not spread to the middle'],
  [[1, 2, Infinity, Infinity], 0.5, Infinity, 'unless it borders on it'],
];
for (const [values, p, expected, why] of quantiles) {
  test(`p ${p} of [${values.join(', ')}] is ${expected}: ${why}`, () => assert.is(quantileOf(values, p), expected));
}

test('the list is left as it was', () => {
  const values = [3, 1, 2];
  assert.is(median(values), 2);
  assert.equal(values, [3, 1, 2]);
});

test('spread', () => {
  assert.equal(spread([4, 1, 3, 2, 5]), { n: 5, min: 1, q1: 2, median: 3, q3: 4, max: 5, iqr: 2 });
  assert.is(spread([]), null);
  assert.is(spread([1, Infinity, Infinity, Infinity, Infinity])?.iqr, 0, 'no NaN');
  assert.throws(() => quantileOf([1], -0.1), /0\.\.1, got -0\.1/);
});

test.run();
