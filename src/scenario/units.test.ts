import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bytes, durationText, nanos, parseBytes, parseNanos, secondsText } from './units.ts';

const durations: readonly [text: string, nanos: number | null, why: string][] = [
  ['0s', 0, 'nothing'],
  ['300us', 300_000, 'whole'],
  ['4.24ms', 4_240_000, 'a fraction that no double holds'],
  ['0.3us', 300, 'a fraction that no double holds'],
  ['-4.5m', -270_000_000_000, 'before zero'],
  ['11.5m', 690_000_000_000, 'after zero'],
  ['1h', 3_600_000_000_000, 'the largest unit'],
  ['-0s', 0, 'not minus zero'],
  ['1.5ns', null, 'no whole nanosecond'],
  ['2501h', 9_003_600_000_000_000, 'near the end of the clock'],
  ['2502h', null, 'beyond 2^53 ns'],
  ['1e3ms', null, 'no exponent'],
  ['.5s', null, 'no digit before the point'],
  ['5', null, 'no unit'],
  ['5 s', null, 'a space'],
  ['5S', null, 'another unit'],
  ['5min', null, 'another unit'],
  ['', null, 'nothing at all'],
];

test('durations are exact', () => {
  for (const [text, expected, why] of durations) assert.is(parseNanos(text), expected, `${text}: ${why}`);
  assert.is(parseNanos(5), null, 'a number has no unit');
});

test('sizes are powers of 1024', () => {
  assert.is(bytes('64MB'), 67_108_864);
  assert.is(bytes('1.5KB'), 1536);
  assert.is(parseBytes('1.0001KB'), null);
  assert.is(parseBytes('-1B'), null);
  assert.is(parseBytes('1TB'), null);
});

test('what must be right says what is wrong', () => {
  // A wrong unit, past the compiler.
  assert.throws(() => nanos('5x' as '5s'), /^duration: expected a number and a unit such as .*, got "5x"$/);
});

test('a duration is shown as it would be written', () => {
  const texts = ['300us', '4.24ms', '-4.5m', '1.25h', '0ns', '1.01s', '7ns', '61s'] as const;
  for (const text of texts) assert.is(nanos(durationText(nanos(text))), nanos(text));
  assert.is(durationText(270_000_000_000), '4.5m');
  assert.is(durationText(4_240_000), '4.24ms');
  assert.is(durationText(61_000_000_000), '61s');
  assert.is(durationText(0), '0ns');
});

test('a time in seconds is exact', () => {
  for (const [t, text] of [
    [0, '0s'],
    [1, '0.000000001s'],
    [-1_234_567_000, '-1.234567s'],
    [60_000_000_000, '60s'],
    [9_003_600_000_000_100, '9003600.0000001s'],
  ] as const) {
    assert.is(secondsText(t), text);
    assert.is(nanos(secondsText(t)), t);
  }
});

test.run();
