import { defineScenario } from './define.ts';

/** Two customers on one cluster, and what people do to their caches. */
export const sharedScenario = defineScenario({
  title: 'Two customers',
  story: 'A scenario for tests.',
  seed: 'shared',
  cluster: {
    machines: 2,
    backend: { serviceTime: { fixed: '4us' }, memory: '8MB' },
    proxy: { authentication: { time: '1ms', syncWithin: '5s' } },
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
    caches: {
      shop: { plan: 'developer-25MB', credentials: { ann: { primary: true }, reader: { readOnly: true } } },
      blog: { plan: { memory: '1MB', connections: 50 }, credentials: { bob: {} } },
    },
  },
  workloads: {
    shop: {
      clients: 4,
      client: { preset: 'pooled' },
      rate: 100,
      keys: { count: 100, prefix: 'k' },
      values: { bytes: 100 },
      credential: 'shop/ann',
    },
    blog: {
      clients: 4,
      client: { preset: 'django' },
      rate: 50,
      page: { operations: 3, order: 'sequential' },
      keys: { count: 100, prefix: 'k' },
      values: { bytes: 200 },
      setPercent: 20,
      credential: 'blog/bob',
    },
  },
  phases: { warmup: '-10s', baseline: '-5s', fault: '0s', recovery: '25s', end: '30s' },
  timeline: [
    { at: '0s', do: 'add-credential', credential: 'shop/cid' },
    { at: '6s', do: 'use-credential', workload: 'shop', credential: 'shop/cid', over: '2s' },
    { at: '9s', do: 'promote', credential: 'shop/cid' },
    { at: '10s', do: 'revoke', credential: 'shop/ann' },
  ],
  slo: { p99: '50ms' },
  expectations: [],
});
