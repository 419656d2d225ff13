import { defineScenario, type Expectation } from '../src/scenario/define.ts';

/** With and without a cure. */
const THE_SAME: readonly Expectation[] = [
  { says: 'before, the origin is half idle', metric: 'incident.origin.baseline.utilisation', below: 0.55 },
  { says: 'and so it stays without the restart', metric: 'control.origin.recovery.utilisation', below: 0.55 },
  { says: 'no page fails without it', metric: 'control.shop.recovery.pages.failedShare', below: 0.001 },
];

/** What every cure below has to show. */
const CURED: readonly Expectation[] = [
  { says: 'the origin has more to do than without the restart', metric: 'failover.backfill', above: 500 },
  {
    says: 'hardly a page fails after the first ten seconds',
    metric: 'incident.shop.recovery.pages.failedShare',
    below: 0.02,
  },
  { says: 'it is over within 20 s', metric: 'failover.hysteresis', below: 21 },
  { says: 'at the end the origin works as before', metric: 'incident.origin.recovery.utilisation', below: 0.65 },
];

/**
 * A backend is restarted, as for a release: it is back at once, and empty. Its quarter of the cache has to come from the
 * database. Restarting a backend evicts its share of every cache: the company's posts say so (see `september-outage`). What
 * follows of it is known from others:
 *
 * - Bronson, Aghayev, Charapko and Zhu, Metastable Failures in Distributed Systems, HotOS 2021: a look-aside cache that has
 *   lost its content overloads the database; what the database answers comes too late, so that nothing is put into the
 *   cache, so that the database stays overloaded. The trigger is gone, the failure stays.
 * - Nishtala and others, Scaling Memcache at Facebook, NSDI 2013: leases, one token a key per 10 s, which cut the database's
 *   peak from 17,000 to 1,300 queries a second.
 *
 * Nothing here scripts that: an app with 400 workers gives its pages 1 s, and a database of 150 queries a second has 65 to
 * answer before. A worker whose page is late is free for the next one, and the database, which nobody tells, goes on with
 * a query that nobody waits for. How many pages ask for one hot key at once is a matter of the keys' popularity (Zipf, 1.2),
 * of which the caches hold about half. The database's speed under load is an assumption (`contention`); without it the
 * outcome is the same.
 */
export default defineScenario({
  title: 'Cold restart: a backend comes back empty, and the database never catches up',
  story:
    'A backend is restarted and is back at once, without its quarter of the cache. The database behind the cache has to ' +
    'answer for it, falls behind, and answers pages that have given up: what it says is stored by nobody, so the cache ' +
    'stays cold and pages go on failing, though every cache node is up and quick.',
  cluster: {
    machines: 4,
    proxies: 2,
    backend: { serviceTime: { fixed: '4us', exponential: '4us' }, memory: '220KB' },
    proxy: { cpu: '15us' },
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
  },
  origin: { concurrency: 30, serviceTime: { fixed: '100ms', exponential: '100ms' }, contention: 0.0005 },
  workloads: {
    shop: {
      clients: 20,
      client: { preset: 'pooled' },
      rate: 3000,
      page: { operations: 5, order: 'sequential' },
      app: { workers: 400, queue: 400, deadline: '1s' },
      keys: { count: 8000, skew: 1.2, preloaded: 0.6 },
      values: { bytes: 100 },
    },
  },
  phases: { warmup: '-50s', baseline: '-30s', fault: '0s', recovery: '10s', end: '90s' },
  timeline: [{ at: '0s', do: 'restart', nodes: ['backend-2'] }],
  slo: { p99: '50ms' },
  expectations: [
    ...THE_SAME,
    { says: 'the hit rate falls from 98 % by 4 points or more', metric: 'failover.hitRateDip', above: 0.04 },
    { says: 'the origin is asked more than twice as much at the peak', metric: 'failover.peakOriginLoad', above: 2.3 },
    {
      says: 'a minute later it still works without a pause',
      metric: 'incident.origin.recovery.utilisation',
      above: 0.97,
    },
    {
      says: 'for pages that have given up: most of what it did in all is for nobody',
      metric: 'incident.origin.forNobody',
      above: 0.6,
      of: 'incident.origin.executed',
    },
    { says: 'a fifth of all pages fail, to the end', metric: 'incident.shop.recovery.pages.failedShare', above: 0.2 },
    { says: 'though the cache fails nobody', metric: 'incident.shop.recovery.all.failedShare', below: 0.001 },
    { says: 'the trouble outlives its cause', metric: 'failover.metastable', above: 0.5 },
  ],
  variants: {
    leases: {
      says: 'Of those who miss a key one fetches its value; the others wait for it.',
      set: { 'cluster.proxy.leases': {}, expectations: [...THE_SAME, ...CURED] },
    },
    headroom: {
      says: 'The database answers half as much again: 225 queries a second, not 150.',
      set: { 'origin.concurrency': 45, expectations: [...THE_SAME, ...CURED] },
    },
    'short-queue': {
      says: 'The database turns down what it could only answer too late: 60 queries may wait, not 1,000.',
      set: { 'origin.queue': 60, expectations: [...THE_SAME, ...CURED] },
    },
    'fewer-workers': {
      says: 'The app works on 40 pages at once, not on 400.',
      set: { 'workloads.shop.app.workers': 40, expectations: [...THE_SAME, ...CURED] },
    },
    'skip-abandoned': {
      says: 'The database does not begin queries of pages that have given up. That alone is no cure that one can trust.',
      set: { 'origin.skipAbandoned': true, expectations: THE_SAME },
    },
  },
  comparisons: {
    cures: {
      says: 'what keeps the database on its feet when a quarter of the cache is lost?',
      seeds: '1..5',
      variants: [
        { name: 'as-it-is', says: 'nothing is done about it' },
        'leases',
        'headroom',
        'short-queue',
        'fewer-workers',
        'skip-abandoned',
      ],
    },
  },
});
