import { defineScenario } from './define.ts';

/** A small, valid scenario for tests. */
export const smallScenario = defineScenario({
  title: 'Two of four backends become slow',
  story: 'A scenario for tests.',
  seed: 'small',
  cluster: {
    machines: 4,
    backend: { serviceTime: { fixed: '4us', exponential: '4us' } },
    proxy: {
      cpu: '15us',
      authentication: { time: '1ms' },
      policy: { name: 'consecutive-eject', timeout: '400ms', failures: 3 },
    },
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
  },
  workloads: {
    web: { clients: 10, client: { preset: 'pooled' }, rate: 100, keys: { count: 1000 }, values: { bytes: 100 } },
    legacy: {
      clients: 4,
      client: { preset: 'memjs-legacy', servers: 2 },
      rate: 20,
      keys: { count: 10 },
      values: 'etc',
    },
  },
  phases: { warmup: '-20s', baseline: '-10s', fault: '0s', recovery: '10s', end: '20s' },
  load: [
    { at: '-5s', times: 1 },
    { at: '5s', times: 1.4 },
  ],
  timeline: [
    { at: '0s', for: '10s', do: 'slow', nodes: ['backend-1', 'backend-2'], factor: 500 },
    { at: '2s', do: 'toxic', link: { from: 'web', to: 'proxy-*' }, type: 'latency', attributes: { latency: 100 } },
    { at: '5s', do: 'note', says: 'A page is sent.', kind: 'page' },
    { at: '10s', do: 'eject', backends: ['backend-1', 'backend-2'] },
  ],
  slo: { p99: '50ms' },
  expectations: [{ says: 'It hurts', metric: 'incident.web.fault.all.p99', above: 1000 }],
});
