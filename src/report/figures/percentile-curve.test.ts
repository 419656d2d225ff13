import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeHdr } from '../../measure/hdr.ts';
import { Histogram } from '../../measure/histogram.ts';
import type { Result, RunFigures, WorkloadFigures } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { marksOf, markOf, tableOf } from './drawing.case.ts';
import { percentileCurve, percentileName } from './percentile-curve.ts';
import { lastNines, namedQuantiles, quantileCurves } from './quantile-curve.ts';

/** Of `n` answers: 90 % take 1 ms, 9 % 10 ms, 0.9 % 100 ms, the rest 1 s. */
function stepped(n: number): string {
  const histogram = new Histogram();
  histogram.recordMany(1_000_000, n * 0.9);
  histogram.recordMany(10_000_000, n * 0.09);
  histogram.recordMany(100_000_000, n * 0.009);
  histogram.recordMany(1_000_000_000, n * 0.001);
  return encodeHdr(histogram);
}

function withHistograms(run: RunFigures, histogram: (workload: WorkloadFigures, phase: string) => string): RunFigures {
  return {
    ...run,
    workloads: run.workloads.map((workload) => ({
      ...workload,
      phases: workload.phases.map((each) => ({
        ...each,
        all: { ...each.all, histogram: histogram(workload, each.phase) },
      })),
    })),
  };
}

const result: Result = {
  ...outage,
  incident: withHistograms(outage.incident, ({ name }, phase) => {
    return phase === 'fault' && name === 'django' ? stepped(1_000_000) : '';
  }),
  control: null,
};

test('a known quantile stands above its percentile and beside its latency', () => {
  const marks = marksOf(percentileCurve(result));
  for (const [percentile, latency] of [
    ['p90', '1 ms'],
    ['p99', '10 ms'],
    ['p99.9', '100 ms'],
  ] as const) {
    const dot = markOf(marks, 'dot', new RegExp(`^django, fault: ${percentile} .+, of 1,000,000 answers$`));
    assert.is(dot.at('cx'), markOf(marks, 'text', percentile).at('x'), percentile);
    // Numbers stand 4 below their line.
    const beside = markOf(marks, 'text', latency).at('y') - 4;
    assert.ok(Math.abs(dot.at('cy') - beside) < 0.1, `${percentile}: expected y ${beside}, got ${dot.at('cy')}`);
  }
});

test('a curve ends where fewer than 100 answers lie above, and its name stands there', () => {
  const marks = marksOf(percentileCurve(result));
  const last = markOf(marks, 'dot', /p99\.99 /);
  assert.is(last.at('cx'), Math.max(...marks.filter(({ names }) => names.includes('dot')).map((dot) => dot.at('cx'))));
  assert.ok(markOf(marks, 'name', 'django').at('x') > last.at('cx'));
  assert.equal(namedQuantiles(1_000_000), [0.5, 0.9, 0.99, 0.999, 0.9999]);
  assert.equal(namedQuantiles(999_999), [0.5, 0.9, 0.99, 0.999], 'one answer short');
  assert.ok(Math.abs(lastNines(10_000) - 2) < 1e-9);
});

test('quantiles are those of the histogram', () => {
  const histogram = new Histogram();
  for (let i = 0; i < 30_000; i++) histogram.record(400_000 + ((i * 7919) % 30_000) * 37);
  const incident = withHistograms(outage.incident, () => encodeHdr(histogram));
  const [curve] = quantileCurves(incident, 'fault');
  for (const { p, us } of curve!.points) {
    const expected = histogram.quantileUs(p);
    assert.ok(Math.abs(us / expected - 1) < 0.002, `p${percentileName(p)}: expected ${expected}, got ${us}`);
  }
  assert.ok(
    curve!.points.every(({ us }, i) => i === 0 || us >= curve!.points[i - 1]!.us),
    'they never fall',
  );
  assert.is(curve!.points[0]!.p, 0);
});

test('many workloads: those that connect in the same way are one, by their histograms', () => {
  const [one] = outage.incident.workloads;
  const many: RunFigures = {
    ...outage.incident,
    workloads: Array.from({ length: 9 }, (_, i) => ({
      ...one!,
      name: `workload-${i}`,
      mode: i < 3 ? 'per-request' : 'persistent',
      // A release of the last one leaks connections from the fault on.
      connections: {
        ...one!.connections,
        phases: i < 8 ? [] : [{ ...one!.connections.all, phase: 'fault', mode: 'leaky' }],
      },
    })),
  };
  const curves = quantileCurves(
    withHistograms(many, ({ mode }) => stepped(mode === 'persistent' ? 1000 : 10_000)),
    'fault',
  );
  assert.equal(
    curves.map(({ name, answers }) => [name, answers]),
    [
      ['persistent (5)', 5000],
      ['per-request (3)', 30_000],
      ['workload-8', 1000],
    ],
  );
});

test('the control is grey, and what failed is said beside the name', () => {
  const both = { ...result, control: withHistograms(outage.control!, () => stepped(100_000)) };
  const marks = marksOf(percentileCurve(both));
  assert.is(marks.filter(({ names }) => names.includes('curve') && names.includes('control')).length, 3);
  markOf(marks, 'text', '41.2 % failed');
});

test('the table has the same, and says where there are too few samples', () => {
  const rows = tableOf(percentileCurve(result));
  assert.equal(rows[0], [
    'workload',
    'connections',
    'phase',
    'answers',
    'failed',
    'p50',
    'p90',
    'p99',
    'p99.9',
    'p99.99',
  ]);
  assert.equal(rows[1]!.slice(0, 7), ['django', 'per-request', 'fault', '1,000,000', '41.2 %', '1.00 ms', '1.00 ms']);
});

test('fewer than 200 answers have no curve, and no curve is no figure', () => {
  assert.is(percentileCurve(outage), null, 'results without histograms');
  const few = { ...result, incident: withHistograms(outage.incident, () => stepped(100)) };
  assert.is(percentileCurve(few), null);
});

test('percentiles as they are called', () => {
  for (const [p, name] of [
    [0, '0'],
    [0.5, '50'],
    [0.999, '99.9'],
    [0.99999, '99.999'],
    [1 - 100 / 297_055, '99.9663'],
  ] as const) {
    assert.is(percentileName(p), name);
  }
});

test.run();
