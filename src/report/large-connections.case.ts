/** The connections of a workload of the large result. */
import type { ConnectionCounts, WorkloadFigures } from '../scenario/result.ts';
import type { Noise } from './large-noise.case.ts';
import type { LargeStory } from './large-story.case.ts';
import type { LargeWorkload } from './large-workload.case.ts';

interface Window {
  readonly at: number;
  readonly tried: number;
  readonly broken: number;
}

/** `windows`: how many operations there were, and failed. */
export function largeConnections(
  noise: Noise,
  { mode, perPage, clients }: LargeWorkload,
  { options, phases, proxies, end }: LargeStory,
  windows: readonly { readonly at: number; readonly operations: number; readonly failed: number }[],
): WorkloadFigures['connections'] {
  // Persistent ones are seldom made anew.
  const perOperation = (mode === 'persistent' ? 0.002 : 1) / perPage;
  const each = windows.map(({ at, operations, failed }): Window => {
    const broken = noise.share(failed, 0.3);
    return { at, tried: noise.count(operations * perOperation) + broken, broken };
  });
  const all = countsOf(each);
  return {
    all,
    modes: [{ mode, pages: Math.round(windows.reduce((n, one) => n + one.operations, 0) / perPage), ...all }],
    phases: phases.map(({ name, from, to }) => ({
      phase: name,
      mode,
      ...countsOf(each.filter(({ at }) => at >= from && at < to)),
    })),
    turnedAwayBy: Array.from({ length: all.broken === 0 ? 0 : proxies }, (_, i) => ({
      proxy: `proxy-${i + 1}`,
      count: Math.round(all.broken / proxies),
      first: i,
      last: end,
    })),
    series: {
      window: options.window,
      tried: each.map(({ tried }) => tried),
      broken: each.map(({ broken }) => broken),
      turnedAway: each.map(({ broken }) => broken),
      held: each.map(({ tried }) => clients + noise.count(tried / 100)),
      waiting: each.map(({ broken }) => noise.count(broken / 2)),
    },
  };
}

function countsOf(windows: readonly Window[]): ConnectionCounts {
  const tried = windows.reduce((n, one) => n + one.tried, 0);
  const broken = windows.reduce((n, one) => n + one.broken, 0);
  return {
    tried,
    opened: tried - Math.floor(broken / 3),
    signedIn: tried - broken,
    closed: tried - broken,
    broken,
    turnedAway: broken,
    causes: broken === 0 ? [] : [{ cause: 'auth-timeout', count: broken }],
  };
}
