import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparedRows, endOf } from './comparison.ts';
import { brokenRun, wholeRun } from './digests.case.ts';
import { summaryOf } from './summary.ts';

const variations = ['as-it-was', 'better', 'gone'].map((name) => ({ name, says: name, changes: [] }));

test('a figure over the seeds: never is later than all, and what cannot be told is not there', () => {
  assert.equal(summaryOf([30, null, 10, 'never', 20]), {
    n: 4,
    median: 25,
    q1: 17.5,
    q3: 'never',
    min: 10,
    max: 'never',
  });
  assert.equal(summaryOf(['never', 'never', 3]), {
    n: 3,
    median: 'never',
    q1: 'never',
    q3: 'never',
    min: 3,
    max: 'never',
  });
  assert.equal(summaryOf([null]), { n: 0, median: null, q1: null, q3: null, min: null, max: null });
  assert.equal(summaryOf([1 / 3]), {
    n: 1,
    median: 0.333333,
    q1: 0.333333,
    q3: 0.333333,
    min: 0.333333,
    max: 0.333333,
  });
});

test('rows: best first, held against the first variation, seed by seed', () => {
  const rows = comparedRows(variations, [
    wholeRun({ variation: 'as-it-was', seed: '1', lost: 0.2, metastable: true, failed: 40 }),
    wholeRun({ variation: 'better', seed: '1', lost: 0.1, failed: 10, figures: { timeToEject: 40 } }),
    wholeRun({ variation: 'as-it-was', seed: '2', lost: 0.4, failed: 60 }),
    wholeRun({ variation: 'better', seed: '2', lost: 0.2, failed: 20, figures: { timeToEject: 'never' } }),
  ]);
  assert.equal(
    rows.map(({ name, rank, shared, runs }) => [name, rank, shared, runs]),
    [
      ['better', 1, false, 2],
      ['as-it-was', 2, false, 2],
      ['gone', null, false, 0],
    ],
  );
  const [better, asItWas, gone] = rows;
  assert.equal(better!.againstFirst, { seeds: 2, median: -0.15, q1: -0.175, q3: -0.125, tie: false });
  assert.is(better!.figures.timeToEject.median, 'never');
  assert.is(better!.pages[0]!.failed.median, 0.15);
  assert.equal(asItWas!.metastable, { count: 1, of: 2 });
  assert.is(asItWas!.againstFirst, null);
  assert.equal([gone!.againstFirst, gone!.figures.goodputLost.n, gone!.pages], [null, 0, []]);
});

test('runs that are not whole count nowhere', () => {
  for (const ended of ['invalid', 'aborted', 'error'] as const) {
    const rows = comparedRows(variations, [
      wholeRun({ variation: 'as-it-was', seed: '1', lost: 0.2 }),
      wholeRun({ variation: 'as-it-was', seed: '2', lost: 0.3 }),
      brokenRun('better', '1', ended),
      wholeRun({ variation: 'better', seed: '2', lost: 0.25 }),
      brokenRun('gone', '1', ended),
    ]);
    assert.equal(
      rows.map(({ name, rank, runs, figures }) => [name, rank, runs, figures.goodputLost.median]),
      [
        ['better', 1, 1, 0.25],
        ['as-it-was', 2, 2, 0.25],
        ['gone', null, 0, null],
      ],
      ended,
    );
  }
});

test('the end of the whole is the worst of its runs', () => {
  const runs = [wholeRun({ variation: 'better', seed: '1', lost: 0 })];
  const control = { variation: 'better', seed: '1', ended: 'whole', reasons: [], traceHash: null, pages: [] } as const;
  assert.is(endOf({ runs, controls: [control] }), 'whole');
  for (const ended of ['invalid', 'error', 'aborted'] as const) {
    runs.push(brokenRun('gone', '1', ended));
    assert.is(endOf({ runs, controls: [control] }), ended);
    assert.is(endOf({ runs: [], controls: [control, { ...control, ended }] }), ended);
  }
});

test.run();
