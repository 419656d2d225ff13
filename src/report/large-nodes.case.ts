/** The nodes of the large result and their machines. */
import type { BackendFigures, MachineFigures, ProxyFigures } from '../scenario/result.ts';
import { NOTHING_SHED } from './fixture-connections.case.ts';
import { COARSE, Noise } from './large-noise.case.ts';
import type { LargeStory } from './large-story.case.ts';

/** Requests per second of the whole cluster. */
export interface LargeLoad {
  readonly rate: number;
  readonly incident: boolean;
}

/** The backends, by number, that turn slow. */
const SLOW: readonly number[] = [4, 9];

export function largeProxy(story: LargeStory, number: number, { rate, incident }: LargeLoad): ProxyFigures {
  const { seed, window } = story.options;
  const noise = new Noise(seed, `proxy-${number}/${incident ? 'incident' : 'control'}`);
  const storms = story.windows.map((at) => {
    const fury = story.fury(at, incident);
    // The herd walks round: a proxy has it for a while.
    const distance = Math.abs(((at / 20) % story.proxies) - number + 1);
    return fury * Math.max(0.1, 1 - Math.min(distance, story.proxies - distance) / 3);
  });
  const newConnections = storms.map((storm) => noise.count((20 + 400 * storm) * window));
  const accepted = newConnections.reduce((n, one) => n + one, 0);
  return {
    name: `proxy-${number}`,
    requests: Math.round((rate / story.proxies) * story.windows.length * window),
    connectionsAccepted: accepted,
    authentications: Math.round(accepted * 0.9),
    droppedUnauthenticated: incident ? noise.count(accepted / 20) : 0,
    turnedAway: 0,
    synsDropped: 0,
    failedOver: 0,
    failoverRefused: 0,
    ...NOTHING_SHED,
    overflowed: 0,
    ejections: incident
      ? SLOW.map((slow) => ({ backend: `backend-${slow}`, at: story.end, until: null, by: 'the engineer' }))
      : [],
    window,
    newConnections,
    openConnections: storms.map((storm) => Math.round(300 + 200 * storm) + noise.count(2 + 20 * storm)),
    authenticationsWaiting: storms.map((storm) => noise.count(300 * storm)),
    requestsWaiting: storms.map((storm) => noise.count(2 + 150 * storm)),
    backlog: storms.map((storm) => noise.count(20 * storm)),
  };
}

export function largeBackend(story: LargeStory, number: number, { rate, incident }: LargeLoad): BackendFigures {
  const { seed, window } = story.options;
  const noise = new Noise(seed, `backend-${number}/${incident ? 'incident' : 'control'}`);
  const slow = story.windows.map((at) => incident && SLOW.includes(number) && at >= 0 && at < story.end);
  const executed = slow.map((isSlow) => noise.count((rate / story.proxies) * window * (isSlow ? 0.3 : 1)));
  const windowHits = executed.map((n) => noise.share(n, 0.94));
  const sum = (values: readonly number[]): number => values.reduce((n, one) => n + one, 0);
  const reply = (calm: number): number[] =>
    slow.map((isSlow) => noise.latency(isSlow ? calm * 300 : calm, 0.06, COARSE));
  return {
    name: `backend-${number}`,
    requests: sum(executed),
    hits: sum(windowHits),
    misses: sum(executed) - sum(windowHits),
    evictions: 0,
    window,
    windowHits,
    windowMisses: executed.map((n, i) => n - windowHits[i]!),
    executed,
    // 8 us each.
    utilisation: slow.map((isSlow, i) => (isSlow ? 1 : noise.part((executed[i]! * 8e-6) / window, 3e-4))),
    waiting: slow.map((isSlow) => noise.count(isSlow ? 200 : 0.2)),
    replies: { p50: reply(112), p99: reply(150) },
  };
}

/** The cluster's, with a proxy and a backend each, then the clients'. */
export function largeMachines(story: LargeStory, workloads: readonly string[], incident: boolean): MachineFigures[] {
  const { seed, window } = story.options;
  const machine = (name: string, of: MachineFigures['of'], nodes: readonly string[]): MachineFigures => {
    const noise = new Noise(seed, `${name}/${incident ? 'incident' : 'control'}`);
    const files = story.windows.map((at) => Math.round(700 + 600 * story.fury(at, incident)) + noise.count(3));
    const peak = files.reduce((most, one) => Math.max(most, one), 0);
    return { name, of, nodes, fileLimit: 20_000, peak, fullAt: null, denied: 0, window, files };
  };
  const numbers = Array.from({ length: story.proxies }, (_, i) => i + 1);
  return [
    ...numbers.map((i) => machine(`machine-${i}`, 'cluster', [`proxy-${i}`, `backend-${i}`])),
    ...workloads.map((name) => machine(`clients of ${name}`, 'clients', [name])),
  ];
}
