import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PageRecorder } from './pages.ts';

test('each page is counted once, in its phase and in the window of its end', () => {
  const recorder = new PageRecorder(2, 400, 100);
  assert.equal([recorder.firstFailedAt, recorder.lastFailedAt], [null, null]);
  recorder.observe(50, 20, 'complete', 0, 1);
  recorder.observe(110, 30, 'failed', 0, 4);
  recorder.observe(150, 40, 'complete', 1, 1);
  recorder.observe(160, 1, 'failed', 1, 0);
  recorder.observe(400, 90, 'complete', 1, 5);
  recorder.observe(400, 10, 'unfinished', 1, 3);
  const [first, second] = [recorder.phase(0), recorder.phase(1)];
  assert.equal([first.count, first.complete, first.failed, first.unfinished], [2, 1, 1, 0]);
  assert.equal([second.count, second.complete, second.failed, second.unfinished], [4, 2, 1, 1]);
  assert.equal([first.roundTripsMean, second.roundTripsMean], [2.5, 2], 'of pages that ended');
  assert.equal([recorder.firstFailedAt, recorder.lastFailedAt], [110, 160]);
  assert.equal([first.latency.max, second.latency.max], [20, 90], 'failed pages have no latency');
  const { latency, failed } = recorder.series(400);
  assert.equal(
    latency.map(({ count, max }) => [count, max]),
    [
      [1, 20],
      [1, 40],
      [0, null],
      [1, 90],
    ],
    "the run's end belongs to its last window",
  );
  assert.equal(failed, [0, 2, 0, 0]);
});

test('an app tells why it failed a page; all of them are failed ones', () => {
  const recorder = new PageRecorder(1, 400, 100);
  for (const end of ['refused', 'late', 'late', 'failed', 'complete'] as const) recorder.observe(10, 5, end, 0, 1);
  const { count, complete, failed, refused, late } = recorder.phase(0);
  assert.equal([count, complete, failed, refused, late], [5, 1, 4, 1, 2]);
  assert.equal(recorder.series(400).failed, [4, 0, 0, 0]);
});

test.run();
