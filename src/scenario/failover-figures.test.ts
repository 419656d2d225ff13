/** The figures of failover, each worked out by hand from a made-up run. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { failoverMetrics } from './failover-metrics.ts';
import { calm, each, except, judged, slow, whyUnknown, type Judged } from './made-up.case.ts';
import { observedEvents } from './observed-events.ts';
import { pinned } from './oncall.case.ts';
import type { FailoverFigures } from './result.ts';

type Expected = Partial<Omit<FailoverFigures, 'phases' | 'victims' | 'unknown' | 'pairs' | 'blastRadius'>>;

const HALF = { 4: 50, 5: 50 };
const LONG = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [i + 4, 50]));

/** Windows are of 10 s, the first of the fault is number 3, and both workloads together give 200 answers in each. */
const ROWS: readonly (readonly [why: string, given: Judged, expected: Expected])[] = [
  [
    'all is well though a backend is slow',
    { incident: {} },
    { timeToFirstHarm: 'never', timeToRecover: 0, hysteresis: 0, metastable: false, windows: 10, violatingWindows: 0 },
  ],
  ['nothing was lost', { incident: {} }, { goodputLoss: 0, answersLost: 0, availability: 1, nines: null, burnRate: 0 }],
  [
    'harm from 10 s to 30 s, within the fault',
    { incident: { goodput: except(100, HALF) } },
    { timeToFirstHarm: 10, timeToRecover: 30, hysteresis: 0, metastable: false, violatingWindows: 2 },
  ],
  [
    '100 of the 800 answers of 40 s; 100 bad ones of 2,000, where 1 % would be allowed',
    { incident: { goodput: except(100, HALF) } },
    { goodputLoss: 0.125, answersLost: 100, operationsHurt: 100, availability: 0.95, nines: 1.301, burnRate: 5 },
  ],
  [
    'harm that outlives the fault by 20 s: the loss is of 60 s',
    { incident: { goodput: except(100, { ...HALF, 6: 50, 7: 50, 8: 50 }) } },
    { timeToRecover: 60, hysteresis: 20, metastable: false, goodputLoss: 0.208333, answersLost: 250 },
  ],
  [
    'harm to the end, 60 s after the fault: that may be metastable, or not yet over',
    { incident: { goodput: except(100, LONG) } },
    { timeToRecover: 'never', hysteresis: 'never', metastable: null, goodputLoss: 0.225 },
  ],
  [
    'harm to the end, 90 s after the fault',
    {
      scenario: { ...calm, phases: { ...calm.phases, recovery: '10s' } },
      timeline: [slow('backend-1', '0s', '10s')],
      incident: { goodput: except(100, LONG) },
    },
    { timeToRecover: 'never', hysteresis: 'never', metastable: true },
  ],
  [
    'answers that are slow in 20 s to 30 s, without a control',
    { control: null, incident: { p99: except(1, { 5: 80 }), goodput: except(100, HALF) } },
    { timeToFirstHarm: 20, timeToRecover: 30, goodputLoss: null, answersLost: null, availability: 0.95 },
  ],
  [
    'windows with too few samples are counted, and accuse nobody',
    { incident: { p99: except(1, { 1: null, 4: null, 6: null }) } },
    { timeToFirstHarm: 'never', violatingWindows: 0, unjudgedWindows: 2 },
  ],
  ['an alert from before is no detection', { incident: { alerts: [-5, 12, 30] } }, { timeToDetect: 12 }],
  ['nobody was told', { incident: { alerts: [-5] } }, { timeToDetect: 'never' }],
  [
    'a fault of 10 s: an ejection 25 s after it is for it, one 35 s after it is not, nor one of another backend',
    {
      timeline: [slow('backend-1', '0s', '10s')],
      incident: {
        ejections: [
          ['proxy-1', 'backend-1', 35],
          ['proxy-2', 'backend-1', 45],
          ['proxy-3', 'backend-2', 5],
        ],
      },
    },
    {
      ejections: 3,
      falseEjections: 2,
      ejectionPrecision: 0.333333,
      // In 120 + 130 + 130 healthy seconds.
      falseEjectionsPerNodeHour: 18.947368,
      timeToEject: 'never',
      timeToFirstEject: 35,
      faultyPairs: 3,
      pairsNeverEjected: 2,
    },
  ],
  [
    'two faults, 20 s apart: each pair by its own fault, 2 5 10 12 15 and one never',
    {
      timeline: [slow('backend-1'), slow('backend-2', '20s')],
      incident: {
        ejections: [
          ['proxy-1', 'backend-1', 5],
          ['proxy-2', 'backend-1', 10],
          ['proxy-3', 'backend-1', 15],
          ['proxy-1', 'backend-2', 22],
          ['proxy-2', 'backend-2', 32],
        ],
      },
    },
    { timeToEject: 11, timeToFirstEject: 2, faultyPairs: 6, pairsNeverEjected: 1, ejectionPrecision: 1 },
  ],
  [
    'a link of one proxy: one pair, and who ejects for another proxy is wrong',
    {
      timeline: [{ at: '0s', do: 'down', link: { from: 'proxy-1', to: 'backend-3' } }],
      incident: {
        ejections: [
          ['proxy-1', 'backend-3', 4],
          ['proxy-2', 'backend-3', 4],
        ],
      },
    },
    { timeToEject: 4, faultyPairs: 1, pairsNeverEjected: 0, ejectionPrecision: 0.5 },
  ],
  [
    'of three proxies one is a spare that nobody knows',
    { scenario: { ...calm, oncall: { ...pinned, action: { do: 'add-proxies', count: 1 } } }, incident: {} },
    { faultyPairs: 2, pairsNeverEjected: 2 },
  ],
  [
    'clients are cut off, and no backend is: there is nobody to eject',
    { timeline: [{ at: '0s', do: 'down', link: { from: 'web', to: 'proxy-1' } }], incident: {} },
    { timeToEject: null, timeToFirstEject: null, faultyPairs: 0, timeToFirstHarm: 'never' },
  ],
  [
    'one of two survivors takes over more than its share',
    { incident: { executed: except(100, { 5: 180 }) } },
    { herdFactor: 1.8, herdNode: 'backend-2', herdFairShare: 1.5 },
  ],
  [
    '70 connections where 20 are usual',
    { incident: { connections: except(20, { 5: 70 }) } },
    { connectionHerd: 3.5, tip: 20, tippedProxy: 'proxy-1', affectedProxies: 1 },
  ],
  [
    '450 attempts for 400 operations, the warm-up included',
    { incident: { attempts: [100, 150, 100] } },
    { retryAmplification: 1.125 },
  ],
  ['a proxy outside does not tell', { incident: { attempts: [100, null, 100] } }, { retryAmplification: null }],
  [
    'half of the hits are gone in 10 s to 20 s',
    { incident: { hits: except(90, { 4: 45 }), misses: except(10, { 4: 55 }) } },
    { hitRateBaseline: 0.9, hitRateLowest: 0.45, hitRateDip: 0.45, hitRateLowestAt: 10 },
  ],
  [
    'ten gets in a window tell nothing',
    { incident: { hits: each(4), misses: each(1) } },
    { hitRateBaseline: null, hitRateDip: null, hitRateLowestAt: null },
  ],
  [
    'ten in eleven fail: the sixth window is above 14.4 / 1,000 of the 396,000 of an hour',
    {
      scenario: { ...calm, slo: { p99: '50ms' } },
      incident: { operations: each(1000), goodput: each(1000).map((n, i) => (i < 3 ? n : 0)) },
      control: { operations: each(1000), goodput: each(1000) },
    },
    { timeToBurnPage: 60, burnRate: 909.091, nines: 0.041 },
  ],
  [
    'nothing is broken: nothing is said of times, and what is counted all the same is',
    { timeline: [], incident: { ejections: [['proxy-1', 'backend-1', 5, 15]] } },
    {
      timeToDetect: null,
      timeToEject: null,
      timeToFirstHarm: null,
      hysteresis: null,
      metastable: null,
      timeToBurnPage: null,
      ejectionPrecision: 0,
      // One in 3 x 130 healthy seconds.
      falseEjectionsPerNodeHour: 9.230769,
      herdFactor: 1,
      herdFairShare: 1,
      goodputLoss: 0,
    },
  ],
  [
    'a timeline that was compressed tells no times',
    { compress: 20, incident: { goodput: except(100, HALF), ejections: [['proxy-1', 'backend-1', 5]] } },
    {
      timeToDetect: null,
      timeToEject: null,
      timeToRecover: null,
      hysteresis: null,
      metastable: null,
      falseEjectionsPerNodeHour: null,
      ejectionPrecision: 1,
      violatingWindows: 2,
      goodputLoss: 0.125,
    },
  ],
  [
    'aborted at 25 s, in harm: its last whole window ended at 20 s',
    { incident: { endedAt: 25, goodput: except(100, { 4: 50 }) } },
    {
      timeToFirstHarm: 10,
      timeToRecover: 'never',
      windows: 2,
      violatingWindows: 1,
      answersLost: 50,
      goodputLoss: 0.125,
    },
  ],
  [
    'aborted before the fault',
    { incident: { endedAt: -15 } },
    { timeToDetect: null, timeToRecover: null, operationsHurt: null, availability: null, faultyPairs: 0, windows: 0 },
  ],
];

for (const [why, given, expected] of ROWS) {
  test(`failover: ${why}`, () => {
    const figures = judged(given);
    for (const [name, value] of Object.entries(expected)) {
      // Keys of `Expected` are keys of the figures.
      assert.is(figures[name as keyof Expected], value, name);
    }
  });
}

const REASONS: readonly (readonly [given: Judged, metric: string, why: string])[] = [
  [{ timeline: [], incident: {} }, 'timeToRecover', 'the timeline has no fault'],
  [{ timeline: [], incident: {}, compress: 20 }, 'timeToRecover', 'the timeline has no fault'],
  [{ incident: { endedAt: -15 } }, 'timeToRecover', 'the run ended before the fault'],
  [{ incident: { endedAt: -15 } }, 'availability', 'not enough samples'],
  [{ incident: { endedAt: 25 } }, 'fault.goodputLoss', 'the run ended before the phase did'],
  [{ incident: { endedAt: 25 } }, 'recovery.goodput', 'the run ended before the phase did'],
  [{ incident: {}, compress: 20 }, 'hysteresis', 'the timeline was compressed'],
  [{ incident: {}, compress: 20 }, 'falseEjectionsPerNodeHour', 'the timeline was compressed'],
  [{ incident: {}, control: null }, 'goodputLoss', 'there is no control run'],
  [{ incident: {}, control: null }, 'fault.controlGoodput', 'there is no control run'],
  [{ incident: {} }, 'ejectionPrecision', 'nothing was ejected'],
  [{ incident: {} }, 'nines', 'nothing failed'],
  [{ incident: {} }, 'fault.nines', 'nothing failed'],
  [{ incident: { goodput: except(100, LONG) } }, 'metastable', 'the run ends in harm, too early to tell'],
  [
    { incident: { attempts: [100, null, 100] } },
    'fault.retryAmplification',
    'a proxy outside does not tell what it passes on',
  ],
  [{ incident: { hits: each(4), misses: each(1) } }, 'hitRateDip', 'not enough samples'],
  [{ incident: {} }, 'blastRadius.clients', 'not enough samples'],
  [
    { timeline: [{ at: '0s', do: 'crash', nodes: ['proxy-1'] }], incident: {} },
    'timeToEject',
    'no fault touches a backend',
  ],
  [{ timeline: [slow('backend-*')], incident: {} }, 'herdFactor', 'no backend that stayed healthy had a load before'],
];

for (const [given, metric, why] of REASONS) {
  test(`${metric} is null: ${why}`, () => {
    const figures = judged(given);
    assert.is(new Map(failoverMetrics(figures)).get(`failover.${metric}`), null);
    assert.is(whyUnknown(figures, metric), why);
  });
}

test('the way of the herd is told proxy by proxy', () => {
  const { herd } = judged({ incident: { connections: except(20, { 5: 70, 6: 75 }) } });
  assert.equal(herd[0], { proxy: 'proxy-1', baseline: 2, peak: 7.5, peakAt: 30, ratio: 3.75, tippedAt: 20 });
  assert.equal(herd[1], { proxy: 'proxy-2', baseline: 2, peak: 2, peakAt: 0, ratio: 1, tippedAt: 'never' });
});

test('what the run showed by itself is told as events', () => {
  const texts = (given: Judged, t0 = -5): string[] =>
    observedEvents(judged(given), t0).map(({ at, text }) => `${at} ${text}`);
  assert.equal(texts({ incident: { goodput: except(100, HALF), connections: except(20, { 5: 70 }) } }, 0), [
    '10 the first window that violates the SLO begins',
    '20 proxy-1: new connections exceed 3 times its baseline',
    '30 the last window that violates the SLO is over',
  ]);
  assert.equal(texts({ incident: { goodput: except(100, LONG) } }), [
    '5 the first window that violates the SLO begins',
  ]);
  assert.equal(texts({ incident: {} }), []);
});

test('whatever happens, the same metrics have a value or a reason', () => {
  const paths = ROWS.map(([, given]) => {
    const figures = judged(given);
    const metrics = failoverMetrics(figures);
    const unknown = figures.unknown.map(({ metric }) => metric);
    assert.equal(
      metrics.filter(([, value]) => value === null).map(([path]) => path),
      unknown,
    );
    assert.ok(metrics.every(([, value]) => value === null || value === 'never' || Number.isFinite(value)));
    return metrics.map(([path]) => path).sort();
  });
  for (const each of paths) assert.equal(each, paths[0]);
});

test.run();
