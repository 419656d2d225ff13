import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linear, logarithmic, ninesOf, px, quantileOf } from './scale.ts';
import { linearTicks, logTicks, roundSpan, timeTicks } from './ticks.ts';

const near = (actual: number, expected: number, why: string): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${why}: expected ${expected}, got ${actual}`);
};

test('scales: both ends and the middle', () => {
  const x = linear([-10, 30], [100, 500]);
  near(x(-10), 100, 'the low end');
  near(x(10), 300, 'the middle');
  near(x(30), 500, 'the high end');
  near(linear([5, 5], [10, 20])(5), 10, 'a span of nothing begins where it ends');

  const y = logarithmic([1, 1000], [300, 0]);
  near(y(1), 300, 'upside down');
  near(y(10), 200, 'a decade is a third');
  near(y(1000), 0, 'the top');
  assert.throws(() => logarithmic([0, 10], [0, 1]), /expected values above 0, got 0 to 10/);
});

test('nines and quantiles are each other', () => {
  for (const [p, nines] of [
    [0, 0],
    [0.9, 1],
    [0.99, 2],
    [0.9999, 4],
  ] as const) {
    near(ninesOf(p), nines, `the nines of ${p}`);
    assert.is(quantileOf(nines), p, 'a named quantile is exact');
  }
  near(ninesOf(0.5), 0.301029995663981, 'a half has less than one');
  near(quantileOf(0.301029995663981), 0.5, 'and back');
});

test('coordinates are written to a hundredth', () => {
  assert.is(px(1 / 3), 0.33);
});

test('ticks are round, within the span, and no more than there is room for', () => {
  for (const [actual, expected, why] of [
    [linearTicks([0, 13], 6), [0, 5, 10], 'fives'],
    [linearTicks([0, 1], 6), [0, 0.2, 0.4, 0.6, 0.8, 1], 'no 0.6000000000000001'],
    [linearTicks([-7, 7], 4), [-5, 0, 5], 'below 0, too'],
    [linearTicks([3, 3], 4), [3], 'a single value'],
    [timeTicks([-270, 480], 8), [-240, -120, 0, 120, 240, 360, 480], 'two minutes, and not 100 s'],
    [timeTicks([0, 45], 4), [0, 15, 30, 45], 'a quarter of a minute'],
    [timeTicks([0, 7200], 5), [0, 1800, 3600, 5400, 7200], 'half an hour'],
    [logTicks([500, 2_000_000]), [1000, 10_000, 100_000, 1_000_000], 'decades'],
    [logTicks([500, 20_000]), [500, 1000, 2000, 5000, 10_000, 20_000], 'more where there are few decades'],
    [logTicks([500, 20_000], 4), [1000, 10_000], 'but only where there is room for them'],
    [logTicks([1, 100_000], 3), [1, 100, 10_000], 'every second decade'],
    [logTicks([2, 5], 1), [2], 'no decade at all'],
    [roundSpan([522, 6_447_486]), [500, 10_000_000], 'a span around the values'],
    [roundSpan([1, 1]), [1, 1], 'a round value is its own span'],
  ] as const) {
    assert.equal(actual, expected, why);
  }
});

test.run();
