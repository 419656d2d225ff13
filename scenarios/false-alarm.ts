import { defineScenario, type Time, type TimelineEntry } from '../src/scenario/define.ts';
import type { VariantSpec } from '../src/scenario/variants.ts';

const BACKENDS = 12;
const SECONDS = 80;

/** Every 4 s some backend pauses for 50 to 300 ms, as at a collection of garbage, the backends in turn. */
function pauses(): TimelineEntry[] {
  return Array.from({ length: SECONDS / 4 }, (_, i): TimelineEntry => {
    const nodes = [`backend-${((i * 5) % BACKENDS) + 1}`];
    return { at: `${i * 4 + 1}s`, for: `${50 + ((i * 70) % 251)}ms`, do: 'stall', nodes, ordinary: true };
  });
}

/** Three times one pauses for 1.5 s: a major collection, or a machine that is moved. */
function longPauses(): TimelineEntry[] {
  const when: readonly (readonly [at: Time, backend: number])[] = [
    ['17s', 2],
    ['41s', 7],
    ['66s', 11],
  ];
  return when.map(([at, n]) => ({ at, for: '1.5s', do: 'stall', nodes: [`backend-${n}`], ordinary: true }));
}

/** Half of the backends are in another zone: 0.5 to 1.5 ms away, and one reply in 500 takes hundreds of ms. */
const OTHER_ZONE = { from: 'proxy-*', to: [1, 3, 5, 7, 9, 11].map((n) => `backend-${n}`) };
const WHOLE_DAY = { at: '0s', for: `${SECONDS}s`, ordinary: true } as const;
/** Of the entry in the timeline: a variant changes it. */
const OUTLIERS = 1;

/** Each as its proxies have it, and nothing else changed. */
const POLICIES = [
  ['none', 'nobody is judged: the baseline'],
  ['consecutive-eject', 'three failures in a row, each after 400 ms of silence'],
  ['tko-probe', 'three timeouts of a second in a row, or no connection'],
  ['latency-outlier', 'a p95 above five times the median of the peers, three windows running: the scenario as it is'],
  ['success-rate', 'fewer than 80 % of the latest requests answered'],
  ['twemproxy', 'its defaults: two lost connections in a row, and no timeout'],
  ['envoy', 'its defaults: five failures in a row, or a success rate far below that of the peers'],
  ['finagle', 'its defaults: five failures in a row, or fewer than 80 % answered'],
  ['mcrouter', 'its defaults: three timeouts of a second in a row, or no connection'],
] as const;

/**
 * Assumptions, after what is published of clouds: across zones 0.5 to 1.5 ms with outliers of hundreds of ms; pauses for
 * collections of garbage; a load that rises by 60 % and falls again. Once in half a minute a backend pauses for 1.5 s, as
 * at a major collection or when its machine is moved. It is well again before anybody can have ejected it for that, so
 * whoever does ejects wrongly. All of it is `ordinary`: nothing here counts as a fault.
 *
 * Each of the four proxies asks each backend 15 times a second, so latency-outlier has its samples. What a reply that is
 * late by 250 ms costs is more than itself: those behind it on the connection wait with it. One in 500 makes one request
 * in 125 slow, which no p95 sees; one in 100 makes one in 25, and that is where it begins to (`worse-day`).
 */
export default defineScenario({
  title: 'Healthy jitter, and nothing wrong: who ejects whom all the same?',
  story:
    'Twelve backends, half of them in another zone, on a day like any other: replies that take a millisecond and ' +
    'sometimes a quarter of a second, short pauses that nobody notices, three that last for a second and a half, and a ' +
    'load that swings. No backend is sick. Whoever is ejected has lost its share of the cache for nothing.',
  cluster: {
    machines: BACKENDS,
    proxies: 4,
    backend: { serviceTime: { fixed: '8us', exponential: '4us' } },
    proxy: { cpu: '15us', policy: { name: 'latency-outlier' } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
  },
  workloads: {
    web: {
      clients: 60,
      client: { preset: 'pooled', timeout: '3s' },
      rate: 720,
      page: { operations: 2, order: 'pipelined' },
      keys: { count: 4000, skew: 0.5 },
      values: 'etc',
      setPercent: 10,
    },
  },
  phases: { warmup: '-20s', baseline: '-10s', fault: '0s', recovery: `${SECONDS}s`, end: '90s' },
  load: [
    { at: '0s', times: 1 },
    { at: '30s', times: 1.6 },
    { at: '55s', times: 0.8 },
    { at: `${SECONDS}s`, times: 1 },
  ],
  timeline: [
    {
      ...WHOLE_DAY,
      do: 'toxic',
      link: OTHER_ZONE,
      type: 'latency',
      name: 'zone',
      attributes: { latency: 0.5, jitter: 0.5 },
    },
    {
      ...WHOLE_DAY,
      do: 'toxic',
      link: OTHER_ZONE,
      type: 'latency',
      name: 'outliers',
      toxicity: 0.002,
      toxicityPer: 'request',
      attributes: { latency: 250, jitter: 150 },
    },
    ...pauses(),
    ...longPauses(),
  ],
  slo: { p99: '50ms' },
  expectations: [
    {
      says: 'latency-outlier is hardly ever wrong: two ejections are many',
      metric: 'failover.falseEjections',
      below: 3,
    },
    {
      says: 'the jitter is felt: the slowest in a hundred wait a hundred times as long as without',
      metric: 'incident.web.fault.all.p99',
      above: 100,
      of: 'control.web.fault.all.p99',
    },
    {
      says: 'and hardly anything fails: what waits for one of the long pauses',
      metric: 'incident.web.fault.all.failedShare',
      below: 0.005,
    },
  ],
  variants: {
    ...Object.fromEntries(
      POLICIES.map(([name, says]): [string, VariantSpec] => [
        name,
        { says, set: { 'cluster.proxy.policy': { name } } },
      ]),
    ),
    'worse-day': {
      says: 'one reply in 100 from the other zone is late, not one in 500',
      set: { [`timeline.${OUTLIERS}.toxicity`]: 0.01 },
    },
  },
  comparisons: {
    policies: {
      says: 'who ejects healthy backends, and what does it cost?',
      seeds: '1..20',
      variants: POLICIES.map(([name]) => name),
    },
  },
});
