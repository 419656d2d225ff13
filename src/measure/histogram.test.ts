import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COMPARABLE, HISTOGRAM_LIMIT, HISTOGRAM_PRECISION, Histogram, trustworthyQuantile } from './histogram.ts';
import { bucketLow, bucketOf, bucketWidth } from './log-linear.ts';
import { property } from './property.case.ts';

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** All that can be seen of a histogram. */
function view(histogram: Histogram): unknown {
  const { count, min, max, valueSum, overflow } = histogram;
  return { count, min, max, valueSum, overflow, buckets: [...histogram.buckets()] };
}

test('the scale has no gaps and no overlaps, and inverts', () => {
  for (const magnitude of [10, 11]) {
    let next = 0;
    for (let index = 0; index < 30 << magnitude; index++) {
      const low = bucketLow(index, magnitude);
      const width = bucketWidth(index, magnitude);
      if (low !== next) assert.is(low, next, `bucket ${index}`);
      if (bucketOf(low, magnitude) !== index) assert.is(bucketOf(low, magnitude), index);
      if (bucketOf(low + width - 1, magnitude) !== index) assert.is(bucketOf(low + width - 1, magnitude), index);
      if (width > 1 && width > low * HISTOGRAM_PRECISION * (magnitude === 10 ? 2 : 1))
        assert.unreachable(`${low}: ${width}`);
      next = low + width;
    }
  }
});

const edges: [value: number, low: number, high: number, why: string][] = [
  [0, 0, 0, 'nothing is a value'],
  [4095, 4095, 4095, 'exact up to 4.095 µs'],
  [4096, 4096, 4097, 'then in steps of 2'],
  [8191, 8190, 8191, 'the last such step'],
  [2_147_483_647, 2_146_959_360, 2_147_483_647, 'the last value that fits 31 bits'],
  [2_147_483_648, 2_147_483_648, 2_148_532_223, 'the first that does not'],
  [4_294_967_296, 4_294_967_296, 4_297_064_447, 'the first beyond 32 bits'],
  [3_600_000_000_000, 3_599_182_594_048, 3_600_256_335_871, 'an hour'],
  [HISTOGRAM_LIMIT - 1, 4_396_972_769_280, HISTOGRAM_LIMIT - 1, 'the last of all'],
  [1234.9, 1234, 1234, 'a fraction is cut off'],
];
for (const [value, low, high, why] of edges) {
  test(`${value} ns lies in ${low}..${high}: ${why}`, () => {
    assert.equal([...of([value]).buckets()], [{ low, high, count: 1 }]);
  });
}

test('quantiles are never below the true ones, and above by no more than the stated precision', () => {
  property('precision', 200, (draws) => {
    const values = draws.latencies(1 + draws.below(2000)).map((value) => Math.min(value, HISTOGRAM_LIMIT - 1));
    const histogram = of(values);
    const sorted = Float64Array.from(values).sort();
    for (const q of [0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
      const truth = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-6) - 1)]!;
      const got = histogram.quantile(q);
      assert.ok(got >= truth && got <= truth * (1 + HISTOGRAM_PRECISION), `q ${q}: expected ${truth}, got ${got}`);
    }
    assert.is(histogram.min, sorted[0]);
    assert.is(histogram.max, sorted[sorted.length - 1]);
    assert.is(histogram.quantile(1), histogram.max);
    const sum = values.reduce((a, b) => a + b, 0);
    assert.is(histogram.mean, sum / values.length);
  });
});

test('merging is recording both', () => {
  property('merge', 100, (draws) => {
    const [a, b] = [draws.latencies(draws.below(500)), draws.latencies(draws.below(500))];
    const merged = of(a);
    merged.merge(of(b));
    assert.equal(view(merged), view(of([...a, ...b])));
  });
});

test('clearing leaves nothing behind', () => {
  property('clear', 50, (draws) => {
    const [a, b] = [draws.latencies(100), draws.latencies(100)];
    const reused = of(a);
    reused.clear();
    assert.equal(view(reused), view(new Histogram()));
    for (const value of b) reused.record(value);
    assert.equal(view(reused), view(of(b)));
  });
});

test('recordMany is record, many times', () => {
  const many = new Histogram();
  many.recordMany(123_456, 3);
  many.recordMany(9, 0);
  assert.equal(view(many), view(of([123_456, 123_456, 123_456])));
});

test('what is too long is counted, and its maximum stays exact', () => {
  const histogram = of([1000, HISTOGRAM_LIMIT, HISTOGRAM_LIMIT * 2]);
  assert.is(histogram.overflow, 2);
  assert.is(histogram.count, 3);
  assert.is(histogram.max, HISTOGRAM_LIMIT * 2);
  assert.is(histogram.quantile(0.3), 1000);
  assert.is(histogram.quantile(0.5), histogram.max, 'no better is known than that it is in the last bucket');
});

test('a clock that went wrong is an error', () => {
  assert.throws(() => new Histogram().record(-1), /0 ns or more, got -1/);
  assert.throws(() => new Histogram().record(NaN), /got NaN/);
  assert.throws(() => new Histogram().quantile(1.01), /0\.\.1, got 1\.01/);
});

test('an empty one says 0, as HdrHistogram does', () => {
  const { count, min, max, mean, overflow } = new Histogram();
  assert.equal([count, min, max, mean, overflow], [0, 0, 0, 0, 0]);
  assert.is(new Histogram().quantile(0.5), 0);
});

const trust: [n: number, p: number, evidence: number | undefined, quoted: boolean, why: string][] = [
  [199, 0.5, undefined, false, 'p50 needs 200'],
  [200, 0.5, undefined, true, 'p50 has 200'],
  [1000, 0.9, undefined, true, '1 - 0.9 is a little less than 0.1'],
  [9_999, 0.99, undefined, false, 'p99 needs 10,000'],
  [10_000, 0.99, undefined, true, 'p99 has 10,000'],
  [99_999, 0.999, undefined, false, 'p99.9 needs 100,000'],
  [100_000, 0.999, undefined, true, 'p99.9 has 100,000'],
  [1, 1, undefined, true, 'the maximum is what it is'],
  [0, 1, undefined, false, 'but there must be one'],
  [999, 0.99, COMPARABLE, false, 'a comparison needs 1,000'],
  [1000, 0.99, COMPARABLE, true, 'a comparison has 1,000'],
];
for (const [n, p, evidence, quoted, why] of trust) {
  test(`p ${p} of ${n} samples is ${quoted ? 'a number' : 'n/a'}: ${why}`, () => {
    const histogram = new Histogram();
    histogram.recordMany(300_000, n);
    assert.is(trustworthyQuantile(histogram, p, evidence), quoted ? 300_000 : null);
  });
}

const above: [values: number[], limit: number, expected: number, why: string][] = [
  [[], 10, 0, 'nothing is there'],
  [[1, 2, 3], 2, 1, 'the limit itself is not above'],
  [[1, 2, 3], 0, 3, 'all are'],
  [[10_000_000, 10_001_000, 20_000_000], 10_000_000, 1, 'what shares the bucket of the limit does not count'],
  [[HISTOGRAM_LIMIT + 5, 7], 1000, 1, 'what overflows is above'],
  [[HISTOGRAM_LIMIT + 5], HISTOGRAM_LIMIT, 0, 'and is not told apart from a limit up there'],
];
for (const [values, limit, expected, why] of above) {
  test(`count above: ${why}`, () => assert.is(of(values).countAbove(limit), expected));
}

test.run();
