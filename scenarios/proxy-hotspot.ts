import { defineScenario, type WorkloadSpec } from '../src/scenario/define.ts';

/** Of both apps: single look-ups, and more clients at home on some proxies than on others. */
const usual = {
  keys: { count: 2_000 },
  values: { bytes: 100 },
  setPercent: 5,
  homeSkew: 0.4,
} as const satisfies Partial<WorkloadSpec>;

/**
 * Source: the company's post on its incident of September 2016 (connection counts spiked on two proxies, the hot spot
 * moved from proxy to proxy, and a tenth to a fifth of the requests took 5 to 15 ms). Why is not published; here a
 * neighbour takes a third of the CPU of the proxy that has most clients.
 *
 * A scale model, about 1:40: a request costs a proxy 1 ms. Nobody tells the herd where to go. A proxy that falls behind
 * answers late; clients with a timeout drop their connections, try once more, and go to the next proxy on their list,
 * each list beginning with the client's home and going on in the same order. So all of them come to the same proxy,
 * with their connects and sign-ins, until that is too much for it as well; and sixty seconds later, when their marks
 * expire at the same time, all of them come home.
 */
export default defineScenario({
  title: 'One proxy is a little slow, and the hot spot moves from proxy to proxy',
  story:
    'Six proxies, with a quarter of all clients at home on the first. Some apps wait for a second, others drop a ' +
    'connection that is 200 ms late and go to the next proxy. A neighbour on its machine makes the first proxy half as ' +
    'slow again. It falls behind, the hasty leave it together, and the second is in trouble. Everything is ' +
    'answered in the end, but a good part of it late, and each minute the herd is back.',
  cluster: {
    machines: 6,
    cores: 2,
    backend: { serviceTime: { fixed: '6us', exponential: '2us' } },
    proxy: { cpu: '1ms', authentication: { time: '2ms', servers: 1, dropAfter: '3s' } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    // What takes longer than 5 ms is late, and no goodput: the share that the source gives is told by it.
    patient: { ...usual, clients: 300, client: { preset: 'pooled' }, rate: 2400, deadline: '5ms' },
    hasty: { ...usual, clients: 200, client: { preset: 'memjs-legacy', timeout: '200ms' }, rate: 1100 },
  },
  phases: { warmup: '-50s', baseline: '-30s', fault: '0s', recovery: '150s', end: '220s' },
  timeline: [{ at: '0s', for: '150s', do: 'slow', nodes: ['proxy-1'], factor: 1.5 }],
  slo: { p99: '50ms' },
  expectations: [
    {
      says: 'two proxies or more see many times the new connections that they are used to',
      metric: 'failover.affectedProxies',
      above: 1,
    },
    { says: 'within a quarter of a minute', metric: 'failover.tip', below: 15 },
    {
      says: 'a third of the first proxy’s connections leave it',
      metric: 'incident.proxies.proxy-1.openLow',
      below: 0.7,
      of: 'control.proxies.proxy-1.openLow',
    },
    {
      says: 'they are on the second',
      metric: 'incident.proxies.proxy-2.openPeak',
      above: 1.15,
      of: 'control.proxies.proxy-2.openPeak',
    },
    {
      says: 'for which that is too much: some are on the third',
      metric: 'incident.proxies.proxy-3.openPeak',
      above: 1.15,
      of: 'control.proxies.proxy-3.openPeak',
    },
    {
      says: 'the first has most new connections not when it became slow but when the herd is back: a minute or two later',
      metric: 'incident.proxies.proxy-1.newPeakAt',
      above: 55,
      below: 135,
    },
    {
      says: 'the second when the herd came',
      metric: 'incident.proxies.proxy-2.newPeakAt',
      below: 15,
    },
    {
      says: 'a tenth to a fifth of the patient’s requests are over 5 ms that would not have been',
      metric: 'incident.patient.fault.all.goodput',
      above: 0.8,
      below: 0.9,
      of: 'control.patient.fault.all.goodput',
    },
    {
      says: 'the middle one of them is not slow at all',
      metric: 'incident.patient.fault.all.p50',
      below: 3000,
    },
    { says: 'hardly anything fails', metric: 'incident.totals.failed', below: 50 },
    { says: 'without the neighbour nobody connects anew', metric: 'control.connectionHerd', below: 1.5 },
    {
      says: 'when he is gone it is over once the last marks have expired',
      metric: 'failover.hysteresis',
      below: 51,
    },
  ],
  variants: {
    'better-of-two': {
      says: 'The hasty ask the better of two proxies that they draw, by what they have seen of them, not the first of a list.',
      set: { 'workloads.hasty.client.choice': 'p2c' },
    },
    'dead-jitter': {
      says: 'The hasty leave a proxy that failed them alone for 0 to 120 s, not for exactly a minute.',
      set: { 'workloads.hasty.client.deadJitter': 1 },
    },
    stay: {
      says: 'The hasty are disciplined: they keep the connection and stay where they are.',
      set: { 'workloads.hasty.client': { preset: 'disciplined' } },
    },
  },
  comparisons: {
    'other-clients': {
      says: 'What if the hasty clients were others?',
      seeds: '1..3',
      variants: [{ name: 'as-it-was', says: 'As the scenario is written.' }, 'better-of-two', 'dead-jitter', 'stay'],
    },
  },
});
