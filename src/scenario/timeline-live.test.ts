/** All that a timeline can do to nodes and links, in both worlds: every request is accounted for, and all of it ends. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../../toxics/index.ts';
import { defineScenario, type TimelineEntry } from './define.ts';
import { runScenario } from './run.ts';
import { parseScenario } from './schema.ts';
import { TOXIC_SETTINGS } from './toxic-settings.case.ts';

/** Each toxic for a fifth of a second, on the way to a machine of its own. */
const TOXIC: TimelineEntry[] = TOXICS.map(({ type }, i) => ({
  at: `${i * 200}ms`,
  for: '200ms',
  do: 'toxic',
  link: { from: ['shop', 'proxy-2'], to: ['proxy-1', 'backend-1'] },
  type,
  stream: i % 2 === 0 ? 'downstream' : 'upstream',
  attributes: TOXIC_SETTINGS[type] ?? {},
}));

const SCENARIO = defineScenario({
  title: 'All of it',
  story: 'Whatever a timeline can do, in three seconds.',
  cluster: {
    machines: 2,
    backend: { serviceTime: { fixed: '20us' } },
    proxy: { cpu: '10us' },
    links: { clientToProxy: '100us', proxyToBackend: '100us' },
  },
  workloads: {
    shop: {
      clients: 8,
      client: { preset: 'disciplined', timeout: '200ms' },
      rate: 300,
      keys: { count: 500 },
      values: 'etc',
      setPercent: 20,
    },
    page: {
      clients: 3,
      client: { preset: 'django', timeout: '200ms' },
      rate: 60,
      keys: { count: 500 },
      values: { bytes: 100 },
    },
  },
  phases: { warmup: '-600ms', baseline: '-300ms', fault: '0s', recovery: '2.5s', end: '3.5s' },
  timeline: [
    ...TOXIC,
    {
      at: '0s',
      for: '2s',
      do: 'toxic',
      link: { from: 'page', to: 'proxy-*' },
      type: 'latency',
      name: 'some',
      toxicity: 0.5,
      toxicityPer: 'request',
      match: { command: 'get' },
      attributes: { latency: 20 },
    },
    { at: '0.5s', do: 'update-toxic', link: { from: 'page', to: '*-1' }, name: 'some', attributes: { latency: 50 } },
    { at: '0.6s', do: 'remove-toxic', link: { from: 'page', to: '*-2' }, name: 'some' },
    { at: '0.1s', for: '0.5s', do: 'partition', from: 'machine-1', to: 'machine-2' },
    {
      at: '0.4s',
      for: '0.5s',
      do: 'partition',
      from: ['page', 'proxy-1'],
      to: ['proxy-*', 'backend-*'],
      direction: 'one-way',
    },
    { at: '0.8s', for: '0.3s', do: 'stall', nodes: ['backend-1', 'proxy-2'] },
    { at: '1s', for: '0.5s', do: 'fd-limit', nodes: ['proxy-1'], limit: 5 },
    { at: '1.2s', do: 'restart', nodes: ['backend-2'] },
    { at: '1.4s', for: '0.3s', do: 'restart', nodes: ['machine-1'] },
    { at: '1.8s', do: 'down', link: { from: '*', to: 'proxy-2' } },
    { at: '2s', do: 'up', link: { from: 'page', to: 'proxy-2' } },
    { at: '2.2s', do: 'up', link: { from: 'shop', to: 'proxy-2' } },
    { at: '3.4s', do: 'partition', from: 'shop', to: 'proxy-1' },
    { at: '3.4s', for: '9s', do: 'stall', nodes: ['machine-2'] },
  ],
  slo: { p99: '1s' },
  expectations: [],
});

for (const world of ['virtual', 'live'] as const) {
  test(`${world}: accounted for, told, and over`, async () => {
    const scenario = parseScenario(SCENARIO, 'all');
    const { figures, events, health } = await runScenario({ scenario, seed: 'all of it', world, role: 'incident' });
    const { operations, answered, failed, unfinished } = figures.totals;
    assert.is(operations, answered + failed + unfinished);
    assert.is(health.countsAgree, true, health.reasons.join('\n'));
    assert.ok(answered > 300, `${answered} answered of ${operations}`);
    assert.is(events.filter(({ text }) => text.startsWith('not done')).length, 0);
    const ending = scenario.timeline.filter((entry) => entry.for !== undefined && entry.for !== '9s').length;
    assert.is(events.length, scenario.timeline.length + ending);
    const recovery = figures.workloads[0]!.phases.find(({ phase }) => phase === 'recovery')!;
    assert.ok(recovery.all.answered > 0);
  });
}

test.run();
