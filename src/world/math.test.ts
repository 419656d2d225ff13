import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exp, log, normalBelow, pow, sinTurns } from './math.ts';
import { createRng } from './rng.ts';

const SEED = 'math';
const draws = createRng(SEED, 'arguments');
/** Uniform over [from, to), with 53 bits. */
const between = (from: number, to: number): number =>
  from + (to - from) * (draws.uniform() + draws.uniform() / 4294967296);

const words = new BigInt64Array(1);
const value = new Float64Array(words.buffer);
/** The number's place among all doubles. */
function place(x: number): bigint {
  value[0] = x;
  return words[0]! >= 0n ? words[0]! : -(words[0]! & 0x7fff_ffff_ffff_ffffn);
}

/** Units in the last place between two numbers. */
function ulps(a: number, b: number): number {
  const distance = place(a) - place(b);
  return Number(distance < 0n ? -distance : distance);
}

/** Math's own functions are within 1 ulp of the truth; ours say 2. */
const ULPS_MAX = 3;

function assertNear(ours: number, theirs: number, of: string): void {
  const distance = ulps(ours, theirs);
  if (!(distance <= ULPS_MAX))
    assert.unreachable(`${of}: expected ${theirs}, got ${ours}, ${distance} ulp (seed ${SEED})`);
}

const logRanges: [name: string, draw: () => number][] = [
  ['every order of magnitude', () => 2 ** between(-1022, 1023.9)],
  ['subnormal numbers', () => 2 ** between(-1074, -1022)],
  ['around 1, where the result is small', () => 1 + between(-1, 1) * 2 ** between(-50, -2)],
  ['(0, 1], what distributions ask for', () => 1 - draws.uniform()],
  ['around the square root of 2, where the mantissa is halved', () => Math.SQRT2 * (1 + between(-1, 1) * 1e-12)],
];
for (const [name, draw] of logRanges) {
  test(`log: ${name}`, () => {
    for (let i = 0; i < 50_000; i++) {
      const x = draw();
      assertNear(log(x), Math.log(x), `log(${x})`);
    }
  });
}

const expRanges: [name: string, draw: () => number][] = [
  ['all that neither overflows nor underflows', () => between(-708, 709.7)],
  ['around 0', () => between(-1, 1) * 2 ** between(-60, 0)],
  ['results that are subnormal', () => between(-745, -708)],
  ['halfway between powers of 2', () => (Math.round(between(-1000, 1000)) + 0.5) * Math.LN2],
];
for (const [name, draw] of expRanges) {
  test(`exp: ${name}`, () => {
    for (let i = 0; i < 50_000; i++) {
      const x = draw();
      assertNear(exp(x), Math.exp(x), `exp(${x})`);
    }
  });
}

test('pow: as exact as exp(y log x) can be', () => {
  for (let i = 0; i < 50_000; i++) {
    const x = 2 ** between(-30, 30);
    const y = between(-20, 20);
    const theirs = Math.pow(x, y);
    // An error of 2 ulp in y log x is one of |y log x| 2 ulp in the power.
    const allowed = (4 + 3 * Math.abs(y * Math.log(x))) * Number.EPSILON;
    assert.ok(
      Math.abs(pow(x, y) / theirs - 1) <= allowed,
      `pow(${x}, ${y}): expected ${theirs}, got ${pow(x, y)} (seed ${SEED})`,
    );
  }
});

test('sinTurns: over many turns', () => {
  for (let i = 0; i < 50_000; i++) {
    const x = i < 40_000 ? between(-2, 2) : between(-1e6, 1e6);
    // The fraction of a turn, exact: the sine of 2 pi x itself is not, of large x.
    const theirs = Math.sin(2 * Math.PI * (x - Math.round(x)));
    const error = Math.abs(sinTurns(x) - theirs);
    assert.ok(error <= 6e-16, `sinTurns(${x}): expected ${theirs}, got ${sinTurns(x)} (seed ${SEED})`);
  }
});

test('sinTurns: exact at the quarters', () => {
  for (let quarter = -400; quarter <= 400; quarter++) {
    const expected = [0, 1, 0, -1][((quarter % 4) + 4) % 4]!;
    assert.ok(sinTurns(quarter / 4) === expected, `${quarter} quarters: got ${sinTurns(quarter / 4)}`);
  }
});

/** By mpmath 1.3.0, ncdf with 50 digits. */
const normal: [x: number, below: number][] = [
  [-36, 4.1826240657972833e-284],
  [-10, 7.619853024160527e-24],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-2.3263478740408408, 0.01],
  [-1, 0.15865525393145705],
  [0, 0.5],
  [0.5, 0.691462461274013],
  [1.96, 0.9750021048517795],
  [2.9999, 0.9986496587170451],
  [5, 0.9999997133484281],
  [9, 1],
];
test('normalBelow: against a table', () => {
  for (const [x, expected] of normal) {
    const error = Math.abs(normalBelow(x) / expected - 1);
    assert.ok(error < 2e-13, `normalBelow(${x}): expected ${expected}, got ${normalBelow(x)}`);
  }
});

test('normalBelow: rises everywhere, and the two tails are each other', () => {
  let last = 0;
  for (let x = -8; x <= 8; x += 1 / 1024) {
    const below = normalBelow(x);
    assert.ok(below >= last, `at ${x}`);
    assert.ok(Math.abs(below + normalBelow(-x) - 1) < 1e-15, `at ${x}`);
    last = below;
  }
});

const special: [what: string, ours: number, expected: number][] = [
  ['log(0)', log(0), -Infinity],
  ['log(-0)', log(-0), -Infinity],
  ['log(1)', log(1), 0],
  ['log(-1)', log(-1), NaN],
  ['log(NaN)', log(NaN), NaN],
  ['log(Infinity)', log(Infinity), Infinity],
  ['log of the smallest number', log(5e-324), Math.log(5e-324)],
  ['log of the largest number', log(Number.MAX_VALUE), Math.log(Number.MAX_VALUE)],
  ['exp(0)', exp(0), 1],
  ['exp(-0)', exp(-0), 1],
  ['exp(NaN)', exp(NaN), NaN],
  ['exp(Infinity)', exp(Infinity), Infinity],
  ['exp(-Infinity)', exp(-Infinity), 0],
  ['exp(710): overflow', exp(710), Infinity],
  ['exp(-746): underflow', exp(-746), 0],
  ['pow(0, 0)', pow(0, 0), 1],
  ['pow(0, 2)', pow(0, 2), 0],
  ['pow(0, -2)', pow(0, -2), Infinity],
  ['pow(1, 1e9)', pow(1, 1e9), 1],
  ['pow(7, 0)', pow(7, 0), 1],
  ['pow(-1, 0.5)', pow(-1, 0.5), NaN],
  ['sinTurns(NaN)', sinTurns(NaN), NaN],
  ['sinTurns(Infinity)', sinTurns(Infinity), NaN],
  ['normalBelow(NaN)', normalBelow(NaN), NaN],
  ['normalBelow(Infinity)', normalBelow(Infinity), 1],
  ['normalBelow(-Infinity)', normalBelow(-Infinity), 0],
];
test('special values', () => {
  for (const [what, ours, expected] of special) {
    assert.ok(Object.is(ours, expected), `${what}: expected ${expected}, got ${ours}`);
  }
});

test('the same bits everywhere: a sample, as recorded', () => {
  assert.is(log(10), 2.302585092994046);
  assert.is(log(0.3), -1.2039728043259361);
  assert.is(exp(1), 2.7182818284590455);
  assert.is(exp(-20.5), 1.2501528663867428e-9);
  assert.is(pow(3, -0.9), 0.37204105801130144);
  assert.is(sinTurns(0.3), 0.9510565162951536);
  assert.is(normalBelow(-1.5), 0.06680720126885803);
  assert.is(normalBelow(-4), 0.000031671241833119924);
});

test.run();
