import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from './rng.ts';
import { createVirtualWorld } from './virtual/virtual-world.ts';
import type { Rng } from './world.ts';

const SEED = 'rng';
const N = 200_000;

const sample = (stream: string, draw: (rng: Rng) => number): number[] => {
  const rng = createRng(SEED, stream);
  return Array.from({ length: N }, () => draw(rng));
};
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function assertNear(actual: number, expected: number, tolerance: number, what: string): void {
  const says = `${what}: expected ${expected} +- ${tolerance}, got ${actual} (seed ${SEED})`;
  assert.ok(Math.abs(actual - expected) <= tolerance, says);
}

/**
 * The sample's quantiles lie where the distribution function says: F(quantile q) is q, give or take 4 standard errors.
 */
function assertQuantiles(values: readonly number[], cumulative: (x: number) => number, what: string): void {
  const sorted = Float64Array.from(values).sort();
  for (const q of [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]) {
    const tolerance = 4 * Math.sqrt((q * (1 - q)) / values.length);
    const quantile = sorted[Math.ceil(q * sorted.length) - 1]!;
    assertNear(cumulative(quantile), q, tolerance, `${what}, share below its quantile ${q}`);
  }
}

test('a stream repeats itself', () => {
  const [a, b] = [createRng('1', 'client/17/keys'), createRng('1', 'client/17/keys')];
  for (let i = 0; i < 1000; i++) assert.is(a.u32(), b.u32());
});

test('other seeds and other names give other streams', () => {
  const first = (seed: string, stream: string): string => {
    const rng = createRng(seed, stream);
    return Array.from({ length: 4 }, () => rng.u32()).join();
  };
  const seen = new Set<string>();
  for (let i = 0; i < 1000; i++) seen.add(first('1', `client/${i}`)).add(first(`${i + 2}`, 'client/0'));
  assert.is(seen.size, 2000);
});

test('a new consumer shifts nobody else', () => {
  const draws = (others: boolean): number[] => {
    const world = createVirtualWorld({ seed: 1 });
    const mine = world.rng('mine');
    return Array.from({ length: 100 }, (_, i) => {
      if (others) world.rng(`other ${i}`).u32();
      return mine.u32();
    });
  };
  assert.equal(draws(true), draws(false));
});

test("a world's seed 1 is its seed '1'", () => {
  const draw = (seed: string | number): number => createVirtualWorld({ seed }).rng('stream').u32();
  assert.is(draw(1), draw('1'));
  assert.is.not(draw(1), draw(2));
});

test('two streams do not go together', () => {
  for (const [one, other] of [
    ['client/1', 'client/2'],
    ['client/1/keys', 'client/1/times'],
  ] as const) {
    const a = sample(one, (rng) => rng.uniform());
    const b = sample(other, (rng) => rng.uniform());
    const correlation = 12 * mean(a.map((x, i) => (x - 0.5) * (b[i]! - 0.5)));
    assertNear(correlation, 0, 4 / Math.sqrt(N), `correlation of ${one} and ${other}`);
  }
});

test('u32: whole numbers over the whole range, each bit set half of the time', () => {
  const values = sample('u32', (rng) => rng.u32());
  assert.ok(values.every((x) => Number.isInteger(x) && x >= 0 && x < 2 ** 32));
  for (let bit = 0; bit < 32; bit++) {
    assertNear(mean(values.map((x) => (x >>> bit) & 1)), 0.5, 2 / Math.sqrt(N), `bit ${bit}`);
  }
});

test('below: 0..n-1, all alike, for any n', () => {
  for (const n of [1, 2, 6, 100]) {
    const counts = new Array<number>(n).fill(0);
    for (const x of sample(`below ${n}`, (rng) => rng.below(n))) counts[x]!++;
    assert.is(counts.length, n, 'none is out of range');
    const chiSquare = counts.reduce((sum, count) => sum + ((count - N / n) * (count - N / n)) / (N / n), 0);
    // Mean n - 1, deviation sqrt(2 (n - 1)).
    assert.ok(chiSquare <= n - 1 + 5 * Math.sqrt(2 * (n - 1)), `below(${n}): chi square ${chiSquare} (seed ${SEED})`);
  }
  const wide = sample('wide', (rng) => rng.below(2 ** 32));
  assert.ok(Math.max(...wide.slice(0, 10_000)) > 2 ** 31, 'n may be 2^32');
});

test('chance: num in den', () => {
  for (const [num, den] of [
    [0, 10],
    [1, 3],
    [30, 100],
    [7, 7],
  ] as const) {
    const share = mean(sample(`chance ${num}/${den}`, (rng) => Number(rng.chance(num, den))));
    const p = num / den;
    assertNear(share, p, 4 * Math.sqrt((p * (1 - p)) / N), `${num} in ${den}`);
  }
});

test('uniform: [0, 1)', () => {
  const values = sample('uniform', (rng) => rng.uniform());
  assert.ok(values.every((x) => x >= 0 && x < 1));
  assertQuantiles(values, (x) => x, 'uniform');
});

test('exponential: mean and quantiles', () => {
  const values = sample('exponential', (rng) => rng.exponential(40));
  assert.ok(values.every((x) => x >= 0 && Number.isFinite(x)));
  assertNear(mean(values), 40, (4 * 40) / Math.sqrt(N), 'mean');
  assertQuantiles(values, (x) => 1 - Math.exp(-x / 40), 'exponential');
});

test('normal: mean, deviation, quantiles', () => {
  const values = sample('normal', (rng) => rng.normal(-3, 5));
  assertNear(mean(values), -3, (4 * 5) / Math.sqrt(N), 'mean');
  const variance = mean(values.map((x) => (x + 3) * (x + 3)));
  assertNear(variance, 25, 4 * 25 * Math.sqrt(2 / N), 'variance');
  assertQuantiles(values, (x) => normalCumulative((x + 3) / 5), 'normal');
  const pairs = mean(values.slice(1).map((x, i) => (x + 3) * (values[i]! + 3))) / 25;
  assertNear(pairs, 0, 4 / Math.sqrt(N), 'correlation of neighbours, which come of one draw');
});

test('lognormal: by its median and the deviation of its logarithm', () => {
  const values = sample('lognormal', (rng) => rng.lognormal(200, 0.5));
  assertQuantiles(values, (x) => normalCumulative(Math.log(x / 200) / 0.5), 'lognormal');
  const expected = 200 * Math.exp(0.125);
  const deviation = expected * Math.sqrt(Math.exp(0.25) - 1);
  assertNear(mean(values), expected, (4 * deviation) / Math.sqrt(N), 'mean');
});

test('pareto: location + scale (U^-shape - 1) / shape', () => {
  for (const shape of [0.348238, 0.1, 0, -0.5]) {
    const values = sample(`pareto ${shape}`, (rng) => rng.pareto(15, 214, shape));
    assert.ok(values.every((x) => x >= 15));
    const cumulative = (x: number): number =>
      shape === 0 ? 1 - Math.exp(-(x - 15) / 214) : 1 - Math.pow(1 + (shape * (x - 15)) / 214, -1 / shape);
    assertQuantiles(values, cumulative, `pareto ${shape}`);
    const expected = 15 + 214 / (1 - shape);
    const deviation = 214 / ((1 - shape) * Math.sqrt(1 - 2 * shape));
    assertNear(mean(values), expected, (4 * deviation) / Math.sqrt(N), `mean at shape ${shape}`);
  }
});

test('the same draws everywhere: a sample, as recorded', () => {
  const rng = createRng('1', 'recorded');
  const drawn = [rng.u32(), rng.below(1000), rng.exponential(1), rng.normal(0, 1), rng.lognormal(1, 1), rng.uniform()];
  assert.equal(
    drawn,
    [869048065, 929, 1.6664487446145047, -0.8208533935509607, 0.24576910090955922, 0.32183390855789185],
  );
});

test.run();

/** Abramowitz and Stegun 26.2.17: within 7.5e-8. */
function normalCumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const polynomial = series.reduceRight((sum, coefficient) => (sum + coefficient) * t, 0);
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x >= 0 ? 1 - tail : tail;
}
