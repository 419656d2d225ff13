/** The figures of failover phase by phase, worked out by hand from a made-up run. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { except, judged, phaseOf } from './made-up.case.ts';

const HALF = { 4: 50, 5: 50 };

test('phases stand side by side', () => {
  const figures = judged({
    incident: {
      goodput: except(100, HALF),
      p99: except(1, { 6: null }),
      connections: except(20, { 5: 70 }),
      attempts: [100, 150, 120],
      hits: except(90, { 4: 45 }),
      misses: except(10, { 4: 55 }),
      ejections: [
        ['proxy-1', 'backend-1', 5, 50],
        ['proxy-1', 'backend-2', 5],
        ['proxy-1', 'backend-1', 60],
      ],
    },
  });
  assert.equal(
    figures.phases.map(({ phase, from, to }) => [phase, from, to]),
    [
      ['baseline', -20, 0],
      ['fault', 0, 40],
      ['recovery', 40, 100],
    ],
  );
  assert.equal(phaseOf(figures, 'fault'), {
    phase: 'fault',
    from: 0,
    to: 40,
    // 700 of 800 answers, in 40 s.
    goodput: 17.5,
    controlGoodput: 20,
    goodputLoss: 0.125,
    retryAmplification: 1.5,
    // 11 windows of 20 and one of 70; 20 + 20 + 70 in that one's 10 s.
    newConnections: 7.25,
    newConnectionsPeak: 11,
    // 630 of 800.
    hitRate: 0.7875,
    ejections: 2,
    falseEjections: 1,
    availability: 0.875,
    nines: 0.903,
    burnRate: 12.5,
    windows: 4,
    violatingWindows: 2,
    unjudgedWindows: 1,
  });
  const { ejections, falseEjections, retryAmplification, goodputLoss } = phaseOf(figures, 'recovery');
  assert.equal([ejections, falseEjections, retryAmplification, goodputLoss], [1, 0, 1.2, 0]);
});

test('rates are per second of the run, however short its timeline was made', () => {
  const { newConnections, newConnectionsPeak, goodput } = phaseOf(judged({ compress: 20, incident: {} }), 'fault');
  assert.equal([newConnections, newConnectionsPeak, goodput], [120, 120, 400]);
});

test('the phase in which a run was aborted ends there, and the next was none', () => {
  const figures = judged({ incident: { endedAt: 25, goodput: except(100, { 4: 50 }) } });
  const fault = phaseOf(figures, 'fault');
  assert.equal([fault.to, fault.goodput, fault.windows, fault.goodputLoss], [25, 22, 2, null]);
  const { from, to, windows, goodput, availability } = phaseOf(figures, 'recovery');
  assert.equal([from, to, windows, goodput, availability], [40, 40, 0, null, null]);
});

test.run();
