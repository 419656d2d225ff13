import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeHdr } from '../../measure/hdr.ts';
import { Histogram } from '../../measure/histogram.ts';
import { isHdrText } from './hdr-text.ts';

const histogram = new Histogram();
for (let i = 1; i <= 1000; i++) histogram.record(i * 1000);
const whole = encodeHdr(histogram);

test('what can be decoded, and what cannot', () => {
  const bytes = Buffer.from(whole, 'base64');
  const flipped = Buffer.from(bytes);
  flipped[60]! ^= 1;
  for (const [value, expected, why] of [
    [whole, true, 'as it was written'],
    [encodeHdr(new Histogram()), true, 'without samples'],
    ['', true, 'none'],
    [whole.slice(0, -8), false, 'cut off'],
    [flipped.toString('base64'), false, 'a bit is another'],
    ['AAAA', false, 'something else'],
    ['aGVsbG8gd29ybGQsIGhlbGxvIHdvcmxk', false, 'text'],
    [12, false, 'a number'],
  ] as const) {
    assert.is(isHdrText(value), expected, why);
  }
});

test.run();
