/** What becomes of the keys of a backend that hangs, in whole runs: where they go, what it costs, and that all is counted. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProxySpec, Scenario } from './scenario/define.ts';
import type { RunFigures } from './scenario/result.ts';
import { runScenario } from './scenario/run.ts';
import { parseScenario } from './scenario/schema.ts';

const SEED = 'ejected keys';

async function hanging(proxy: ProxySpec): Promise<{ figures: RunFigures; failed: number }> {
  const scenario: Scenario = {
    title: 'One of six hangs',
    story: 'For tests.',
    cluster: {
      machines: 6,
      proxies: 2,
      backend: { serviceTime: { fixed: '20us' } },
      proxy: { policy: { name: 'consecutive-eject', retry: '5s' }, ...proxy },
      links: { clientToProxy: '100us', proxyToBackend: '50us' },
    },
    workloads: {
      web: {
        clients: 20,
        client: { preset: 'pooled', timeout: '5s' },
        rate: 800,
        keys: { count: 2000 },
        values: { bytes: 10 },
        setPercent: 20,
      },
    },
    phases: { warmup: '-4s', baseline: '-2s', fault: '0s', recovery: '12s', end: '18s' },
    timeline: [{ at: '0s', for: '12s', do: 'hang', nodes: ['backend-3'] }],
    slo: { p99: '50ms' },
    expectations: [],
  };
  const parsed = parseScenario(scenario, 'ejected keys');
  const { figures, health } = await runScenario({ scenario: parsed, seed: SEED, world: 'virtual', role: 'incident' });
  assert.ok(health.countsAgree, `seed ${SEED}: ${health.reasons.join()}`);
  return { figures, failed: figures.totals.failed };
}

test('rehash: what waits for it fails, each time it is tried again', async () => {
  const { figures, failed } = await hanging({});
  assert.ok(failed > 200, `seed ${SEED}: ${failed} failed`);
  assert.is(figures.gutters, undefined);
  assert.ok(figures.totals.failedOver > 500, `seed ${SEED}: ${figures.totals.failedOver} failed over`);
});

test('gutter: nothing fails, for what is not answered is asked there; it is a node with figures of its own', async () => {
  const { figures, failed } = await hanging({ ejectedKeys: 'gutter', gutter: { nodes: 2 } });
  assert.is(failed, 0, `seed ${SEED}`);
  assert.equal(
    figures.gutters!.map(({ name }) => name),
    ['gutter-1', 'gutter-2'],
  );
  assert.is(figures.backends.length, 6);
  const asked = figures.gutters!.reduce((sum, { requests }) => sum + requests, 0);
  assert.is(asked, figures.totals.failedOver, `seed ${SEED}`);
});

test('with a limit most of it fails again, and at once', async () => {
  const { figures, failed } = await hanging({ ejectedKeys: 'gutter', failoverLimit: { perSecond: 20, burst: 50 } });
  const { failedOver, failoverRefused } = figures.totals;
  // Of each of two proxies, in 18 s at most.
  assert.ok(failedOver <= 2 * (50 + 20 * 18), `seed ${SEED}: ${failedOver} failed over`);
  assert.is(failed, failoverRefused, `seed ${SEED}`);
});

test.run();
