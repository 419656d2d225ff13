/** A run whose proxies run out of descriptors: what its record says of connections, pages and descriptors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defineScenario, type WorkloadSpec } from './define.ts';
import { metricsOf } from './metrics.ts';
import type { ConnectionCounts, FailoverFigures, RunFigures } from './result.ts';
import { runScenario } from './run.ts';
import type { RunRecord } from './run-record.ts';

const SEED = 'connections';
const LIMIT = 60;

const web: WorkloadSpec = {
  clients: 10,
  client: { preset: 'django' },
  rate: 60,
  page: { operations: 3, order: 'sequential', onFailure: 'give-up' },
  keys: { count: 100 },
  values: { bytes: 10 },
};

const scenario = defineScenario({
  title: 'Two small machines, and a release that leaks for twenty seconds',
  story: 'A scenario for tests.',
  cluster: {
    machines: 2,
    fileLimit: LIMIT,
    backend: { serviceTime: { fixed: '10us' } },
    proxy: { authentication: { time: '100us' } },
    links: { clientToProxy: '500us', proxyToBackend: '50us' },
  },
  workloads: {
    kept: { ...web, client: { preset: 'pooled' } },
    restarted: { ...web, client: { preset: 'pooled' } },
    web,
    leaky: web,
    cramped: { ...web, client: { preset: 'pooled' }, machine: { fileLimit: 4 } },
  },
  phases: { warmup: '-20s', baseline: '-10s', fault: '0s', recovery: '20s', end: '30s' },
  timeline: [
    { at: '0s', for: '20s', do: 'deploy', workloads: ['leaky'], client: { mode: 'leaky' } },
    { at: '10s', do: 'deploy', workloads: ['restarted'] },
  ],
  slo: { p99: '50ms' },
  expectations: [],
});

async function run(role: 'incident' | 'control'): Promise<RunRecord> {
  const record = await runScenario({ scenario, seed: SEED, world: 'virtual', role });
  assert.is(record.health.countsAgree, true, record.health.reasons.join('; '));
  return record;
}

const [{ figures, events }, control] = [await run('incident'), await run('control')];

function workload(name: string, of: RunFigures = figures) {
  const found = of.workloads.find((each) => each.name === name)!;
  const phase = (which: string) => ({
    ...found.phases.find((each) => each.phase === which)!,
    ...found.connections.phases.find((each) => each.phase === which)!,
  });
  return { ...found, phase };
}

test('each connection is in one phase and ends in one way', () => {
  const COUNTS = ['tried', 'opened', 'signedIn', 'closed', 'broken', 'turnedAway'] as const;
  for (const { name, connections } of figures.workloads) {
    const { all, phases, series, turnedAwayBy } = connections;
    const sum = (counts: readonly ConnectionCounts[], of: (typeof COUNTS)[number]): number =>
      counts.reduce((n, each) => n + each[of], 0);
    for (const of of COUNTS) assert.is(sum(phases, of), all[of], `${name}: ${of}`);
    assert.is(total(all.causes.map(({ count }) => count)), all.broken, name);
    assert.is(total(turnedAwayBy.map(({ count }) => count)), all.turnedAway, name);
    assert.is(total(series.tried), all.tried, name);
    assert.is(total(series.broken), all.broken, name);
    assert.is(total(series.turnedAway), all.turnedAway, name);
    assert.is(all.tried - all.closed - all.broken, series.held.at(-1), `${name}: held at the end`);
    for (const of of COUNTS) assert.is(sum(connections.modes, of), all[of], `${name}: ${of} by mode`);
    for (const { mode, ...mine } of connections.modes) {
      assert.ok(mine.closed + mine.broken <= mine.tried && mine.signedIn <= mine.opened, `${name}: ${mode}`);
    }
    assert.ok(all.opened <= all.tried && all.signedIn <= all.opened, name);
  }
});

test('pages: every one that came is counted, with the time of its first and last failure', () => {
  for (const { name, phases, operationsPerPage, pages } of figures.workloads) {
    const offered = total(phases.map((phase) => phase.pages.count));
    assert.ok(Math.abs(offered - 49 * 20) < 150, `${name}: ${offered} pages`);
    assert.is(operationsPerPage, 3);
    const failed = total(phases.map((phase) => phase.pages.failed));
    assert.equal([pages.firstFailedAt === null, total(pages.series.failed)], [failed === 0, failed], name);
  }
  const { pages } = workload('web');
  assert.ok(pages.firstFailedAt! > 1 && pages.firstFailedAt! < 15, `${pages.firstFailedAt}`);
  assert.ok(pages.lastFailedAt! > 19 && pages.lastFailedAt! < 22, `${pages.lastFailedAt}`);
});

test("the tables of the proxies' machines fill up; afterwards they are as empty as before", () => {
  for (const machine of figures.machines.filter(({ of }) => of === 'cluster')) {
    const { fileLimit, peak, fullAt, denied, files } = machine;
    assert.equal([fileLimit, peak], [LIMIT, LIMIT]);
    assert.ok(fullAt! > 1 && fullAt! < 10, `${fullAt}`);
    assert.ok(denied > 0);
    assert.is(files[3], LIMIT, 'at +20 s');
    assert.ok(Math.abs(files[4]! - files[1]!) < 5, `${files.join()}`);
  }
  const leaking = figures.machines.find(({ nodes }) => nodes.includes('leaky'))!;
  assert.equal([leaking.of, leaking.fileLimit, leaking.fullAt], ['clients', null, null]);
  assert.ok(leaking.peak > LIMIT);
});

test('who keeps his connections notices nothing; who must connect anew is turned away, by both proxies', () => {
  assert.equal([workload('kept').pages.firstFailedAt, workload('kept').connections.all.turnedAway], [null, 0]);
  assert.ok(workload('restarted').pages.firstFailedAt! > 10);
  for (const name of ['restarted', 'web', 'leaky']) {
    const { turnedAwayBy, all } = workload(name).connections;
    assert.equal(
      turnedAwayBy.map(({ proxy }) => proxy),
      ['proxy-1', 'proxy-2'],
      name,
    );
    for (const { first, last } of turnedAwayBy) assert.ok(first > 1 && last >= first && last < 22, name);
    assert.ok(all.turnedAway > 0);
  }
  const { waiting } = workload('restarted').connections.series;
  assert.equal([waiting[3], waiting[4]], [10, 0], 'they wait in the backlog until there is room');
  assert.ok(figures.proxies.every(({ backlog }) => backlog[3]! > 0));
});

test('a phase tells how its clients connected', () => {
  const modes = workload('leaky').connections.phases.map(({ phase, mode }) => `${phase} ${mode}`);
  assert.equal(modes, ['warmup per-request', 'baseline per-request', 'fault leaky', 'recovery per-request']);
  const [before, leaked] = workload('leaky').connections.modes;
  assert.equal([before!.mode, before!.signedIn, before!.broken], ['per-request', before!.pages, 0]);
  assert.ok(leaked!.mode === 'leaky' && leaked!.signedIn < leaked!.pages && leaked!.broken > 0);
  const { tried, closed, signedIn, pages } = workload('web').phase('baseline');
  assert.equal([tried, closed, signedIn], [pages.count, pages.count, pages.count], 'one for each page');
  assert.is(workload('kept').phase('baseline').tried, 0);
});

test('a machine of clients that is too small is no fault of the servers', () => {
  const { all } = workload('cramped', control.figures).connections;
  assert.equal(
    all.causes.map(({ cause }) => cause),
    ['no-descriptors'],
  );
  assert.is(all.turnedAway, 0);
});

test('the control has no release', () => {
  for (const { name, connections, pages } of control.figures.workloads) {
    if (name === 'cramped') continue;
    assert.equal([connections.all.broken, connections.all.turnedAway, pages.firstFailedAt], [0, 0, null], name);
  }
});

test('what happened is told', () => {
  assert.equal(
    events.map(({ at, kind, text }) => `${at} ${kind} ${text}`),
    [
      '0 fault leaky: a release changes mode to leaky',
      '10 note restarted: processes restarted',
      '20 cure leaky: the release is rolled back',
    ],
  );
});

test('an expectation may name it', () => {
  // Of no account here.
  const failover = { blastRadius: {}, phases: [] as FailoverFigures['phases'] } as FailoverFigures;
  const metrics = new Map(metricsOf({ figures, connectionHerd: 1 }, null, failover));
  const { all, phases } = workload('web').connections;
  const fault = phases.find(({ phase }) => phase === 'fault')!;
  assert.is(metrics.get('incident.web.connections.broken'), all.broken);
  assert.is(metrics.get('incident.web.fault.connections.tried'), fault.tried);
  assert.is(metrics.get('incident.web.connections.broken.protocol-error'), 0);
  assert.is(metrics.get('incident.kept.pages.firstFailedAt'), 'never');
  assert.is(metrics.get('incident.web.baseline.pages.failed'), 0);
  assert.is(metrics.get('incident.descriptors.machinesFull'), 2);
  assert.is(metrics.get('incident.machines.machine-1.peak'), LIMIT);
  const broken = total(figures.workloads.map(({ connections }) => connections.all.broken));
  assert.is(metrics.get('incident.connections.broken'), broken);
});

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

test.run();
