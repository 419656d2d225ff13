import { defineScenario } from '../src/scenario/define.ts';
import { counterfactuals, whatWouldHaveSavedUs } from './september-outage/counterfactuals.ts';

/**
 * US-East-C1, September 30th 2015. Sources: the company's post of October 4th 2015 (two backend machines began to see
 * very high latency, worst from 8:36 to 8:44; the SMS to the engineer took ten minutes) and its other public posts (12
 * machines to a cluster, one proxy and one backend on each). Times are relative to 8:36.
 *
 * A scale model, about 1:40: an authentication takes 12 ms of one server per proxy, and the clients are so many fewer.
 * Two backends turn from 8 µs a request to 4.1 ms: at the load of the early morning nine tenths of what they can do, at
 * the load of 8:36 all of it. Nothing of the storm is written down here: it follows from slow CPUs under a rising load,
 * replies in order, clients that drop their connections when a reply is late, and authentication that goes on working for
 * clients that have left.
 *
 * People are on call as they would be on any day, but three of their draws are pinned to what was published: the SMS takes
 * ten minutes, the engineer acknowledges 30 s after it, and what he does takes effect a minute later. The rest follows: the
 * alert fires at -3:30, for its rule wants 50 s of slow replies and the first scrape after the fault is at -4:20; the SMS is
 * there at +6:30; and he takes out whom the monitor's figures point at then.
 *
 * The published window (8:36 to 8:44) is shorter than the SMS's ten minutes. So either the page was sent before the worst
 * began, as here, or the window ended without the engineer: `second-timeline`, where the alert is set above what looks like
 * jitter, comes with the worst, and the SMS finds machines that have recovered by themselves.
 */
export default defineScenario({
  title: 'Two backends turn slow, clients stampede, and the page comes ten minutes late',
  story:
    'Two of twelve machines have backends that became slow, not dead. While the morning load rises they fall behind, ' +
    'clients time out, drop their connections and come back all at once, proxy after proxy, and keep authentication ' +
    'busy for connections that nobody waits for. The on-call engineer learns of it by an SMS that takes ten minutes.',
  cluster: {
    machines: 12,
    cores: 2,
    backend: { serviceTime: { fixed: '4us', exponential: '4us' }, memory: '64MB', maxConnections: 4096 },
    proxy: {
      cpu: '15us',
      connectionsPerBackend: 1,
      authentication: { time: '12ms', servers: 1, dropAfter: '3s' },
      policy: { name: 'none' },
    },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    persistent: {
      clients: 600,
      client: { preset: 'pooled' },
      rate: 350,
      page: { operations: 5, order: 'pipelined' },
      keys: { count: 5_000 },
      values: { bytes: 100 },
      setPercent: 5,
      homeSkew: 0.3,
    },
    'per-request': {
      clients: 200,
      client: { preset: 'django' },
      rate: 900,
      page: { operations: 3, order: 'sequential', onFailure: 'give-up' },
      keys: { count: 5_000 },
      values: { bytes: 100 },
      setPercent: 5,
      homeSkew: 0.3,
    },
    legacy: {
      clients: 3400,
      client: { preset: 'memjs-legacy' },
      rate: 1400,
      keys: { count: 5_000 },
      values: { bytes: 100 },
      setPercent: 5,
      homeSkew: 0.3,
    },
  },
  phases: { warmup: '-6.5m', baseline: '-6m', fault: '-4.5m', recovery: '8m', end: '11.5m' },
  load: [
    { at: '-2m', times: 1 },
    { at: '2m', times: 1.2 },
  ],
  timeline: [{ at: '-4.5m', do: 'slow', nodes: ['backend-4', 'backend-11'], factor: 515 }],
  oncall: {
    interval: '10s',
    // Before the fault it is below 1 ms, and in the first minutes of it some 50.
    rules: { 'slow-replies': { kind: 'threshold', metric: 'p99', above: '10ms', for: '50s' } },
    escalation: 'sms-only',
    channels: { sms: { delay: '10m' } },
    people: [{ name: 'the engineer', response: '30s', action: '60s' }],
    action: { do: 'eject', backends: 'suspects' },
  },
  slo: { p99: '100ms' },
  expectations: [
    {
      says: 'a morning of three million operations',
      metric: 'incident.totals.operations',
      above: 3_000_000,
    },
    {
      says: 'before the fault, persistent clients wait less than 5 ms at the 99th percentile',
      metric: 'incident.persistent.baseline.all.p99',
      below: 5000,
    },
    {
      says: 'persistent clients are hurt where nothing is wrong: their healthy keys take over ten times as long',
      metric: 'incident.persistent.fault.healthy.p99',
      above: 10,
      of: 'control.persistent.fault.healthy.p99',
    },
    {
      says: 'so are per-request clients: over 3 % of what they ask for on healthy keys fails',
      metric: 'incident.per-request.fault.healthy.failedShare',
      above: 0.03,
    },
    {
      says: 'so are legacy clients: over 10 % of what they ask for on healthy keys fails',
      metric: 'incident.legacy.fault.healthy.failedShare',
      above: 0.1,
    },
    {
      says: 'the herd tips over at 8:36 or within 90 s of it',
      metric: 'failover.tip',
      above: -1,
      below: 91,
    },
    {
      says: 'it runs over six proxies or more',
      metric: 'failover.affectedProxies',
      above: 5,
    },
    {
      says: 'some proxy sees over five times the new connections that it is used to',
      metric: 'failover.connectionHerd',
      above: 5,
    },
    {
      says: 'on the same morning without the fault no proxy sees more than one and a half times',
      metric: 'control.connectionHerd',
      below: 1.5,
    },
    {
      says: 'and no web request fails for the cache',
      metric: 'control.per-request.fault.all.failed',
      below: 1,
    },
    {
      says: 'the SMS reaches the engineer at +6:30, within a scrape',
      metric: 'incident.oncall.arrivedAt',
      above: 379,
      below: 401,
    },
    {
      says: 'what he does takes effect at +8:00, within a scrape',
      metric: 'incident.oncall.effectiveAt',
      above: 469,
      below: 491,
    },
    {
      says: 'and it is both slow backends that he takes out',
      metric: 'incident.oncall.actedOn',
      above: 1,
      below: 3,
    },
    {
      says: 'without having touched any other',
      metric: 'failover.ejectionPrecision',
      above: 0.999,
    },
    {
      says: 'nobody is paged on the same morning without the fault',
      metric: 'control.oncall.alerts',
      below: 1,
    },
    {
      says: 'the cluster recovers within three minutes of the engineer taking both backends out',
      metric: 'failover.hysteresis',
      below: 180,
    },
  ],
  variants: {
    ...counterfactuals,
    'second-timeline': {
      says: 'the page is sent when the worst has begun; the machines recover by themselves before the SMS arrives',
      set: {
        'timeline.0.for': '12.5m',
        'oncall.rules.slow-replies.above': '200ms',
        'oncall.rules.slow-replies.for': '0s',
        'phases.end': '13m',
        'expectations.10': {
          says: 'the SMS arrives when the machines have been well again for a minute or more',
          metric: 'incident.oncall.arrivedAt',
          above: 540,
          below: 721,
        },
        'expectations.11': null,
        'expectations.12': {
          says: 'and the engineer finds nothing left to do',
          metric: 'incident.oncall.actedOn',
          below: 1,
        },
        'expectations.13': null,
        'expectations.15': {
          says: 'the cluster recovers within three minutes of its machines',
          metric: 'failover.hysteresis',
          below: 180,
        },
      },
    },
  },
  comparisons: { 'what-would-have-saved-us': whatWouldHaveSavedUs },
});
