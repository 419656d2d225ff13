import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { affectedProxies, baselineOf, connectionHerd, peakRatio, tipTime } from './connections.ts';

const S = 1_000_000_000;
const BASELINE = { from: 1, to: 3 };

function series(opened: number[], proxy = 'proxy-1') {
  return { proxy, window: 10 * S, opened };
}

const rows: [opened: number[], base: number, tip: number | 'never', ratio: number, why: string][] = [
  [[999, 20, 20, 20, 60, 61, 90], 20, 50, 4.5, 'exactly three times is not above; the warm-up counts for nothing'],
  [[0, 20, 20, 20, 20], 20, 'never', 1, 'nothing happens'],
  [[0, 10, 30, 61], 20, 30, 3.05, 'the mean of the baseline'],
  [[0, 20, 90, 20], 55, 'never', 0.364, 'a herd within the baseline is no tip'],
  [[0, 0, 0, 4], 10, 'never', 0.4, 'four connections are no herd, though the baseline had none'],
  [[0, 0, 0, 31], 10, 30, 3.1, 'thirty-one are'],
  [[0, 20], 20, 'never', 0, 'the run ends in the baseline'],
  [[], 10, 'never', 0, 'nothing was measured'],
];
for (const [opened, base, tip, ratio, why] of rows) {
  test(`[${opened.join(' ')}] tips at ${tip}: ${why}`, () => {
    const found = tipTime(series(opened), BASELINE);
    assert.is(baselineOf(series(opened), BASELINE), base);
    assert.is(found === 'never' ? found : found / S, tip);
    assert.is(peakRatio(series(opened), BASELINE), ratio);
  });
}

test('another factor', () => {
  assert.is(tipTime(series([0, 20, 20, 50]), BASELINE, 2), 30 * S);
  assert.is(affectedProxies([series([0, 20, 20, 50])], BASELINE, 2), 1);
  assert.is(affectedProxies([series([0, 20, 20, 50])], BASELINE), 0);
});

test('the herd over all proxies', () => {
  const all = [series([0, 20, 20, 40, 200], 'a'), series([0, 1, 2, 40, 3], 'b'), series([0, 50, 50, 50, 50], 'c')];
  assert.equal(connectionHerd(all, BASELINE), {
    proxies: [
      { proxy: 'a', baselinePerSecond: 2, peakPerSecond: 20, peakAt: 40 * S, peakRatio: 10, tippedAt: 40 * S },
      { proxy: 'b', baselinePerSecond: 0.15, peakPerSecond: 4, peakAt: 30 * S, peakRatio: 4, tippedAt: 30 * S },
      { proxy: 'c', baselinePerSecond: 5, peakPerSecond: 5, peakAt: 30 * S, peakRatio: 1, tippedAt: 'never' },
    ],
    peakRatioMax: 10,
    affectedProxies: 2,
    tippedAt: 30 * S,
  });
  assert.equal(connectionHerd([], BASELINE), {
    proxies: [],
    peakRatioMax: 0,
    affectedProxies: 0,
    tippedAt: 'never',
  });
});

test.run();
