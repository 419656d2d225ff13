import { JsHistogram, build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeHdr, encodeHdr } from './hdr.ts';
import { HISTOGRAM_LIMIT, Histogram } from './histogram.ts';
import { property } from './property.case.ts';

/** A change here changes every result: raise the result's version with it. */
const GOLDEN = 'HISTFAAAAD54AQEzAMz/HISTEwAAAAsAAAAAAAAAAwAAAAAAAAABAAAAAa0nSAA/8AAAAAAAANcEkAMCAALhqQEGhEwGpQ==';

const QUANTILES = [0, 0.5, 0.9, 0.99, 0.999, 1];

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(Math.min(value, HISTOGRAM_LIMIT - 1));
  return histogram;
}

/** Both keep 3 digits of their own; µs are whole. */
function near(got: number, expected: number, what: string): void {
  const allowed = 1000 + expected * (1 / 1024 + 1 / 2048);
  assert.ok(Math.abs(got - expected) <= allowed, `${what}: expected ${expected} ns, got ${got} ns`);
}

test('the bytes are these, on every machine', () => {
  const histogram = new Histogram();
  histogram.recordMany(300_500, 200);
  histogram.recordMany(301_500, 1);
  histogram.recordMany(303_500, 1);
  histogram.recordMany(1_000_000_000, 3);
  assert.is(encodeHdr(histogram), GOLDEN);
});

test('hdr-histogram-js reads what we write, and finds the same quantiles', () => {
  property('foreign decoder', 50, (draws) => {
    const histogram = of(draws.latencies(1 + draws.below(3000)));
    const theirs = decodeFromCompressedBase64(encodeHdr(histogram));
    assert.is(theirs.totalCount, histogram.count);
    for (const q of QUANTILES) near(theirs.getValueAtPercentile(q * 100) * 1000, histogram.quantile(q), `q ${q}`);
  });
});

test('we read what hdr-histogram-js writes, and find the same quantiles', () => {
  property('foreign encoder', 50, (draws) => {
    const theirs = build({ highestTrackableValue: 7_200_000_000 });
    for (const value of draws.latencies(1 + draws.below(3000))) theirs.recordValue(Math.floor(value / 1000));
    const histogram = decodeHdr(encodeIntoCompressedBase64(theirs));
    assert.is(histogram.count, theirs.totalCount);
    for (const q of QUANTILES) near(histogram.quantile(q), theirs.getValueAtPercentile(q * 100) * 1000, `q ${q}`);
  });
});

test('a second trip loses nothing more: results can be read, merged and written again', () => {
  property('idempotence', 100, (draws) => {
    const once = encodeHdr(of(draws.latencies(draws.below(3000))));
    assert.is(encodeHdr(decodeHdr(once)), once);
  });
});

test('decoding and merging is merging and encoding', () => {
  property('merge', 30, (draws) => {
    const [a, b] = [of(draws.latencies(500)), of(draws.latencies(500))];
    const later = decodeHdr(encodeHdr(a));
    later.merge(decodeHdr(encodeHdr(b)));
    a.merge(b);
    assert.is(encodeHdr(later), encodeHdr(a));
  });
});

test('edges', () => {
  assert.is(decodeHdr(encodeHdr(new Histogram())).count, 0, 'empty');
  const wide = new Histogram();
  // Every bucket filled: more than one stored block, and counts of five bytes.
  for (let value = 0; value < HISTOGRAM_LIMIT; value += 500 + Math.floor(value / 4096)) wide.recordMany(value, 100_000);
  const theirs = decodeFromCompressedBase64(encodeHdr(wide));
  assert.ok(theirs instanceof JsHistogram);
  assert.is(theirs.totalCount, wide.count, 'many blocks');
  const heavy = new Histogram();
  heavy.recordMany(5000, 4_000_000_000);
  assert.is(decodeHdr(encodeHdr(heavy)).count, 4_000_000_000, 'beyond 31 bits');
  const far = new Histogram();
  far.record(HISTOGRAM_LIMIT * 10);
  assert.is(decodeHdr(encodeHdr(far)).count, 1, 'overflow');
  assert.throws(() => decodeHdr('aGVsbG8gd29ybGQ='), /V2/);
});

test.run();
