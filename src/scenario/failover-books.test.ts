/** What a run counts in several places for its figures of failover comes to the same everywhere. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { belowSlo, ended } from './answers.ts';
import { smallScenario } from './fixture.case.ts';
import { goodBadIn, goodBadSeries } from './good-bad.ts';
import { runScenario } from './run.ts';

const SEED = 'books';
const { figures, suffering, goodput, faultyShare } = await runScenario({
  scenario: smallScenario,
  seed: SEED,
  world: 'virtual',
  role: 'incident',
});
const { totals, traffic, workloads, proxies, backends } = figures;

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((n, item) => n + of(item), 0);
}

test('traffic by phase adds up to the totals', () => {
  assert.equal(
    traffic.map(({ phase }) => phase),
    ['warmup', 'baseline', 'fault', 'recovery'],
  );
  assert.is(
    sum(traffic, ({ operations }) => operations),
    totals.operations,
    SEED,
  );
  assert.is(
    sum(traffic, ({ newConnections }) => newConnections),
    sum(proxies, (each) => each.connectionsAccepted),
  );
  const attempts = sum(traffic, ({ backendAttempts }) => backendAttempts!);
  // What was under way to a backend when the run ended was passed on, and not executed.
  assert.ok(attempts >= totals.backendRequests && attempts <= totals.attempts, `attempts: ${attempts}`);
});

test('windows add up to phases, and both to what all workloads came to', () => {
  const phases = goodBadIn(figures, ['warmup', 'baseline', 'fault', 'recovery']);
  const windows = goodBadSeries(figures);
  assert.is(phases.good + phases.bad, totals.operations - totals.unfinished);
  assert.equal([sum(windows, ({ good }) => good), sum(windows, ({ bad }) => bad)], [phases.good, phases.bad]);
  assert.equal(
    windows.map(({ good }) => good),
    goodput,
  );
});

test('hits and misses: of clients by phase and window, of backends by window and in all', () => {
  for (const { phases, series } of workloads) {
    assert.is(
      sum(phases, ({ all }) => all.hits),
      sum(series.all.hits, (n) => n),
    );
    assert.is(
      sum(phases, ({ all }) => all.misses),
      sum(series.all.misses, (n) => n),
    );
  }
  for (const { name, hits, misses, windowHits, windowMisses } of backends) {
    assert.equal([sum(windowHits, (n) => n), sum(windowMisses, (n) => n)], [hits, misses], name);
  }
});

test('whom the fault hurt: by client, by first proxy, by backend and by phase', () => {
  assert.ok(
    faultyShare.some(({ share }) => share > 0),
    'some keys live on slow backends',
  );
  for (const { workload, proxies: atHome, backends: keys, clientsSeen, clientsHurt } of suffering) {
    const { phases, clients } = workloads.find(({ name }) => name === workload)!;
    const { all, healthy, faulty } = phases.find(({ phase }) => phase === 'fault')!;
    const [operations, bad] = [ended(all), belowSlo(all)];
    assert.equal(
      [sum(atHome, (each) => each.operations), sum(atHome, (each) => each.bad)],
      [operations, bad],
      workload,
    );
    assert.equal([sum(keys, (each) => each.operations), sum(keys, (each) => each.bad)], [operations, bad], workload);
    const slow = keys.filter(({ name }) => name === 'backend-1' || name === 'backend-2');
    assert.is(
      sum(slow, (each) => each.operations),
      ended(faulty),
      workload,
    );
    assert.is(
      sum(slow, (each) => each.bad),
      belowSlo(faulty),
      workload,
    );
    assert.is(belowSlo(healthy) + belowSlo(faulty), bad, workload);
    assert.ok(clientsHurt <= clientsSeen && clientsSeen <= clients, `${clientsHurt} of ${clientsSeen} of ${clients}`);
  }
});

test.run();
