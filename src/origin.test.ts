/** Scenarios with a web app and an origin: what must fit, what is counted, and that both worlds know them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { textReport } from './report/text.ts';
import { originMetrics } from './scenario/origin-figures.ts';
import type { Scenario } from './scenario/define.ts';
import { smallScenario } from './scenario/fixture.case.ts';
import { assembleResult } from './scenario/judge.ts';
import { applyOverrides } from './scenario/override.ts';
import type { Result, RunFigures } from './scenario/result.ts';
import { runScenario } from './scenario/run.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { parseScenario } from './scenario/schema.ts';

const { legacy: _legacy, ...others } = smallScenario.workloads;

/** A shop of 200 pages a second, whose caches a restart empties of a quarter. */
const shop: Scenario = {
  ...smallScenario,
  cluster: { ...smallScenario.cluster, proxy: { cpu: '15us' } },
  origin: { concurrency: 10, serviceTime: { fixed: '10ms' } },
  workloads: {
    web: {
      ...others['web']!,
      rate: 400,
      page: { operations: 2, order: 'sequential' },
      app: { workers: 40, deadline: '500ms' },
      keys: { count: 2000, skew: 1, preloaded: 0.9 },
    },
  },
  phases: { warmup: '-20s', baseline: '-10s', fault: '0s', recovery: '10s', end: '20s' },
  load: [],
  timeline: [{ at: '0s', do: 'restart', nodes: ['backend-2'] }],
  expectations: [],
};

function changed(...changes: string[]): Scenario {
  return parseScenario(applyOverrides(shop, changes), 'test');
}

function play(scenario: Scenario, role: 'incident' | 'control' = 'incident'): Promise<RunRecord> {
  return runScenario({ scenario, seed: 'origin', world: 'virtual', role });
}

test('an app needs an origin, an origin an app, and neither takes a workload’s name', () => {
  const rows: readonly [why: string, changes: string[], message: RegExp][] = [
    ['nobody to ask', ['origin=null'], /workloads\.web\.app: expected an origin \(scenario\.origin\) to ask, got none/],
    ['nobody asks', ['workloads.web.app=null'], /origin: expected a workload with an app that asks it, got none/],
    ['no workers', ['workloads.web.app.workers=0'], /app\.workers: expected a whole number from 1 to 10000, got 0/],
    ['more than all', ['workloads.web.keys.preloaded=1.5'], /keys\.preloaded: expected a number from 0 to 1, got 1\.5/],
    [
      'copies are not looked at',
      ['cluster.proxy.leases={}', 'cluster.proxy.replicas=2'],
      /proxy\.leases: expected none beside replicas/,
    ],
    ['no time', ['origin.serviceTime.fixed=soon'], /origin\.serviceTime\.fixed: expected a duration/],
  ];
  for (const [why, changes, message] of rows) assert.throws(() => changed(...changes), message, why);
  const workloads = { origin: shop.workloads['web']! };
  assert.throws(() => parseScenario({ ...shop, workloads }, 'test'), /names that no node may have/);
});

test('every page and every query is accounted for, and the counts of all nodes agree', async () => {
  const { figures, health } = await play(shop);
  assert.ok(health.valid, health.reasons.join('; '));
  const { reads, executed, refused, skipped, phases, series } = figures.origin!;
  const { app, phases: perPhase } = figures.workloads[0]!;
  assert.ok(
    reads >= executed + refused + skipped && reads - executed - refused - skipped <= 40,
    'the rest is under way',
  );
  assert.is(
    series.reads.reduce((sum, n) => sum + n, 0),
    reads,
  );
  assert.is(app!.originReads, reads);
  assert.ok(app!.backfills <= executed);
  assert.ok(phases[2]!.readsPerSecond > 2 * phases[1]!.readsPerSecond, 'the restart makes misses');
  for (const { pages, phase } of perPhase) {
    assert.ok(pages.count > 100, phase);
    assert.ok(pages.refused! + pages.late! <= pages.failed, phase);
  }
});

test('the keys that are stored before are the popular ones; without any every page asks the origin at first', async () => {
  const reads = async (preloaded: number): Promise<number> => {
    const { figures } = await play(changed(`workloads.web.keys.preloaded=${preloaded}`), 'control');
    return figures.origin!.reads;
  };
  const [all, most, none] = [await reads(1), await reads(0.5), await reads(0)];
  assert.is(all, 0);
  assert.ok(
    0 < most && most < none / 2,
    `half of the keys and none: expected far more without, got ${most} and ${none}`,
  );
});

test('with a control: extra reads, the peak, and a section in the report; without an origin none of it', async () => {
  const result = judged(shop, await play(shop), await play(shop, 'control'));
  const metrics = new Map(result.metrics);
  assert.is(metrics.get('failover.backfill'), extra(result.incident, result.control!));
  assert.ok(Number(metrics.get('failover.peakOriginLoad')) > 1);
  assert.ok(Number(metrics.get('incident.origin.fault.peakPerSecond')) > 10);
  assert.is(metrics.get('incident.web.fault.pages.refused'), 0);
  assert.match(textReport(result), /ORIGIN {2}the database behind the caches, which executes 10 queries at once/);
  const plain = judged(smallScenario, await play({ ...smallScenario, phases: shop.phases, timeline: [] }), null);
  assert.not.match(textReport(plain), /ORIGIN/);
  assert.not(plain.metrics.some(([path]) => /\.origin\.|backfill|peakOriginLoad|\.app\.|pages\.refused/.test(path)));
  assert.equal(originMetrics('incident', plain.incident), []);
});

test('goodput is what served pages had asked for: a page that fails is none, whatever the cache answered', async () => {
  const slow = changed('origin.serviceTime.fixed=2s', 'workloads.web.app.deadline=100ms');
  const { figures, goodput } = await play(slow);
  const web = figures.workloads[0]!;
  assert.equal(
    goodput,
    web.pages.series.complete.map((n) => 2 * n),
  );
  assert.ok(web.pages.series.failed.some((n) => n > 10));
  assert.is(web.phases[2]!.all.failed, 0, 'the cache fails nobody');
});

test('the origin may be slow or stall, which is a fault of no backend; it does not crash', async () => {
  const slowed: Scenario = {
    ...shop,
    timeline: [
      { at: '0s', for: '2s', do: 'stall', nodes: ['origin'] },
      { at: '4s', for: '4s', do: 'slow', nodes: ['origin'], factor: 100 },
    ],
  };
  const { figures, faultyBackends } = await play(parseScenario(slowed, 'test'));
  assert.equal(faultyBackends, []);
  const [, baseline, fault, recovery] = figures.workloads[0]!.phases;
  assert.is(baseline!.pages.late, 0);
  assert.ok(fault!.pages.late! > 5, `expected late pages, got ${fault!.pages.late}`);
  assert.ok(recovery!.pages.late! <= 1, 'it goes on when it is over');
  const crash = { ...shop, timeline: [{ at: '0s', do: 'crash', nodes: ['origin'] }] };
  assert.throws(() => parseScenario(crash, 'test'), /expected a node of this cluster/);
  const nobody = { ...smallScenario, timeline: [{ at: '0s', do: 'slow', nodes: ['origin'], factor: 2 }] };
  assert.throws(() => parseScenario(nobody, 'test'), /expected a node of this cluster/);
});

test('in the live world the same app asks the same origin over real sockets', async () => {
  const { figures, health } = await runScenario({
    ...{ scenario: changed('cluster.proxy.leases={}'), seed: 'origin', role: 'incident' },
    ...{ world: 'live', compress: 16 },
  });
  assert.ok(health.countsAgree, health.reasons.join('; '));
  const { origin, workloads } = figures;
  assert.ok(origin!.executed > 20, `expected queries, got ${origin!.executed}`);
  assert.ok(
    origin!.series.utilisation.some((share) => share > 0),
    'queries take their time there, too',
  );
  const served = workloads[0]!.phases.reduce((sum, { pages }) => sum + pages.complete, 0);
  assert.ok(served > 100, `expected pages, got ${served}`);
  assert.ok(workloads[0]!.app!.backfills > 20);
});

function extra(incident: RunFigures, control: RunFigures): number {
  return incident.origin!.reads - control.origin!.reads;
}

function judged(scenario: Scenario, incident: RunRecord, control: RunRecord | null): Result {
  const environment = { node: '', platform: '', wallSeconds: 1, cpuSeconds: 1, peakMemoryBytes: 1, finishedAt: '' };
  return assembleResult({
    ...{ scenario, incident, control, environment },
    ...{ id: 'shop', seed: 'origin', brownout: '', world: 'virtual' },
  });
}

test.run();
