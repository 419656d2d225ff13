import { defineScenario } from '../src/scenario/define.ts';

/**
 * The trouble outlives its cause. Sources: Bronson et al., Metastable Failures in Distributed Systems (HotOS 2021): a
 * vulnerable system, a trigger, and a loop that keeps it down after the trigger has gone; and the message-level study in
 * which authentication that goes on working for clients that have left did so after the outage of September 2015.
 *
 * Four proxies pause for twenty seconds, as a migrated virtual machine does. Nobody's work is lost for good, and all
 * would be well at once, but that the clients are memjs 1.3.2 as it is shipped (failover off: a server is never left
 * alone): a late reply costs the connection, and a new one the sign-in. More of them want to sign in than can in the 500 ms
 * they wait; who gives up leaves his place in the queue to be worked on for nobody, and comes back behind it. Everything
 * follows from finite capacity and clients' timeouts; nothing is scripted but the pause.
 *
 * A scale model: a sign-in takes 12 ms of one server per proxy (83/s), and there are only 800 clients. Before the pause
 * a proxy has 5 sign-ins a second; to bring all clients back takes 2.4 s. How much capacity would have been enough, and
 * what helps, is in `src/metastable.long.ts`.
 */
export default defineScenario({
  title: 'A pause of twenty seconds, and an outage that does not end with it',
  story:
    'All proxies pause for twenty seconds. When they go on, their clients have dropped their connections and sign in again, ' +
    'all at once: more than can be served before they give up and try anew. The proxies then work for clients that have ' +
    'left, for as long as one cares to look; the same cluster is well within ten seconds when clients keep their connections, ' +
    'or when whoever cannot be signed in in time is told so at once.',
  cluster: {
    machines: 4,
    cores: 2,
    backend: { serviceTime: { fixed: '8us', exponential: '4us' } },
    proxy: { cpu: '15us', authentication: { time: '12ms', servers: 1, dropAfter: '3s' } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    legacy: {
      clients: 800,
      client: { preset: 'memjs-legacy', servers: 1, deadTime: '0s' },
      rate: 400,
      keys: { count: 5_000 },
      values: { bytes: 100 },
      setPercent: 5,
    },
    web: {
      clients: 40,
      client: { preset: 'django' },
      rate: 60,
      page: { operations: 3, order: 'sequential', onFailure: 'give-up' },
      keys: { count: 5_000 },
      values: { bytes: 100 },
      setPercent: 5,
    },
  },
  phases: { warmup: '-1m', baseline: '-30s', fault: '0s', recovery: '20s', end: '2.5m' },
  timeline: [{ at: '0s', do: 'hang', nodes: ['proxy-*'], for: '20s' }],
  slo: { p99: '100ms' },
  variants: {
    disciplined: {
      says: 'clients keep their connections when a reply is late, and retries have a budget and jitter: no loop',
      set: { 'workloads.legacy.client': { preset: 'disciplined' } },
    },
    capped: {
      says: 'at most 20 sign-ins wait, as many as are done in half of the clients’ patience: others are told so at once',
      set: { 'cluster.proxy.authentication.cap': 20 },
    },
    'look-first': {
      says: 'authentication leaves out whoever has hung up',
      set: { 'cluster.proxy.authentication.skipClosed': true },
    },
    'retry-budget': {
      says: 'retries have a budget and jitter, and late replies cost the connection all the same: not enough here',
      set: {
        'workloads.legacy.client.retryBudget': { percent: 20, perSecond: 0 },
        'workloads.legacy.client.retryJitter': 1,
      },
    },
    'jitter-only': {
      says: 'retries are spread over 400 ms, and as many as before',
      set: { 'workloads.legacy.client.retryJitter': 1 },
    },
    brief: {
      says: 'a pause of two seconds, which the same cluster gets over',
      set: { 'timeline.0.for': '2s', 'phases.recovery': '2s' },
    },
  },
  comparisons: {
    'what-breaks-the-loop': {
      says: 'what of it ends the trouble with its cause',
      seeds: '1..5',
      variants: [
        { name: 'as-it-is', says: 'the loop' },
        'disciplined',
        'capped',
        'look-first',
        'retry-budget',
        'jitter-only',
        'brief',
      ],
    },
  },
  expectations: [
    {
      says: 'over a minute after the pause the harm has not ended',
      metric: 'failover.hysteresis',
      above: 60,
    },
    { says: 'that is metastable', metric: 'failover.metastable', above: 0 },
    {
      says: 'after the pause legacy clients get less than half of what they would without it',
      metric: 'incident.legacy.recovery.all.goodput',
      below: 0.5,
      of: 'control.legacy.recovery.all.goodput',
    },
    {
      says: 'web requests that have to sign in fail with them: over a tenth',
      metric: 'incident.web.recovery.all.failedShare',
      above: 0.1,
    },
    {
      says: 'the backends have nothing to do with it: they do less than without the pause',
      metric: 'incident.totals.backendRequests',
      below: 1,
      of: 'control.totals.backendRequests',
    },
    { says: 'without the pause nothing fails', metric: 'control.totals.failed', below: 1 },
  ],
});
