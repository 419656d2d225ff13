import type { Scenario } from '../scenario/define.ts';

/** A small shop, for sessions at its links. */
export const SHOP: Pick<Scenario, 'cluster' | 'workloads' | 'slo' | 'expectations'> = {
  cluster: {
    machines: 2,
    backend: { serviceTime: { fixed: '20us' } },
    proxy: {},
    links: { clientToProxy: '100us', proxyToBackend: '100us' },
  },
  workloads: {
    shop: { clients: 4, client: { preset: 'pooled' }, rate: 200, keys: { count: 100 }, values: { bytes: 100 } },
  },
  slo: { p99: '100ms' },
  expectations: [],
};
