import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LatencySeries } from './latency-series.ts';
import { property } from './property.case.ts';
import { Counts, Gauge } from './timeline.ts';

test('counts fall into the interval of their time; its start belongs to it, its end does not', () => {
  const counts = new Counts(10);
  for (const t of [0, 9, 10, 35]) counts.add(t);
  counts.add(3, 5);
  assert.equal(counts.values(40), [7, 1, 0, 1]);
  assert.equal(counts.values(41), [7, 1, 0, 1, 0], 'a last interval that is cut short is there');
  assert.equal(counts.values(20), [7, 1]);
  assert.equal(counts.values(0), []);
});

test('kinds do not mix, and the table grows', () => {
  const counts = new Counts(10, 3);
  counts.add(5, 1, 0);
  counts.add(50_000, 2, 2);
  counts.add(5, 4, 1);
  for (const [kind, sum] of [1, 4, 2].entries()) {
    assert.is(
      counts.values(50_010, kind).reduce((a, b) => a + b, 0),
      sum,
    );
  }
  assert.is(counts.values(50_010, 2)[5000], 2);
  assert.throws(() => counts.add(-1), /0 or later, got -1/);
});

test('a gauge is weighted by time, and carries its level over', () => {
  const gauge = new Gauge(10);
  gauge.set(2, 5);
  gauge.set(4, 1);
  gauge.add(25, 2);
  assert.is(gauge.value, 3);
  assert.equal(gauge.values(35), [
    { mean: (5 * 2 + 1 * 6) / 10, max: 5 },
    { mean: 1, max: 1 },
    { mean: 2, max: 3 },
    { mean: 3, max: 3 },
  ]);
  assert.throws(() => gauge.set(34, 1), /35 or later, got 34/);
});

test('a gauge that is read at a border has no interval of length 0', () => {
  const gauge = new Gauge(10);
  gauge.set(0, 4);
  assert.equal(gauge.values(20), [
    { mean: 4, max: 4 },
    { mean: 4, max: 4 },
  ]);
  assert.equal(gauge.values(0 + 20).length, 2);
});

test('a gauge agrees with the sum over every ns', () => {
  property('gauge', 50, (draws) => {
    const gauge = new Gauge(10);
    const levels: number[] = [];
    for (let t = 0; t < 100; t++) {
      if (draws.below(3) === 0) gauge.set(t, draws.below(100));
      levels.push(gauge.value);
    }
    const means = gauge.values(100).map(({ mean }) => mean);
    const expected = means.map((_, i) => levels.slice(i * 10, i * 10 + 10).reduce((a, b) => a + b, 0) / 10);
    assert.equal(means, expected);
  });
});

test('latencies belong to the interval in which their operation completed', () => {
  const series = new LatencySeries(1000);
  for (let i = 0; i < 2000; i++) series.record(500, 1000 + i);
  series.record(1000, 7);
  series.record(3999, 9);
  assert.equal(series.values(5000), [
    { count: 2000, p50: 1999, p99: 2979, p999: null, max: 2999 },
    { count: 1, p50: null, p99: null, p999: null, max: 7 },
    { count: 0, p50: null, p99: null, p999: null, max: null },
    { count: 1, p50: null, p99: null, p999: null, max: 9 },
    { count: 0, p50: null, p99: null, p999: null, max: null },
  ]);
  assert.throws(() => series.record(2999, 1), /3000 or later, got 2999/);
});

test('reading a series does not end it', () => {
  const series = new LatencySeries(1000);
  series.record(1500, 3);
  assert.equal(
    series.values(2000).map(({ count }) => count),
    [0, 1],
  );
  series.record(1600, 4);
  assert.equal(series.values(2000)[1], { count: 2, p50: null, p99: null, p999: null, max: 4 });
});

test('a percentile of an interval takes ten samples above it', () => {
  const enough: readonly [samples: number, known: readonly string[]][] = [
    [19, []],
    [20, ['p50']],
    [999, ['p50']],
    [1_000, ['p50', 'p99']],
    [9_999, ['p50', 'p99']],
    [10_000, ['p50', 'p99', 'p999']],
  ];
  for (const [samples, known] of enough) {
    const series = new LatencySeries(1000);
    for (let i = 1; i <= samples; i++) series.record(0, i);
    const { p50, p99, p999, max } = series.values(1000)[0]!;
    const got = Object.entries({ p50, p99, p999 }).filter(([, value]) => value !== null);
    assert.equal(
      got.map(([name]) => name),
      known,
      `${samples} samples`,
    );
    assert.is(max, samples);
    // Its bucket is 4 ns wide here.
    if (p999 !== null) assert.ok(p999 >= 9990 && p999 < 9994, `expected 9990 to 9993, got ${p999}`);
  }
});

test.run();
