import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Unit } from '../html/chart.ts';
import { linearRange, linearTicks, logRange, logTicks, timeTicks, type Range } from './ticks.ts';
import { tickText } from './writing.ts';

const times: readonly [range: Range, most: number, expected: readonly number[], why: string][] = [
  [[-390, 690], 8, [-300, 0, 300, 600], 'twice as many would be too many'],
  [[-390, 690], 10, [-360, -240, -120, 0, 120, 240, 360, 480, 600], 'two minutes'],
  [[-10, 30], 5, [-10, 0, 10, 20, 30], 'both ends'],
  [[0, 4], 10, [0, 1, 2, 3, 4], 'no finer than a second'],
  [[0, 1e7], 4, [0, 2_500_000, 5_000_000, 7_500_000, 10_000_000], 'longer than anyone thought of'],
];
for (const [range, most, expected, why] of times) {
  test(`times: ${why}`, () => assert.equal(timeTicks(range, most), expected));
}

const linear: readonly [
  list: readonly (number | null)[],
  unit: Unit,
  range: Range,
  texts: readonly string[],
  why: string,
][] = [
  [[180, 951], 'perSecond', [0, 1000], ['0/s', '250/s', '500/s', '750/s', '1,000/s'], 'from zero'],
  [[0.1, 0.34], 'share', [0, 0.4], ['0 %', '10 %', '20 %', '30 %', '40 %'], 'no 30.000000000000004 %'],
  [[1, 1], 'share', [0, 1], ['0 %', '25 %', '50 %', '75 %', '100 %'], 'a whole is not exceeded'],
  [[7e6], 'bytes', [0, 8_388_608], ['0 B', '2 MB', '4 MB', '6 MB', '8 MB'], 'bytes by powers of two'],
  [[0, null], 'us', [0, 1], ['0 µs', '1 µs'], 'nothing but zeros; ticks are never finer than they are written'],
  [[0.009], 'share', [0, 0.01], ['0 %', '0.5 %', '1 %'], 'nor 1.25 % as 1.3 %'],
  [[], 'count', [0, 1], ['0', '0.5', '1'], 'no values; 0.25 would be written as 0.3'],
  [[-20, 39], 'count', [-20, 40], ['-20', '0', '20', '40'], 'below zero'],
];
for (const [list, unit, range, texts, why] of linear) {
  test(`linear: ${why}`, () => {
    assert.equal(linearRange([list], unit), range);
    assert.equal(textsOf(linearTicks(range, 4, unit), unit), texts);
  });
}

const logarithmic: readonly [
  list: readonly (number | null)[],
  most: number,
  range: Range,
  texts: readonly string[],
  why: string,
][] = [
  [[586, 900_000], 6, [200, 1e6], ['1 ms', '10 ms', '100 ms', '1 s'], 'decades; the least does not lie on the axis'],
  [[3000, 8000], 6, [2000, 20_000], ['2 ms', '5 ms', '10 ms', '20 ms'], 'less than a decade is shown as one'],
  [[3000, 8000], 3, [2000, 20_000], ['10 ms'], 'or where there is no place for more'],
  [[0, -5, null], 6, [1, 10], ['1 µs', '2 µs', '5 µs', '10 µs'], 'nothing that a logarithm can show'],
  [[0.3, 80], 6, [0.2, 100], ['1 µs', '10 µs', '100 µs'], 'nothing finer than it is written'],
];
for (const [list, most, range, texts, why] of logarithmic) {
  test(`logarithmic: ${why}`, () => {
    assert.equal(logRange([list]), range);
    assert.equal(textsOf(logTicks(range, most, 'us'), 'us'), texts);
  });
}

function textsOf(ticks: readonly number[], unit: Unit): string[] {
  return ticks.map((value) => tickText(value, unit));
}

test.run();
