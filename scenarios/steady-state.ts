import { defineScenario } from '../src/scenario/define.ts';

/** Nothing goes wrong: what the harness says of a healthy cluster, and the frame that Little's law is held against. */
export default defineScenario({
  title: 'A healthy cluster under constant load',
  story:
    'Four machines, persistent and per-request clients side by side, no fault. Whatever is reported here is the cost of the day.',
  cluster: {
    machines: 4,
    cores: 2,
    backend: { serviceTime: { fixed: '8us', exponential: '4us' } },
    proxy: { cpu: '15us', authentication: { time: '1ms', servers: 1 } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    persistent: {
      clients: 200,
      client: { preset: 'pooled' },
      rate: 3000,
      page: { operations: 5, order: 'pipelined' },
      keys: { count: 10_000, skew: 0.9 },
      values: 'etc',
      setPercent: 10,
    },
    'per-request': {
      clients: 50,
      client: { preset: 'django' },
      rate: 600,
      page: { operations: 3, order: 'sequential' },
      keys: { count: 10_000, skew: 0.9 },
      values: 'etc',
      setPercent: 10,
    },
  },
  phases: { warmup: '-1m', baseline: '-30s', fault: '0s', recovery: '1m', end: '2m' },
  timeline: [],
  slo: { p99: '50ms' },
  expectations: [
    { says: 'nothing fails', metric: 'incident.totals.failed', below: 1 },
    { says: 'persistent clients wait less than 5 ms at p99', metric: 'incident.persistent.fault.all.p99', below: 5000 },
    { says: 'no proxy sees a herd of connections', metric: 'failover.connectionHerd', below: 1.5 },
  ],
});
