import type { ComparisonSpec, VariantSpec } from '../../src/scenario/define.ts';

/** What could have been otherwise on that morning, one thing at a time; and what helps, together. */
export const counterfactuals = {
  'page-at-once': {
    says: 'the SMS arrives when it is sent; the engineer takes as long as he took',
    set: { 'oncall.channels.sms.delay': '0s' },
  },
  'push-with-receipts': {
    says: 'push with a receipt, a call without one, the next person after five minutes; how long people take is drawn',
    set: { 'oncall.escalation': 'push-escalated', 'oncall.channels': null, 'oncall.people': null },
  },
  'consecutive-eject': {
    says: 'proxies eject a backend after three requests in a row without an answer for 400 ms',
    set: { 'cluster.proxy.policy': 'consecutive-eject' },
  },
  'tko-probe': {
    says: 'proxies eject a backend after three requests in a row without an answer for 1 s, until a probe is answered',
    set: { 'cluster.proxy.policy': 'tko-probe' },
  },
  'latency-outlier': {
    says: 'proxies eject a backend whose p95 stands out among its peers for 30 s',
    set: { 'cluster.proxy.policy': 'latency-outlier' },
  },
  'success-rate': {
    says: 'proxies eject a backend that answers fewer than four in five requests within 1 s',
    set: { 'cluster.proxy.policy': 'success-rate' },
  },
  twemproxy: {
    says: "twemproxy's defaults, with auto_eject_hosts: no timeout",
    set: { 'cluster.proxy.policy': 'twemproxy' },
  },
  envoy: { says: "Envoy's outlier detection, with its defaults", set: { 'cluster.proxy.policy': 'envoy' } },
  finagle: { says: "Finagle's failure accrual, with its defaults", set: { 'cluster.proxy.policy': 'finagle' } },
  mcrouter: { says: "mcrouter's defaults", set: { 'cluster.proxy.policy': 'mcrouter' } },
  'disciplined-clients': {
    says: 'a late reply costs clients one request and no connection; retries are spread, and bound by a budget',
    set: {
      'workloads.persistent.client': 'disciplined',
      'workloads.per-request.client': { preset: 'disciplined', mode: 'per-request' },
      'workloads.legacy.client': 'disciplined',
    },
  },
  'persistent-connections': {
    says: 'nobody opens a connection for one web request',
    set: { 'workloads.per-request.client.mode': 'persistent' },
  },
  'authentication-cap': {
    says: 'proxies turn new connections down at once when sixteen wait to be authenticated',
    set: { 'cluster.proxy.authentication.cap': 16 },
  },
  'in-flight-limit': {
    says: 'proxies let four requests at a time pass to a backend, and turn the others down at once',
    set: { 'cluster.proxy.admission': { inFlight: 4 } },
  },
  codel: {
    says: 'proxies turn down at once what would wait for a backend whose queue stands',
    set: { 'cluster.proxy.admission': { codel: {} } },
  },
  'all-together': {
    says: 'latency-outlier, push with receipts, disciplined clients, persistent connections and the cap',
    of: [
      'latency-outlier',
      'push-with-receipts',
      'disciplined-clients',
      'persistent-connections',
      'authentication-cap',
    ],
  },
} satisfies Readonly<Record<string, VariantSpec>>;

/**
 * The outage as a scale model of itself, so that a hundred and ninety runs take a quarter of an hour: three fifths of the
 * clients and of what they ask for. Whatever serves them is slower by as much: backends and authentication are as busy as
 * there and queues grow as fast, for time constants (timeouts, dead marks, windows) stay.
 *
 * Home proxies are spread more evenly than there: what judges a backend by its latency wants a hundred requests in 10 s
 * from each proxy to each backend, which has to be there on the least loaded proxy, too.
 *
 * What people wait through is shorter: the backends turn slow at -3:00, and the SMS takes three and a half minutes, not ten.
 * Of the storm that leaves its first two minutes: what is lost by a late page is more in truth.
 */
const SMALLER = {
  'workloads.persistent.clients': 360,
  'workloads.persistent.rate': 210,
  'workloads.persistent.homeSkew': 0.1,
  'workloads.per-request.clients': 120,
  'workloads.per-request.rate': 540,
  'workloads.per-request.homeSkew': 0.1,
  'workloads.legacy.clients': 2040,
  'workloads.legacy.rate': 840,
  'workloads.legacy.homeSkew': 0.1,
  'timeline.0.factor': 858,
  'timeline.0.at': '-3m',
  'cluster.proxy.authentication.time': '20ms',
  'oncall.channels.sms.delay': '3.5m',
  phases: { warmup: '-230s', baseline: '-210s', fault: '-3m', recovery: '3m', end: '4.25m' },
  // They are about the outage at its own size.
  expectations: [],
};

export const whatWouldHaveSavedUs: ComparisonSpec = {
  says: 'What would have saved us: one thing otherwise at a time, and what helps together',
  seeds: '1..10',
  set: SMALLER,
  variants: [
    { name: 'as-it-was', says: 'the page is late, proxies wait for ever, clients stampede' },
    ...Object.keys(counterfactuals),
  ],
};
