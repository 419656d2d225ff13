/**
 * Who is ejected when two of twelve backends are sick, on each of three proxies, of which the third has too little traffic
 * to compare anybody: gray failures are seen by latency alone, and Envoy's proxies have room for one.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PolicySpec, Scenario, TimelineEntry } from './scenario/define.ts';
import type { ProxyFigures } from './scenario/result.ts';
import { runScenario } from './scenario/run.ts';
import { parseScenario } from './scenario/schema.ts';

const SICK = ['backend-3', 'backend-8'];
const SEED = 'sick backends';

/** The proxies get 613, 153 and 68 requests/s. 100 in 10 s to each backend are 120/s. */
function sick(policy: PolicySpec, timeline: readonly TimelineEntry[]): Scenario {
  return parseScenario(
    {
      title: 'Two of twelve are sick',
      story: 'For tests.',
      cluster: {
        machines: 12,
        proxies: 3,
        backend: { serviceTime: { fixed: '20us' } },
        proxy: { policy },
        links: { clientToProxy: '100us', proxyToBackend: '50us' },
      },
      workloads: {
        web: {
          clients: 30,
          client: { preset: 'pooled', timeout: '5s' },
          rate: 833,
          homeSkew: 2,
          keys: { count: 2000 },
          values: { bytes: 10 },
        },
      },
      phases: { warmup: '-10s', baseline: '-5s', fault: '0s', recovery: '45s', end: '50s' },
      timeline,
      slo: { p99: '50ms' },
      expectations: [],
    } satisfies Scenario,
    'sick backends',
  );
}

async function proxiesOf(policy: PolicySpec, timeline: readonly TimelineEntry[]): Promise<readonly ProxyFigures[]> {
  const scenario = sick(policy, timeline);
  const { figures, health } = await runScenario({ scenario, seed: SEED, world: 'virtual', role: 'incident' });
  assert.ok(health.countsAgree, health.reasons.join());
  return figures.proxies;
}

/** 50 ms, give or take 10: far below every timeout, and 100 times what is usual. */
const SLOW: TimelineEntry = {
  at: '0s',
  for: '45s',
  do: 'toxic',
  link: { from: 'proxy-*', to: SICK },
  type: 'latency',
  attributes: { latency: 50, jitter: 10 },
};
const DOWN: TimelineEntry = { at: '0s', do: 'crash', nodes: SICK };

const BLIND = [
  { name: 'none' },
  { name: 'consecutive-eject' },
  { name: 'tko-probe' },
  { name: 'success-rate' },
  { name: 'twemproxy' },
  { name: 'envoy' },
  { name: 'finagle' },
  { name: 'mcrouter' },
] as const satisfies readonly PolicySpec[];

for (const policy of BLIND) {
  test(`${policy.name}: slow is not failed, and nobody is ejected`, async () => {
    const proxies = await proxiesOf(policy, [SLOW]);
    assert.equal(
      proxies.map(({ ejections }) => ejections),
      [[], [], []],
      `seed ${SEED}`,
    );
  });
}

test('latency-outlier: ejects both, and nobody else, on every proxy that has the samples', async () => {
  const proxies = await proxiesOf({ name: 'latency-outlier' }, [SLOW]);
  const ejected = proxies.map(({ ejections }) => ejections.map(({ backend }) => backend).sort());
  assert.equal(ejected, [SICK, SICK, []], `seed ${SEED}`);
  for (const { at } of proxies.flatMap(({ ejections }) => ejections)) {
    assert.ok(at >= 30 && at < 42, `seed ${SEED}: three whole windows of 10 s, got ${at} s`);
  }
});

test('envoy: of two that are down exactly one is out, at any time', async () => {
  const proxies = await proxiesOf({ name: 'envoy' }, [DOWN]);
  for (const { name, ejections } of proxies) {
    assert.ok(ejections.length > 0, `${name}, seed ${SEED}: expected an ejection, got none`);
    for (const [i, { backend, at }] of ejections.entries()) {
      assert.ok(SICK.includes(backend), `${name}, seed ${SEED}: ${backend}`);
      const before = ejections[i - 1]?.until;
      assert.ok(before === undefined || before === null || before <= at, `${name}, seed ${SEED}: two at ${at} s`);
    }
  }
});

test('who sees failures ejects both that are down', async () => {
  const proxies = await proxiesOf({ name: 'consecutive-eject' }, [DOWN]);
  const ejected = proxies.map(({ ejections }) => [...new Set(ejections.map(({ backend }) => backend))].sort());
  assert.equal(ejected, [SICK, SICK, SICK], `seed ${SEED}`);
});

test.run();
