import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import { Arrivals } from './arrivals.ts';
import { LoadCurve, type LoadPoint } from './load-curve.ts';

const SEED = 'arrivals';

/** Arrival times in [0, until). */
function arrivals(perSecond: number, points: readonly LoadPoint[], until: Nanos): Nanos[] {
  const process = new Arrivals(perSecond, new LoadCurve(points), createRng(SEED, `${perSecond}`));
  const times: Nanos[] = [];
  for (let t = process.after(0); t < until; t = process.after(t)) times.push(t);
  return times;
}

/** Within 4 standard deviations of a Poisson count. */
function assertCount(actual: number, expected: number, what: string): void {
  const says = `${what}: expected ${expected} +- ${4 * Math.sqrt(expected)}, got ${actual} (seed ${SEED})`;
  assert.ok(Math.abs(actual - expected) <= 4 * Math.sqrt(expected), says);
}

const between = (times: readonly Nanos[], from: number, to: number): number =>
  times.filter((t) => t >= from * SECOND && t < to * SECOND).length;

test('whole ns, each later than the one before', () => {
  const times = arrivals(1e8, [], SECOND / 100);
  for (const [i, t] of times.entries()) assert.ok(Number.isInteger(t) && t > (times[i - 1] ?? 0));
});

test('a constant rate: exponential gaps', () => {
  const times = arrivals(1000, [], 200 * SECOND);
  assertCount(times.length, 200_000, 'arrivals');
  const gaps = times.map((t, i) => (t - (times[i - 1] ?? 0)) / 1e6);
  for (const ms of [0.01, 0.1, 1, 3, 6]) {
    assertCount(gaps.filter((gap) => gap > ms).length, times.length * Math.exp(-ms), `gaps above ${ms} ms`);
  }
});

test('counts of windows vary as those of a Poisson process do', () => {
  const times = arrivals(1000, [], 200 * SECOND);
  const counts = new Array<number>(2000).fill(0);
  for (const t of times) counts[Math.floor((t * 10) / SECOND)]!++;
  const variance = counts.reduce((sum, n) => sum + (n - 100) * (n - 100), 0) / counts.length;
  assert.ok(Math.abs(variance / 100 - 1) < 4 * Math.sqrt(2 / 2000), `variance: expected 100, got ${variance}`);
});

test('the rate follows the load curve: steps, slopes, silence', () => {
  const points = [
    { at: 10 * SECOND, times: 1 },
    { at: 30 * SECOND, times: 3 },
    { at: 40 * SECOND, times: 3 },
    { at: 40 * SECOND, times: 0 },
    { at: 50 * SECOND, times: 0 },
    { at: 50 * SECOND, times: 0.5 },
  ];
  const times = arrivals(5000, points, 70 * SECOND);
  for (const [from, to, load, why] of [
    [0, 10, 1, 'before the first point: its load'],
    [10, 20, 1.5, 'the first half of the slope'],
    [20, 30, 2.5, 'its second half'],
    [30, 40, 3, 'the top'],
    [50, 70, 0.5, 'after the last point: its load'],
  ] as const) {
    assertCount(between(times, from, to), 5000 * (to - from) * load, why);
  }
  assert.is(between(times, 40, 50), 0, 'a load of 0');
});

test('the slope itself: within it the rate grows evenly', () => {
  const points = [
    { at: 0, times: 0 },
    { at: 10 * SECOND, times: 1 },
  ];
  const times = arrivals(20_000, points, 10 * SECOND);
  for (let second = 0; second < 10; second++) {
    assertCount(between(times, second, second + 1), 20_000 * (second + 0.5) * 0.1, `second ${second}`);
  }
});

test('no rate, no load: no arrival ever', () => {
  const never = (perSecond: number, times: number): Nanos =>
    new Arrivals(perSecond, new LoadCurve([{ at: 0, times }]), createRng(SEED, 'never')).after(0);
  assert.is(never(0, 1), Infinity);
  assert.is(never(100, 0), Infinity);
});

test('after the load has gone down to 0 for good: no arrival ever', () => {
  const points = [
    { at: 0, times: 1 },
    { at: SECOND, times: 0 },
  ];
  const times = arrivals(100, points, Infinity);
  assertCount(times.length, 50, 'arrivals on the way down');
  assert.ok(times.every((t) => t < SECOND));
});

test.run();
