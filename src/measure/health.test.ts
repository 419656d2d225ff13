import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type HealthInput, generatorHealth } from './health.ts';
import { Histogram } from './histogram.ts';

function lag(ns: number, n = 10_000): Histogram {
  const histogram = new Histogram();
  histogram.recordMany(ns, n);
  return histogram;
}

const GOOD: HealthInput = {
  sendLag: lag(100_000),
  latencyP50: 400_000,
  offered: 1000,
  achieved: 1000,
  eventLoopUtilisation: 0.5,
  foreignCpu: 0.01,
  littlesLaw: { inFlight: 10, residence: 10.1 },
  crossChecks: [{ what: 'gets that backends served', expected: 1000, actual: 1001 }],
};

const rows: [why: string, change: Partial<HealthInput>, reasons: string[]][] = [
  ['all is well', {}, []],
  ['a lag of 2 ms is allowed', { sendLag: lag(2_000_000) }, []],
  ['more is not', { sendLag: lag(3_000_000) }, ['send lag p99: expected at most 2 ms, got 3 ms']],
  ['but a slow service allows a tenth of its median', { sendLag: lag(3_000_000), latencyP50: 30_000_000 }, []],
  [
    'an unknown median allows no more',
    { sendLag: lag(3_000_000), latencyP50: null },
    ['send lag p99: expected at most 2 ms, got 3 ms'],
  ],
  [
    'too few sends for a p99: the maximum is judged',
    { sendLag: lag(3_000_000, 5) },
    ['send lag p99: expected at most 2 ms, got 3 ms'],
  ],
  ['99 % achieved is enough', { achieved: 990 }, []],
  ['less is not', { achieved: 989 }, ['achieved load: expected at least 99 % of 1000 operations, got 989 (98.9 %)']],
  ['nothing offered, nothing missed', { offered: 0, achieved: 0 }, []],
  ['5 % of foreign CPU is allowed', { foreignCpu: 0.05 }, []],
  ['more is not', { foreignCpu: 0.0712 }, ['CPU of other processes: expected at most 5 %, got 7.12 %']],
  ['virtual time has neither', { foreignCpu: null, eventLoopUtilisation: null }, []],
  ['a busy loop alone is no reason', { eventLoopUtilisation: 0.99 }, []],
  [
    'in flight is not what latency says',
    { littlesLaw: { inFlight: 10, residence: 9 } },
    ["Little's law: expected throughput x latency within 5 % of 10 operations in flight, got 9"],
  ],
  ['not measured', { littlesLaw: null, crossChecks: [] }, []],
  ['an idle phase', { littlesLaw: { inFlight: 0, residence: 0 } }, []],
  [
    'the servers saw others',
    { crossChecks: [{ what: 'gets', expected: 1000, actual: 1011 }] },
    ['gets: expected 1000 within 1 %, got 1011'],
  ],
  [
    'nothing expected, something came',
    { crossChecks: [{ what: 'gets', expected: 0, actual: 1 }] },
    ['gets: expected 0 within 1 %, got 1'],
  ],
  [
    'every reason is given',
    { achieved: 1, foreignCpu: 1 },
    [
      'achieved load: expected at least 99 % of 1000 operations, got 1 (0.1 %)',
      'CPU of other processes: expected at most 5 %, got 100 %',
    ],
  ],
];
for (const [why, change, reasons] of rows) {
  test(`${reasons.length === 0 ? 'valid' : 'invalid'}: ${why}`, () => {
    const health = generatorHealth({ ...GOOD, ...change });
    assert.equal(health.reasons, reasons);
    assert.is(health.valid, reasons.length === 0);
  });
}

test('figures are given either way', () => {
  assert.equal(generatorHealth(GOOD).figures, {
    sendLagP99: 100_000,
    sendLagMax: 100_000,
    achievedRatio: 1,
    eventLoopUtilisation: 0.5,
    foreignCpu: 0.01,
    littlesLawError: 0.01,
    crossCheckError: 0.001,
  });
});

test.run();
