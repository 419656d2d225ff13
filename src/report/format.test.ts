import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clock, count, grouped, latency, percent, rate, seconds, size, times } from './format.ts';

function check<T>(format: (value: T) => string, rows: readonly [value: T, text: string, why: string][]): void {
  for (const [value, text, why] of rows) assert.is(format(value), text, why);
}

test('latencies have three digits', () => {
  check(latency, [
    [null, 'n/a', 'too few samples'],
    [0, '0 µs', 'none'],
    [31.4, '31 µs', 'whole µs'],
    [999.4, '999 µs', 'below the next unit'],
    [999.6, '1.00 ms', 'not 1000 µs'],
    [6_200, '6.20 ms', 'two decimals'],
    [94_210, '94.2 ms', 'one decimal'],
    [911_400, '911 ms', 'none'],
    [999_900, '1.00 s', 'not 1000 ms'],
    [1_480_000, '1.48 s', 'seconds'],
  ]);
});

test('delays', () => {
  check(seconds, [
    [null, 'n/a', 'not applicable'],
    ['never', 'never', 'said as it is'],
    [0, '0 s', 'none'],
    [0.25, '250 ms', 'below a second'],
    [4.5, '4.5 s', 'a decimal'],
    [60, '1 min', 'no zero seconds'],
    [750, '12 min 30 s', 'minutes'],
    [3_661, '1 h 1 min 1 s', 'hours'],
  ]);
});

test('times of the scenario', () => {
  check(clock, [
    ['never', 'never', 'said as it is'],
    [0, '+00:00', 'the zero'],
    [-0.2, '+00:00', 'no minus zero'],
    [-270, '-04:30', 'before'],
    [31.4, '+00:31', 'after'],
    [3_723, '+1:02:03', 'hours'],
  ]);
});

test('shares, factors, rates and counts', () => {
  check(percent, [
    [null, 'n/a', 'nothing to divide by'],
    [0, '0 %', 'none at all'],
    [0.00001, '< 0.01 %', 'few, but not none'],
    [0.0075, '0.75 %', 'two decimals'],
    [0.231, '23.1 %', 'one decimal'],
    [0.99996, '100 %', 'no decimals'],
    [1, '100 %', 'all'],
  ]);
  check(times, [
    [null, 'n/a', 'no baseline'],
    [1.243, '1.24x', 'small'],
    [12.04, '12.0x', 'middle'],
    [1_489.2, '1,489x', 'large'],
  ]);
  check(rate, [
    [12.5, '12.5', 'small'],
    [800, '800', 'whole'],
    [1_204.4, '1,204', 'large'],
  ]);
  check(count, [
    [950, '950', 'small'],
    [61_233, '61.2 k', 'thousands'],
    [999_600, '1.00 M', 'not 1000 k'],
    [3_312_456, '3.31 M', 'millions'],
  ]);
  check(size, [
    [950, '950 B', 'as it is'],
    [1536, '1.50 KB', 'as memcached counts them'],
    [1_048_000, '1.00 MB', 'not 1023 KB'],
    [25 * 1024 * 1024, '25.0 MB', 'a plan'],
    [20_000 * 1024 * 1024, '19.5 GB', 'the largest unit'],
  ]);
  check(grouped, [[-1_234_567, '-1,234,567', 'groups of three']]);
});

test('what is no number is not available', () => {
  const formats = [latency, seconds, clock, percent, times, rate, grouped, count, size];
  for (const format of formats) {
    for (const value of [NaN, Infinity, -Infinity]) assert.is(format(value), 'n/a', `${format.name} of ${value}`);
  }
});

test.run();
