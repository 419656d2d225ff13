/** A result as a replay of the outage leaves it; the figures are made up, but of a likely size. */
import { defineScenario } from '../scenario/define.ts';
import type {
  LatencyFigures,
  PhaseFigures,
  PhaseName,
  ProxyFigures,
  Result,
  RunFigures,
  WorkloadFigures,
} from '../scenario/result.ts';
import { NOTHING_SHED, connectionsOf, machinesOf, pagesOf, pagesOverTimeOf } from './fixture-connections.case.ts';
import { failoverOfOutage } from './fixture-failover.case.ts';
import { beside, seriesOf } from './fixture-series.case.ts';

const WINDOW = 10;
const FROM = -390;
const TO = 690;
const FAULT = -270;
const TIP = 31;
const CURE = 480;
const RECOVERED = 570;
const windows = Array.from({ length: (TO - FROM) / WINDOW }, (_, i) => FROM + i * WINDOW);

interface Story {
  readonly name: string;
  readonly mode: WorkloadFigures['mode'];
  readonly preset: string;
  readonly clients: number;
  readonly rate: number;
  /** p99 in µs: before, slow, stormy. */
  readonly p99: readonly [number, number, number];
  /** Share of failed operations in the storm. */
  readonly failing: number;
  readonly kinds: readonly string[];
}

const stories: readonly Story[] = [
  {
    name: 'persistent',
    mode: 'persistent',
    preset: 'pooled',
    clients: 600,
    rate: 800,
    p99: [612, 94_210, 911_400],
    failing: 0.231,
    kinds: ['timeout'],
  },
  {
    name: 'django',
    mode: 'per-request',
    preset: 'django',
    clients: 250,
    rate: 750,
    p99: [1_420, 3_870, 1_204_000],
    failing: 0.412,
    kinds: ['connect-timeout', 'auth-timeout', 'reset'],
  },
  {
    name: 'legacy',
    mode: 'persistent',
    preset: 'memjs-legacy',
    clients: 2400,
    rate: 1000,
    p99: [590, 101_300, 1_480_000],
    failing: 0.377,
    kinds: ['no-servers', 'timeout', 'auth-timeout', 'reset'],
  },
];

const scenario = defineScenario({
  title: 'Two slow backends of twelve bring down a whole cluster: September 30th, 2015',
  story:
    'On two machines the backends began to answer very slowly: slow, not dead. Every cache is sharded over all backends, so nearly every customer was touched; clients timed out, connected anew elsewhere, and authentication could not keep up. The page to the engineer on call took ten minutes to arrive.',
  cluster: {
    machines: 12,
    backend: { serviceTime: { fixed: '4us', exponential: '4us' } },
    proxy: { authentication: { time: '14ms' } },
    links: { clientToProxy: '100us', proxyToBackend: '50us' },
  },
  workloads: {
    persistent: { clients: 600, client: { preset: 'pooled' }, rate: 800, keys: { count: 100_000 }, values: 'etc' },
    django: { clients: 250, client: { preset: 'django' }, rate: 750, keys: { count: 100_000 }, values: 'etc' },
    legacy: { clients: 2400, client: { preset: 'memjs-legacy' }, rate: 1000, keys: { count: 100_000 }, values: 'etc' },
  },
  phases: { warmup: '-6.5m', baseline: '-5.5m', fault: '-4.5m', recovery: '8m', end: '11.5m' },
  timeline: [{ at: '-4.5m', do: 'slow', nodes: ['backend-4', 'backend-9'], factor: 530 }],
  slo: { p99: '50ms' },
  expectations: [],
});

function stage(at: number, incident: boolean): 0 | 1 | 2 {
  if (!incident || at < FAULT || at >= RECOVERED) return 0;
  return at < TIP ? 1 : 2;
}

function latency(story: Story, at: number, seconds: number, incident: boolean): LatencyFigures {
  const stormy = stage(at, incident);
  const operations = story.rate * seconds;
  const failed = stormy === 2 ? Math.round(operations * story.failing) : 0;
  const p99 = story.p99[stormy];
  const shares = [0.6, 0.3, 0.08, 0.02];
  return {
    operations,
    answered: operations - failed,
    failed,
    goodput: Math.round((operations - failed * 1.1) / seconds),
    inTime: Math.round(operations - failed * 1.1),
    tooSlow: p99 > 50_000 ? Math.round(operations * 0.2) : 0,
    hits: Math.round((operations - failed) * 0.9),
    misses: Math.round((operations - failed) * 0.05),
    failedShare: failed / operations,
    p50: stormy === 2 ? p99 / 4 : 310,
    p99,
    p999: seconds < 100 ? null : p99 * 1.4,
    max: p99 * 2,
    errors: failed === 0 ? [] : story.kinds.map((kind, i) => ({ kind, count: Math.round(failed * (shares[i] ?? 0)) })),
    histogram: '',
  };
}

/** For each window: does the storm blow? */
function stormyWindows(incident: boolean): boolean[] {
  return windows.map((at) => stage(at, incident) === 2);
}

function phasesOf(story: Story, incident: boolean): PhaseFigures[] {
  const phases: readonly [PhaseName, at: number, seconds: number][] = [
    ['warmup', FROM, 60],
    ['baseline', -330, 60],
    ['fault', 100, CURE - FAULT],
    ['recovery', RECOVERED, TO - CURE],
  ];
  return phases.map(([phase, at, seconds]) => ({
    phase,
    healthy: latency(story, at, seconds, incident),
    faulty: latency({ ...story, failing: Math.min(1, story.failing * 2) }, at, seconds, incident),
    all: latency(story, at, seconds, incident),
    pages: pagesOf(latency(story, at, seconds, incident)),
  }));
}

function seriesOfStory(story: Story, incident: boolean): WorkloadFigures['series'] {
  const each = windows.map((at) => latency(story, at, WINDOW, incident));
  // The storm beats.
  const beat = (i: number): number => (stage(windows[i]!, incident) === 2 ? 0.55 + 0.09 * (i % 6) : 1);
  const all = seriesOf(each, beat);
  return { window: WINDOW, healthy: all, all, ...beside(each, story.kinds, WINDOW) };
}

function proxy(index: number, incident: boolean): ProxyFigures {
  const perWindow = windows.map((at, i) => {
    const walk = Math.max(0, 8 - Math.abs(((i * 3) % 36) - index * 3));
    return 12 + (stage(at, incident) === 2 ? walk * 11 : stage(at, incident) === 1 ? index % 3 : 0);
  });
  return {
    name: `proxy-${index}`,
    requests: 270_000,
    connectionsAccepted: perWindow.reduce((sum, count) => sum + count, 0),
    authentications: 4_000,
    droppedUnauthenticated: incident ? 900 : 0,
    turnedAway: 0,
    synsDropped: incident ? 12 : 0,
    failedOver: 0,
    failoverRefused: 0,
    ...NOTHING_SHED,
    overflowed: 0,
    ejections: incident ? [{ backend: 'backend-4', at: CURE, until: null, by: 'engineer' }] : [],
    window: WINDOW,
    newConnections: perWindow,
    openConnections: perWindow.map((count) => 250 + count),
    authenticationsWaiting: perWindow.map((count) => Math.max(0, count - 40)),
    requestsWaiting: perWindow,
    backlog: perWindow.map(() => 0),
  };
}

function run(incident: boolean): RunFigures {
  return {
    traceHash: incident ? '5b1c09e2a47d3f88' : '03f6a1b2c3d4e5f6',
    checkpoints: 412,
    simulatedEvents: 27_014_332,
    totals: {
      operations: 3_312_456,
      answered: 2_704_112,
      failed: 608_340,
      unfinished: 4,
      attempts: 4_115_920,
      proxyRequests: 4_001_002,
      backendRequests: 3_988_541,
      failedOver: 0,
      failoverRefused: 0,
      ...NOTHING_SHED,
      connections: 61_233,
      authentications: 48_110,
    },
    workloads: stories.map((story) => ({
      name: story.name,
      mode: story.mode,
      preset: story.preset,
      clients: story.clients,
      operationsPerPage: 5,
      order: 'sequential',
      phases: phasesOf(story, incident),
      pages: pagesOverTimeOf(stormyWindows(incident)),
      connections: connectionsOf(story.mode, stormyWindows(incident)),
      series: seriesOfStory(story, incident),
    })),
    proxies: Array.from({ length: 12 }, (_, i) => proxy(i + 1, incident)),
    backends: [],
    caches: [],
    credentials: [],
    traffic: [],
    machines: machinesOf(stormyWindows(incident)),
    littlesLaw: [{ phase: 'fault', inFlight: 481.2, product: 480.1, error: 0.0023 }],
  };
}

export const outage: Result = {
  version: 3,
  brownout: '0.1.0',
  id: 'september-outage',
  command: ['brownout', 'run', 'september-outage', '--seed', 'brownout'],
  scenario,
  seed: 'brownout',
  world: 'virtual',
  remarks: ['Authentication of 14 ms on one server per proxy is a scale model, about 1:40, of a real one.'],
  verdict: {
    name: 'failed',
    reasons: ['1 of 3 expectations did not hold: After the ejection the cluster recovers within 2 minutes'],
  },
  phases: [
    { name: 'warmup', from: FROM, to: -330 },
    { name: 'baseline', from: -330, to: FAULT },
    { name: 'fault', from: FAULT, to: CURE },
    { name: 'recovery', from: CURE, to: TO },
  ],
  incident: run(true),
  control: run(false),
  failover: failoverOfOutage,
  expectations: [
    {
      says: "The fault's p99 for healthy keys of persistent clients exceeds 10x the control's",
      metric: 'incident.persistent.fault.healthy.p99',
      expected: '> 6120',
      actual: 911_400,
      held: true,
    },
    {
      says: 'Every proxy is touched by the storm',
      metric: 'failover.affectedProxies',
      expected: '> 11',
      actual: 12,
      held: true,
    },
    {
      says: 'After the ejection the cluster recovers within 2 minutes',
      metric: 'failover.hysteresis',
      expected: '< 60',
      actual: 'never',
      held: false,
    },
  ],
  events: [
    { at: FAULT, kind: 'fault', text: 'backend-4, backend-9: CPU work takes 530 times as long' },
    { at: -210, kind: 'note', text: 'Monitoring sees the latency and sends a page by SMS' },
    { at: TIP, kind: 'observed', text: "proxy-7's new connections exceed 3x their baseline: the herd tips over" },
    { at: 390, kind: 'note', text: 'The SMS arrives, ten minutes after it was sent' },
    { at: CURE, kind: 'cure', text: 'The engineer takes backend-4 and backend-9 out of all rings' },
    { at: RECOVERED, kind: 'observed', text: 'The last window that violates the SLO ends' },
  ],
  metrics: [['failover.affectedProxies', 12]],
  health: {
    valid: true,
    reasons: [],
    sendLagP99Us: 0,
    achievedShare: 1,
    eventLoopUtilisation: null,
    foreignCpu: null,
    littlesLawError: 0.0023,
    countsAgree: true,
  },
  environment: {
    node: 'v20.20.2',
    platform: 'linux x64',
    wallSeconds: 21.34,
    cpuSeconds: 40.2,
    peakMemoryBytes: 412_000_000,
    finishedAt: '2025-01-01T00:00:00.000Z',
  },
};
