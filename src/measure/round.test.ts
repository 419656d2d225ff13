import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ratio, round } from './round.ts';

const rows: [value: number, digits: number, expected: number, why: string][] = [
  [1.23456, 2, 1.23, 'down'],
  [1.235, 2, 1.24, 'half up'],
  [-1.5, 0, -1, 'halves go towards +Infinity, also below 0'],
  [-0.0001, 2, 0, 'no minus zero: JSON drops the sign, comparison would not'],
  [123456789.123456789, 6, 123456789.123457, 'as a decimal reads'],
  [1e15, 9, 1e15, 'large values stay'],
];
for (const [value, digits, expected, why] of rows) {
  test(`round ${value} to ${digits}: ${why}`, () => assert.ok(Object.is(round(value, digits), expected)));
}

test('what JSON cannot say is an error', () => {
  for (const value of [NaN, Infinity, -Infinity]) assert.throws(() => round(value, 2), /finite/);
  assert.throws(() => round(1, 10), /0\.\.9, got 10/);
});

test('a ratio to nothing is null', () => {
  assert.is(ratio(1, 3), 0.333333);
  assert.is(ratio(2, 3, 2), 0.67);
  assert.is(ratio(0, 3), 0);
  assert.is(ratio(3, 0), null);
});

test.run();
