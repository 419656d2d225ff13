import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { CoarseHistogram } from './coarse-histogram.ts';

function of(...values: readonly number[]): CoarseHistogram {
  const histogram = new CoarseHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

test('a quantile is never below the true one, and at most an eighth above it', () => {
  const seed = 'coarse';
  const rng = createRng(seed, 'values');
  const values = Array.from({ length: 2000 }, () => Math.floor(rng.lognormal(3_000_000, 2)));
  const histogram = of(...values);
  const sorted = [...values].sort((a, b) => a - b);
  for (const q of [0.01, 0.5, 0.9, 0.99, 1]) {
    const exact = sorted[Math.ceil(q * values.length) - 1]!;
    const got = histogram.quantile(q);
    assert.ok(got >= exact && got <= exact * 1.125 + 1, `seed ${seed}, q ${q}: expected about ${exact}, got ${got}`);
  }
});

test('the difference of two readings is what came between them; sums are of all', () => {
  const counters = of(1000, 2000);
  const before = new CoarseHistogram().add(counters);
  for (let i = 0; i < 10; i++) counters.record(50_000_000);
  const between = counters.since(before);
  assert.is(between.count, 10);
  assert.ok(between.quantile(0.01) >= 50_000_000);
  assert.is(between.add(before).count, 12);
});

test('what is beyond the scale is counted, and is above everything', () => {
  const histogram = of(100, 40_000_000_000, 1e15);
  assert.is(histogram.count, 3);
  assert.is(histogram.above(1_000_000), 2);
  assert.is(histogram.above(1e12), 0);
  assert.is(new CoarseHistogram().quantile(0.99), 0);
});

test.run();
