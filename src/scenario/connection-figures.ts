/** From what clients and machines counted to the figures of connections, pages and descriptors. */
import { BREAKS } from '../client/breaks.ts';
import { trustworthyQuantile } from '../measure/histogram.ts';
import type { PageCell, PageRecorder } from '../measure/pages.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import { totalsOf, type ConnectionTotals } from './census.ts';
import type {
  ConnectionCounts,
  ConnectionFigures,
  MachineFigures,
  PageFigures,
  PagesOverTime,
} from './connection-result.ts';
import type { RunParts } from './run-parts.ts';
import type { ConnectionMode, WorkloadSpec } from './define.ts';
import { secondsAt } from './seconds.ts';

const CONNECTION_MODES = ['persistent', 'per-request', 'leaky'] as const satisfies ConnectionMode[];

/** An app tells why it failed its pages; a library that drives the clients does not tell what it waits for. */
export function pageFigures(cell: PageCell, { app, driver }: WorkloadSpec): PageFigures {
  const { latency, count, complete, failed, refused, late, roundTripsMean } = cell;
  return {
    count,
    complete,
    failed,
    ...(app === undefined ? {} : { refused, late }),
    failedShare: count === 0 ? 0 : round(failed / count, 6),
    p50: micros(trustworthyQuantile(latency, 0.5)),
    p99: micros(trustworthyQuantile(latency, 0.99)),
    max: complete === 0 ? null : micros(latency.max),
    roundTrips: driver !== undefined || roundTripsMean === null ? null : round(roundTripsMean, 3),
  };
}

export function pagesOverTime({ resolved, until }: RunParts, pages: PageRecorder): PagesOverTime {
  const at = (t: Nanos | null): number | null => (t === null ? null : secondsAt(resolved, t));
  const { latency, failed } = pages.series(until);
  return {
    firstFailedAt: at(pages.firstFailedAt),
    lastFailedAt: at(pages.lastFailedAt),
    series: {
      window: windowSeconds(resolved),
      complete: latency.map(({ count }) => count),
      failed,
      p50: latency.map(({ p50 }) => micros(p50)),
      p99: latency.map(({ p99 }) => micros(p99)),
      max: latency.map(({ max }) => micros(max)),
    },
  };
}

/** `index`: of the workload. */
export function connectionFigures(
  { workloads, cluster, census, resolved }: RunParts,
  index: number,
): ConnectionFigures {
  const { counters: all, generator } = workloads[index]!;
  const { connections } = all;
  return {
    all: counts(totalsOf(connections)),
    modes: CONNECTION_MODES.filter((mode) => connections.modes[mode].tried > 0).map((mode) => ({
      mode,
      pages: generator.pagesIn[mode],
      ...counts(totalsOf(connections.modes[mode])),
    })),
    phases: census.phases(index).map(({ mode, totals }, i) => ({
      phase: resolved.phases[i]!.name,
      mode,
      ...counts(totals),
    })),
    turnedAwayBy: cluster.proxies.flatMap(({ name }, server) => {
      const one = connections.turnedAway[server];
      if (one === undefined) return [];
      const { count, first, last } = one;
      return [{ proxy: name, count, first: secondsAt(resolved, first), last: secondsAt(resolved, last) }];
    }),
    series: { window: windowSeconds(resolved), ...census.samples[index]! },
  };
}

function counts({ broken, ...totals }: ConnectionTotals): ConnectionCounts {
  return {
    ...totals,
    broken: broken.reduce((sum, count) => sum + count, 0),
    causes: BREAKS.map((cause, i) => ({ cause, count: broken[i]! }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
  };
}

export function machineFigures({ cluster, census, resolved }: RunParts): MachineFigures[] {
  return census.machines.map(({ name, fileLimit, filesPeak, filesDenied, filesDeniedAt }, i) => {
    const ofCluster = i < cluster.machines.length;
    const clients = resolved.workloads[i - cluster.machines.length]?.options.name ?? '';
    return {
      name,
      of: ofCluster ? 'cluster' : 'clients',
      nodes: ofCluster ? cluster.nodesOf(name) : [clients],
      fileLimit: fileLimit === Infinity ? null : fileLimit,
      peak: filesPeak,
      fullAt: filesDeniedAt === null ? null : secondsAt(resolved, filesDeniedAt),
      denied: filesDenied,
      window: windowSeconds(resolved),
      files: census.files[i]!,
    };
  });
}

function micros(ns: Nanos | null): number | null {
  return ns === null ? null : round(ns / 1000, 1);
}

function windowSeconds({ window, compress }: RunParts['resolved']): number {
  return (window * compress) / SECOND;
}
