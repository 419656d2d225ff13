import { defineScenario, type Expectation, type TimelineEntry } from '../src/scenario/define.ts';

const BACKENDS = 6;
/** From one backend to the next, in s: as long as the cache needs to be almost whole again. */
const PACE = 20;
/** The next one leaves as soon as the last is back, in s. */
const HASTE = 7;

/** In its turn each is taken out of the rings, is down for 5 s while nobody asks it, and is let back in, empty. */
function drained(secondsApart: number): TimelineEntry[] {
  return Array.from({ length: BACKENDS }, (_, i) => i).flatMap((i): TimelineEntry[] => [
    { at: `${i * secondsApart}s`, for: '7s', do: 'eject', backends: [`backend-${i + 1}`] },
    { at: `${i * secondsApart}s`, for: '5s', do: 'restart', nodes: [`backend-${i + 1}`] },
  ]);
}

/** Under the eyes of whoever is asking it. */
function restarted(secondsApart: number): TimelineEntry[] {
  return Array.from({ length: BACKENDS }, (_, i): TimelineEntry => {
    return { at: `${i * secondsApart}s`, for: '5s', do: 'restart', nodes: [`backend-${i + 1}`] };
  });
}

/** What the release does to customers when it is done right, in whichever way. */
const RIGHT: readonly Expectation[] = [
  { says: 'no look-up fails', metric: 'incident.totals.failed', below: 30 },
  { says: 'hardly a page fails', metric: 'incident.shop.fault.pages.failedShare', below: 0.003 },
  { says: 'the hit rate falls from 98 %, and not below 90', metric: 'failover.hitRateLowest', above: 0.9 },
  {
    says: 'though the origin is asked twice as much at the peak, or more',
    metric: 'failover.peakOriginLoad',
    above: 1.8,
  },
  { says: 'which is less than it can answer', metric: 'incident.origin.fault.utilisation', below: 0.6 },
  { says: 'and nothing of it is left afterwards', metric: 'incident.shop.recovery.pages.failedShare', below: 0.002 },
];

/** What it does when it is done wrong. */
const WRONG: readonly Expectation[] = [
  { says: 'look-ups fail', metric: 'incident.totals.failed', above: 500 },
  { says: 'the hit rate falls below a half', metric: 'failover.hitRateLowest', below: 0.5 },
  { says: 'the origin is asked for more than five times as much', metric: 'failover.peakOriginLoad', above: 5 },
  { says: 'a third of all pages fail, or more', metric: 'incident.shop.fault.pages.failedShare', above: 0.33 },
  {
    says: 'and most of them when all backends have been up again for long',
    metric: 'incident.shop.recovery.pages.failedShare',
    above: 0.5,
  },
];

/**
 * Restarting a backend evicts its share of every cache: so the company's posts say (see `september-outage`). Everything
 * else is an assumption: a new version takes 5 s to be up, proxies do not eject of their own accord, and the app asks the
 * database for what the cache does not answer, 225 queries a second at the most (see `cold-restart`, whose app this is).
 *
 * Ejecting a backend first costs twice the misses: its keys are missed where they go, and missed again where they come
 * back to. But each is missed once, and stored. What a backend that is down does not answer is stored nowhere: every
 * look-up of its keys is a query, and the database has not recovered when it is the next one's turn.
 */
export default defineScenario({
  title: 'A release of all backends, one at a time: the drain is what matters',
  story:
    'All six backends get a new version, which means that each loses its sixth of the cache. They are taken out of the ' +
    'proxies’ rings, restarted and let back in, one after the other, with time for the cache to fill in between. ' +
    'Customers notice nothing. The variants leave out the drain, the pauses, or both.',
  cluster: {
    machines: BACKENDS,
    proxies: 2,
    backend: { serviceTime: { fixed: '4us', exponential: '4us' }, memory: '150KB' },
    proxy: { cpu: '15us', ejectedKeys: 'rehash' },
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
  },
  origin: { concurrency: 45, serviceTime: { fixed: '100ms', exponential: '100ms' }, contention: 0.0005 },
  workloads: {
    shop: {
      clients: 20,
      client: { preset: 'pooled' },
      rate: 2000,
      page: { operations: 5, order: 'sequential' },
      app: { workers: 400, queue: 400, deadline: '1s' },
      keys: { count: 8000, skew: 1.2, preloaded: 0.6 },
      values: { bytes: 100 },
    },
  },
  phases: { warmup: '-40s', baseline: '-20s', fault: '0s', recovery: `${BACKENDS * PACE}s`, end: '150s' },
  timeline: drained(PACE),
  slo: { p99: '50ms' },
  expectations: RIGHT,
  variants: {
    'slow-warm-up': {
      says: 'Who returns gets a tenth of its look-ups, and more as its hit rate rises.',
      set: { 'cluster.proxy.warmUp': {} },
    },
    gutter: {
      says: 'Keys of who is out go to a backend that does nothing else, and push nothing out of the others.',
      set: { 'cluster.proxy.ejectedKeys': 'gutter' },
    },
    'too-fast': {
      says: 'Each is drained, but the next one follows as soon as it is back.',
      set: {
        timeline: drained(HASTE),
        expectations: [
          { says: 'the hit rate falls further', metric: 'failover.hitRateLowest', below: 0.93 },
          { says: 'the origin is asked for four times as much', metric: 'failover.peakOriginLoad', above: 3.5 },
          { says: 'and it still holds', metric: 'incident.shop.fault.pages.failedShare', below: 0.05 },
        ],
      },
    },
    'without-drain': {
      says: 'One at a time, with the same pauses, but nobody is taken out of the rings.',
      set: { timeline: restarted(PACE), expectations: WRONG },
    },
    'all-at-once': {
      says: 'All at once, and nobody is taken out of the rings.',
      set: { timeline: restarted(0), expectations: WRONG },
    },
  },
  comparisons: {
    'right-and-wrong': {
      says: 'what may a release leave out?',
      seeds: '1..5',
      variants: [
        { name: 'as-it-is', says: 'drained, with pauses' },
        'slow-warm-up',
        'gutter',
        'too-fast',
        'without-drain',
        'all-at-once',
      ],
    },
  },
});
