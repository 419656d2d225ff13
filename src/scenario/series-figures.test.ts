import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Outcome } from '../measure/outcome.ts';
import { Recorder } from '../measure/recorder.ts';
import { smallScenario } from './fixture.case.ts';
import { runScenario } from './run.ts';
import { errorSeries } from './series-figures.ts';

const SEED = 'series';
const narrow = await runScenario({
  scenario: { ...smallScenario, window: '1s' },
  seed: SEED,
  world: 'virtual',
  role: 'incident',
});
const wide = await runScenario({ scenario: smallScenario, seed: SEED, world: 'virtual', role: 'incident' });

function sum(list: readonly number[]): number {
  return list.reduce((n, value) => n + value, 0);
}

/** Ten windows in one. */
function inTens(list: readonly number[]): number[] {
  return Array.from({ length: list.length / 10 }, (_, i) => sum(list.slice(i * 10, i * 10 + 10)));
}

test('failures by kind: of all keys, per window, the most frequent kind first', () => {
  const workload = new Recorder({ phases: [{ name: 'fault', from: 0, to: 40 }], window: 10 }).workload('w');
  const seen: readonly [t: number, outcome: Outcome, faultyKey: boolean][] = [
    [1, Outcome.hit, false],
    [2, Outcome.timeout, true],
    [11, Outcome.reset, true],
    [12, Outcome.reset, false],
    [13, Outcome.refused, false],
    [21, Outcome.reset, true],
    [40, Outcome.unfinished, false],
  ];
  for (const [t, outcome, faulty] of seen) workload.observe(t, 1, outcome, faulty, 0);
  assert.equal(errorSeries([workload.series('healthy'), workload.series('faulty')]), [
    { kind: 'reset', values: [0, 2, 1, 0] },
    { kind: 'timeout', values: [1, 0, 0, 0] },
    { kind: 'refused', values: [0, 1, 0, 0] },
    { kind: 'unfinished', values: [0, 0, 0, 1] },
  ]);
  assert.equal(errorSeries([]), []);
});

test('the kinds add up to what failed, in each window', () => {
  for (const { figures } of [narrow, wide]) {
    for (const { name, series, phases } of figures.workloads) {
      const byWindow = series.all.failed.map((_, i) => sum(series.errors.map(({ values }) => values[i]!)));
      assert.equal(byWindow, series.all.failed, name);
      for (const { kind, values } of series.errors) {
        const counts = phases.flatMap(({ all }) => all.errors.filter((one) => one.kind === kind));
        assert.is(sum(values), sum(counts.map(({ count }) => count)), `${name} ${kind}`);
      }
    }
  }
  assert.ok(
    wide.figures.workloads.some(({ series }) => series.errors.length > 0),
    'something must fail for this to tell anything',
  );
});

test("operations in flight: windows agree with Little's law in each phase", () => {
  for (const { figures } of [narrow, wide]) {
    for (const [i, { phase, inFlight }] of figures.littlesLaw.entries()) {
      // Phases of ten seconds each.
      const perPhase = 10 / figures.workloads[0]!.series.window;
      const means = figures.workloads.map(({ series }) =>
        sum(series.inFlight.mean.slice(i * perPhase, (i + 1) * perPhase)),
      );
      const mean = sum(means) / perPhase;
      assert.ok(Math.abs(mean - inFlight) < 0.002, `${phase}: expected ${inFlight}, got ${mean}`);
    }
    for (const { name, series } of figures.workloads) {
      series.inFlight.max.forEach((max, i) => assert.ok(max >= series.inFlight.mean[i]!, `${name}, window ${i}`));
    }
  }
});

test('windows of a second see what windows of ten see', () => {
  assert.equal([narrow.windowNs, wide.windowNs], [1e9, 1e10]);
  narrow.figures.workloads.forEach(({ name, series }, i) => {
    const other = wide.figures.workloads[i]!.series;
    assert.equal([series.window, other.window, series.all.operations.length], [1, 10, 40], name);
    for (const figure of ['operations', 'goodput', 'failed', 'hits', 'misses'] as const) {
      assert.equal(inTens(series.all[figure]), other.all[figure], `${name} ${figure}`);
    }
  });
  narrow.figures.backends.forEach(({ name, executed, windowHits, replies, utilisation }, i) => {
    const other = wide.figures.backends[i]!;
    assert.equal(inTens(executed), other.executed, name);
    assert.equal(inTens(windowHits), other.windowHits, name);
    for (const list of [replies.p50, replies.p99, utilisation]) assert.is(list.length, 40, name);
    assert.equal([other.replies.p50.length, other.replies.p99.length], [4, 4], name);
  });
  narrow.figures.proxies.forEach(({ newConnections }, i) => {
    assert.equal(inTens(newConnections), wide.figures.proxies[i]!.newConnections);
  });
});

test('how often somebody looks does not change what happens', () => {
  // But for the trace, which has the looking in it.
  assert.equal(narrow.figures.totals, wide.figures.totals);
  narrow.figures.workloads.forEach(({ phases }, i) => assert.equal(phases, wide.figures.workloads[i]!.phases));
});

test.run();
