import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TimeAxis } from '../html/chart.ts';
import {
  allowedSpan,
  scaledSpan,
  spanShowing,
  windowAt,
  windowCount,
  windowsIn,
  wholeSpan,
  type Span,
} from './span.ts';

const axis: TimeAxis = { from: -60, to: 540, window: 10, phases: [], fault: null, marks: [] };
const span = (from: number, to: number): Span => ({ from, to });

const rows: readonly [asked: Span, given: Span, why: string][] = [
  [span(0, 200), span(0, 200), 'as asked'],
  [span(3, 198), span(0, 200), 'whole windows'],
  [span(100, 101), span(80, 120), 'no closer than four windows, around the place'],
  [span(-60, -60), span(-60, -20), 'within the run'],
  [span(530, 535), span(500, 540), 'at its end, too'],
  [span(-900, 900), span(-60, 540), 'not more than there is'],
  [span(-100, 100), span(-60, 140), 'moved, not cut'],
];
for (const [asked, given, why] of rows) test(`span: ${why}`, () => assert.equal(allowedSpan(asked, axis), given));

test('zoom keeps what is under the cursor where it is, and ends at the whole run', () => {
  assert.equal(scaledSpan(span(0, 400), 0.5, 100, axis), span(50, 250));
  assert.equal(scaledSpan(span(0, 400), 2, 100, axis), span(-60, 540));
});

test('the cursor takes what is shown with it, no further than it must', () => {
  assert.equal(spanShowing(span(0, 100), span(50, 60), axis), span(0, 100));
  assert.equal(spanShowing(span(0, 100), span(100, 110), axis), span(10, 110));
  assert.equal(spanShowing(span(0, 100), span(-10, 0), axis), span(-10, 90));
});

test('windows by time', () => {
  assert.is(windowCount(axis), 60);
  assert.equal(
    [-999, -60, -50.001, -50, 539, 999].map((at) => windowAt(at, axis)),
    [0, 0, 0, 1, 59, 59],
  );
  assert.equal(windowsIn(span(0, 100), axis), [6, 16]);
  assert.equal(windowsIn(span(5, 95), axis), [6, 16]);
});

test('a window of no tidy binary fraction has no ragged edges', () => {
  const fine = { ...axis, from: -0.3, to: 0.9, window: 0.1 };
  assert.equal(
    [-0.3, -0.2, -0.1, 0, 0.1].map((at) => windowAt(at, fine)),
    [0, 1, 2, 3, 4],
  );
});

test('a run of no length has one window', () => {
  const empty = { ...axis, from: 0, to: 0 };
  assert.equal(wholeSpan(empty), span(0, 10));
  assert.is(windowCount(empty), 1);
  assert.equal(allowedSpan(span(0, 0), empty), span(0, 10));
});

test.run();
