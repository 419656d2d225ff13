import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Unit } from '../html/chart.ts';
import { exact, tickText, written } from './writing.ts';

const rows: readonly [value: number | null, unit: Unit, written: string, tick: string, exact: string][] = [
  [192_868.4, 'us', '193 ms', '193 ms', '192868.4 µs'],
  [1000, 'us', '1.00 ms', '1 ms', '1000 µs'],
  [1500, 'us', '1.50 ms', '1.5 ms', '1500 µs'],
  [100, 'us', '100 µs', '100 µs', '100 µs'],
  [1203.5, 'perSecond', '1,204/s', '1,204/s', '1203.5 1/s'],
  [2.5, 'perSecond', '2.5/s', '2.5/s', '2.5 1/s'],
  [48_211, 'count', '48,211', '48.2 k', '48211'],
  [20_000, 'count', '20,000', '20 k', '20000'],
  [3.27, 'count', '3.3', '3.3', '3.27'],
  [0.05, 'share', '5.0 %', '5 %', '0.05'],
  [0.1, 'share', '10.0 %', '10 %', '0.1'],
  [1, 'share', '100 %', '100 %', '1'],
  [1536, 'bytes', '1.50 KB', '1.5 KB', '1536 B'],
  [null, 'us', 'n/a', 'n/a', 'n/a'],
];

for (const [value, unit, text, tick, raw] of rows) {
  test(`${value} ${unit} is ${text}`, () => {
    assert.is(written(value, unit), text);
    if (value !== null) assert.is(tickText(value, unit), tick);
    assert.is(exact(value, unit), raw);
  });
}

test.run();
