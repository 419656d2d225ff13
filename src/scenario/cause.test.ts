/** What harm must outlive to be metastable, each worked out by hand from a made-up run. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { calm, except, judged, slow, whyUnknown, type MadeUp } from './made-up.case.ts';

/** The fault's phase ends at 10 s, the run at 100 s. */
const scenario = { ...calm, phases: { ...calm.phases, recovery: '10s' as const } };
/** From 10 s to the end. */
const HARM = except(100, Object.fromEntries(Array.from({ length: 9 }, (_, i) => [i + 4, 50])));
type Ejections = NonNullable<MadeUp['ejections']>;

const NOBODY: Ejections = [];

const ROWS: readonly (readonly [
  why: string,
  lasting: `${number}s`,
  ejections: Ejections,
  metastable: boolean | null,
])[] = [
  ['the fault is over with its phase', '10s', NOBODY, true],
  ['30 s later: 60 s of harm remain, and more might come', '40s', NOBODY, null],
  ['not before the run', '100s', NOBODY, null],
  [
    'all have taken it out by 12 s, one of them twice',
    '100s',
    [
      ['proxy-1', 'backend-1', 10],
      ['proxy-2', 'backend-1', 5, 20],
      ['proxy-2', 'backend-1', 20],
      ['proxy-3', 'backend-1', 12],
    ],
    true,
  ],
  [
    'one takes it back',
    '100s',
    [
      ['proxy-1', 'backend-1', 10],
      ['proxy-2', 'backend-1', 5, 95],
      ['proxy-3', 'backend-1', 12],
    ],
    null,
  ],
  [
    'another backend was taken out',
    '100s',
    [
      ['proxy-1', 'backend-2', 10],
      ['proxy-2', 'backend-2', 10],
      ['proxy-3', 'backend-2', 10],
    ],
    null,
  ],
];

for (const [why, lasting, ejections, metastable] of ROWS) {
  test(`metastable: ${why}`, () => {
    const timeline = [slow('backend-1', '0s', lasting)];
    assert.is(judged({ scenario, timeline, incident: { goodput: HARM, ejections } }).metastable, metastable);
  });
}

test('harm that ended in time is not metastable, though the cause is still there', () => {
  const timeline = [slow('backend-1', '0s', '100s')];
  assert.is(judged({ scenario, timeline, incident: { goodput: except(100, { 4: 50 }) } }).metastable, false);
});

test('why it is not known', () => {
  const given = { scenario, timeline: [slow('backend-1', '0s', '100s')], incident: { goodput: HARM } };
  assert.is(whyUnknown(judged(given), 'metastable'), 'some proxy asked a sick backend until the run was over');
});

test.run();
