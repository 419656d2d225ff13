import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { etcValueBytes } from './values.ts';

const SEED = 'etc';
const N = 400_000;
const rng = createRng(SEED, 'values');
const sizes = Array.from({ length: N }, () => etcValueBytes(rng));
const share = (of: (bytes: number) => boolean): number => sizes.filter(of).length / N;

function assertNear(actual: number, expected: number, tolerance: number, what: string): void {
  const says = `${what}: expected ${expected} +- ${tolerance}, got ${actual} (seed ${SEED})`;
  assert.ok(Math.abs(actual - expected) <= tolerance, says);
}

test('sizes are whole bytes and fit into a memcached', () => {
  assert.ok(sizes.every((bytes) => Number.isInteger(bytes) && bytes >= 0 && bytes < 1 << 20));
});

test('the mean is about 194 bytes', () => {
  // 44 % below 15 bytes, the others 15 + 214.476 / (1 - 0.348238) on average.
  assertNear(sizes.reduce((a, b) => a + b) / N, 194, 3, 'mean');
});

test('small ones as in the paper: most often 2, 3 and 11 bytes', () => {
  for (const [bytes, p] of [
    [0, 0.00536],
    [1, 0.00047],
    [2, 0.1782],
    [3, 0.09239],
    [11, 0.08989],
    [14, 0.0198],
  ] as const) {
    assertNear(
      share((one) => one === bytes),
      p,
      4 * Math.sqrt(p / N),
      `share of ${bytes} bytes`,
    );
  }
  assertNear(
    share((one) => one < 15),
    0.44155,
    0.004,
    'share below 15 bytes',
  );
});

test('large ones: a generalised Pareto distribution', () => {
  for (const bytes of [50, 200, 1000, 5000]) {
    const p = (1 - 0.44155) * Math.pow(1 + (0.348238 * (bytes - 15)) / 214.476, -1 / 0.348238);
    assertNear(
      share((one) => one >= bytes),
      p,
      4 * Math.sqrt(p / N),
      `share of ${bytes} bytes or more`,
    );
  }
});

test.run();
