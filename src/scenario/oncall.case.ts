/** A small outage with people on call: two of six backends turn slow for a time. */
import { defineScenario, type OncallSpec, type Scenario } from './define.ts';

/** The engineer of the real outage, faster. */
export const pinned: OncallSpec = {
  interval: '2s',
  rules: { slow: { kind: 'threshold', metric: 'p99', above: '10ms', for: '4s' } },
  channels: { sms: { delay: '10s' } },
  people: [{ name: 'the engineer', response: '2s', action: '4s' }],
  action: { do: 'eject', backends: 'suspects' },
};

export function outage(oncall: OncallSpec, changes: Partial<Scenario> = {}): Scenario {
  return defineScenario({
    title: 'Two of six backends turn slow',
    story: 'A scenario for tests.',
    seed: 'small',
    cluster: {
      machines: 6,
      backend: { serviceTime: { fixed: '4us', exponential: '4us' } },
      proxy: {},
      links: { clientToProxy: '100us', proxyToBackend: '50us' },
    },
    workloads: {
      web: { clients: 30, client: { preset: 'pooled' }, rate: 300, keys: { count: 600 }, values: { bytes: 100 } },
    },
    phases: { warmup: '-20s', baseline: '-10s', fault: '0s', recovery: '30s', end: '40s' },
    timeline: [{ at: '0s', do: 'slow', nodes: ['backend-2', 'backend-5'], factor: 800 }],
    oncall,
    slo: { p99: '50ms' },
    expectations: [],
    ...changes,
  });
}
