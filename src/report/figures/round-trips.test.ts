import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PageFigures, Result } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { blastRadius } from './blast-radius.ts';
import { marksOf, markOf, tableOf } from './drawing.case.ts';
import { roundTrips } from './round-trips.ts';

type Cost = Pick<PageFigures, 'roundTrips' | 'p50'>;

/** Of each workload in its order, before the fault and in it. */
function costing(costs: readonly (readonly [baseline: Cost, fault: Cost])[]): Result {
  const workloads = outage.incident.workloads.map((workload, i) => ({
    ...workload,
    phases: workload.phases.map((each) => {
      const [baseline, fault] = costs[i]!;
      return { ...each, pages: { ...each.pages, ...(each.phase === 'fault' ? fault : baseline) } };
    }),
  }));
  return { ...outage, incident: { ...outage.incident, workloads } };
}

const result = costing([
  [
    { roundTrips: 5, p50: 5000 },
    { roundTrips: 5.2, p50: 10_000 },
  ],
  [
    { roundTrips: 8, p50: 8000 },
    { roundTrips: 6, p50: null },
  ],
  [
    { roundTrips: null, p50: 5000 },
    { roundTrips: null, p50: 5000 },
  ],
]);

test('bars are as long as pages wait often, dots stand at their latencies', () => {
  const marks = marksOf(roundTrips(result));
  const [five, eight, none] = marks.filter(({ names }) => names.includes('trips'));
  assert.ok(Math.abs(five!.at('width') / eight!.at('width') - 5 / 8) < 1e-3, 'five to eight');
  assert.is(none!.at('width'), 0);
  const at = (latency: string): number => markOf(marks, 'text', latency).at('x');
  const [baseline] = marks.filter(({ names }) => names.includes('page-baseline'));
  const faults = marks.filter(({ names }) => names.includes('page-fault'));
  assert.is(baseline!.at('cx'), at('5 ms'));
  assert.is(faults[0]!.at('cx'), at('10 ms'));
  assert.is(faults.length, 2, 'a median that nobody can tell has no dot');
  markOf(marks, 'text', '8.00 ms → n/a');
});

test('latencies far apart: a logarithmic axis', () => {
  const far = costing([
    [
      { roundTrips: 5, p50: 1000 },
      { roundTrips: 5, p50: 1_000_000 },
    ],
    [
      { roundTrips: 8, p50: 10_000 },
      { roundTrips: 8, p50: 100_000 },
    ],
    [
      { roundTrips: 1, p50: 1000 },
      { roundTrips: 1, p50: 1000 },
    ],
  ]);
  const ticks = ['1 ms', '10 ms', '100 ms', '1 s'].map((text) =>
    markOf(marksOf(roundTrips(far)), 'text', text).at('x'),
  );
  const steps = ticks.slice(1).map((tick, i) => tick - ticks[i]!);
  assert.ok(
    steps.every((step) => Math.abs(step - steps[0]!) < 0.02),
    `expected equal decades, got ${steps.join(', ')}`,
  );
});

test('the table has both phases', () => {
  const [, first] = tableOf(roundTrips(result));
  assert.equal(first, ['persistent', 'persistent', '5', '5', '5.00 ms', '0 %', '5.2', '10.0 ms', '23.1 %']);
});

test('one round trip for every page: no figure', () => {
  const one: Cost = { roundTrips: 1, p50: 500 };
  assert.is(
    roundTrips(
      costing([
        [one, one],
        [one, one],
        [one, one],
      ]),
    ),
    null,
  );
});

test('the blast radius: bars from nobody to all', () => {
  const marks = marksOf(blastRadius(outage));
  const hurt = marks.filter(({ names }) => names.includes('hurt'));
  const [all] = marks.filter(({ names }) => names.includes('lane'));
  assert.equal(
    hurt.map((bar) => (bar.at('width') / all!.at('width')).toFixed(3)),
    ['0.167', '1.000', '0.982', '1.000'],
  );
  markOf(marks, 'text', '98.2 %');
});

test('nobody was hurt, or nobody can tell: no figure', () => {
  for (const share of [0, null]) {
    const radius = { keys: share, tenants: share, clients: share, proxies: share };
    assert.is(blastRadius({ ...outage, failover: { ...outage.failover, blastRadius: radius } }), null);
  }
});

test.run();
