import { defineScenario, type Time, type WorkloadSpec } from '../src/scenario/define.ts';

/** When the release goes out that connects for each web request, and when it is rolled back. */
const [RELEASE, ROLLBACK] = ['0s', '60s'] as const satisfies Time[];

/** An app whose pages make two look-ups, one after the other. */
function app(clients: number, pagesPerSecond: number, client: WorkloadSpec['client']): WorkloadSpec {
  return {
    clients,
    client,
    rate: 2 * pagesPerSecond,
    page: { operations: 2, order: 'sequential', onFailure: 'give-up' },
    keys: { count: 2_000 },
    values: { bytes: 100 },
    setPercent: 5,
  };
}

/**
 * Source: the company's post on its incident of June 2012 (new TCP connections overloaded authentication; connections that
 * stood were fine). What brought the connections is not published; here it is what its posts on Django warn of, a release
 * that no longer keeps them.
 *
 * A scale model: an authentication takes 10 ms of one server per proxy, so the four proxies sign in 400 connections a
 * second. In the release's minute 440 web requests a second want one: a tenth too many. That a tenth too many is not a
 * tenth that fails follows from the clients alone: they give up after 750 ms and connect anew, while authentication, first
 * come first served, is at work for connections that were given up long ago.
 */
export default defineScenario({
  title: 'A tenth too many new connections, and authentication serves nobody',
  story:
    'Two apps keep their connections, with two different libraries. "bystander" connects for each web request and has ' +
    'always done so, at a rate that is no trouble. "shop" keeps its connections, until a release stops that. From one ' +
    'second to the next authentication is asked for more than it can do, and from then on for much more: whoever waits ' +
    'in vain comes again. Connections that stand notice nothing. After a minute the release is rolled back.',
  cluster: {
    machines: 4,
    cores: 2,
    backend: { serviceTime: { fixed: '6us', exponential: '2us' } },
    proxy: { cpu: '15us', authentication: { time: '10ms', servers: 1, dropAfter: '3s' } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    pooled: app(200, 200, { preset: 'pooled' }),
    memjs: app(200, 100, { preset: 'memjs-legacy' }),
    bystander: app(50, 60, { preset: 'django' }),
    shop: app(100, 380, { preset: 'django-persistent' }),
  },
  phases: { warmup: '-60s', baseline: '-40s', fault: RELEASE, recovery: ROLLBACK, end: '2m' },
  timeline: [
    { at: RELEASE, for: ROLLBACK, do: 'deploy', workloads: ['shop'], client: { mode: 'per-request' } },
    { at: '20s', do: 'note', kind: 'alert', says: 'the rate of sign-ins is far above what it ever was' },
  ],
  slo: { p99: '50ms' },
  expectations: [
    { says: 'who keeps his connection loses nothing', metric: 'incident.pooled.fault.all.failed', below: 1 },
    {
      says: 'nor does he wait longer',
      metric: 'incident.pooled.fault.all.p99',
      below: 1.1,
      of: 'control.pooled.fault.all.p99',
    },
    { says: 'with the other library neither', metric: 'incident.memjs.fault.all.failed', below: 1 },
    {
      says: 'nobody who keeps his connection opens another',
      metric: 'incident.pooled.fault.connections.tried',
      below: 1,
    },
    {
      says: 'a tenth too many are asked for, and most of the bystander’s look-ups fail',
      metric: 'incident.bystander.fault.all.failedShare',
      above: 0.6,
    },
    { says: 'and as many of the shop’s own', metric: 'incident.shop.fault.all.failedShare', above: 0.6 },
    {
      says: 'the connections stand, and nobody signs them in',
      metric: 'incident.connections.broken.auth-timeout',
      above: 0.9,
      of: 'incident.connections.broken',
    },
    {
      says: 'whoever waits in vain comes again: half as many connections again as there are pages, or more',
      metric: 'incident.bystander.fault.connections.tried',
      above: 1.5,
      of: 'incident.bystander.fault.pages.count',
    },
    { says: 'all proxies have it, for each is asked for too many', metric: 'failover.affectedProxies', above: 3 },
    { says: 'without the release nothing fails', metric: 'control.totals.failed', below: 1 },
    {
      says: 'what waits is dropped after 3 s, so the bystander is well within ten seconds of the rollback',
      metric: 'incident.bystander.pages.lastFailedAt',
      above: 60,
      below: 70,
    },
    {
      says: 'the shop itself is not: processes that could not sign in leave the proxies alone for half a minute',
      metric: 'incident.shop.pages.lastFailedAt',
      above: 85,
      below: 100,
    },
  ],
  variants: {
    cap: {
      says: 'A proxy turns away at once who would be the 41st to wait for a sign-in.',
      set: { 'cluster.proxy.authentication.cap': 40 },
    },
    'skip-closed': {
      says: 'Authentication leaves out those who have hung up while they waited.',
      set: { 'cluster.proxy.authentication.skipClosed': true },
    },
    kept: {
      says: 'The bystander keeps its connections, as it could have all along.',
      set: { 'workloads.bystander.client': { preset: 'django-persistent' } },
    },
    'a-little-less': {
      says: 'The shop has 300 pages a second, not 380: a tenth less than authentication can do, all told.',
      set: { 'workloads.shop.rate': 600 },
    },
  },
  comparisons: {
    'what-would-have-helped': {
      says: 'What would have kept authentication at work for those who wait?',
      seeds: '1..3',
      variants: [
        { name: 'as-it-was', says: 'As the scenario is written.' },
        'cap',
        'skip-closed',
        'kept',
        'a-little-less',
      ],
    },
  },
});
