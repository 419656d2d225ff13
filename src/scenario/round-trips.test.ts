import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { connectionMetrics } from './connection-metrics.ts';
import type { WorkloadSpec } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { runScenario } from './run.ts';

const clients: Omit<WorkloadSpec, 'client'> = { clients: 10, rate: 60, keys: { count: 100 }, values: { bytes: 50 } };
const pooled = { preset: 'pooled' } as const;
const django = { preset: 'django' } as const;
const app = { workers: 20 } as const;

/** What a page costs each of them in calm. */
const rows: readonly [name: string, spec: WorkloadSpec, expected: number][] = [
  ['batch', { ...clients, client: pooled, page: { operations: 6, order: 'pipelined' } }, 1],
  ['series', { ...clients, client: pooled, page: { operations: 6, order: 'sequential' } }, 6],
  ['single', { ...clients, client: django }, 4],
  ['django', { ...clients, client: django, page: { operations: 6, order: 'sequential' } }, 9],
  ['leaky', { ...clients, client: { ...django, mode: 'leaky' }, page: { operations: 3, order: 'sequential' } }, 6],
  ['site', { ...clients, client: django, page: { operations: 6, order: 'pipelined' }, app }, 4],
  // Each of its six gets misses, and fills the cache; the origin is not asked over the cache's connection.
  [
    'cold',
    {
      ...clients,
      keys: { count: 1_000_000, preloaded: 0 },
      client: pooled,
      page: { operations: 6, order: 'sequential' },
      app,
    },
    12,
  ],
];

const { figures } = await runScenario({
  scenario: {
    ...smallScenario,
    workloads: Object.fromEntries(rows.map(([name, spec]) => [name, spec])),
    origin: { serviceTime: { fixed: '1ms' }, concurrency: 50 },
    timeline: [{ at: '0s', for: '5s', do: 'crash', nodes: ['proxy-*'] }],
    expectations: [],
    slo: { p99: '50ms' },
  },
  seed: 'round trips',
  world: 'virtual',
  role: 'incident',
});

test('what a page costs, by how its client connects and asks', () => {
  figures.workloads.forEach(({ name, phases }, i) => {
    const [expectedName, , expected] = rows[i]!;
    assert.is(name, expectedName);
    // A key may come twice: then it is found the second time.
    const got = phases.find(({ phase }) => phase === 'baseline')!.pages.roundTrips!;
    assert.ok(Math.abs(got - expected) < 0.02, `${name}: expected ${expected}, got ${got}`);
  });
});

test('expectations may name it', () => {
  const metrics = new Map(connectionMetrics('incident', figures));
  for (const { name, phases } of figures.workloads) {
    for (const { phase, pages } of phases) {
      assert.is(metrics.get(`incident.${name}.${phase}.pages.roundTrips`), pages.roundTrips);
    }
  }
});

test('a fault shows in the phase of the page that it made to connect anew', () => {
  const { phases } = figures.workloads[0]!;
  const [, baseline, fault] = phases.map(({ pages }) => pages.roundTrips!);
  assert.is(baseline, 1);
  assert.ok(fault! > 1, `expected more than 1, got ${fault}`);
});

test.run();
