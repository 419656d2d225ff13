/** Where those went whom the trouble drove away: their connections, and the work of the backends that they lost. */
import {
  connectionHerd,
  type ConnectionHerd,
  type ConnectionSeries,
  type WindowRange,
} from '../measure/connections.ts';
import { herdFactor, type Herd } from '../measure/impact.ts';
import { round } from '../measure/round.ts';
import type { Scenario } from './define.ts';
import type { FailoverInput } from './incident-view.ts';
import { knownServers } from './oncall-proxies.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { HerdFigures } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { secondsAt } from './seconds.ts';

/** Proxies that nobody knows before the fault have no baseline to exceed. */
export function connectionHerdOf(record: RunRecord, resolved: ResolvedScenario, scenario: Scenario): ConnectionHerd {
  const known = knownServers(proxyNames(record), scenario).length;
  const series = record.figures.proxies.slice(0, known).map(({ name, newConnections }): ConnectionSeries => ({
    proxy: name,
    window: record.windowNs,
    opened: newConnections,
  }));
  return connectionHerd(series, baselineWindows(record, resolved));
}

export function herdFigures({ scenario, incident: record, resolved, compress }: FailoverInput): HerdFigures {
  const { proxies, tippedAt, affectedProxies, peakRatioMax } = connectionHerdOf(record, resolved, scenario);
  const backends = backendHerdOf(record, resolved);
  return {
    tip: tippedAt === 'never' ? 'never' : secondsAt(resolved, tippedAt),
    tippedProxy: tippedAt === 'never' ? null : (proxies.find((each) => each.tippedAt === tippedAt)?.proxy ?? null),
    affectedProxies,
    connectionHerd: peakRatioMax,
    herdFactor: backends?.factor ?? null,
    herdNode: backends?.node ?? null,
    herdFairShare: backends?.fairShare ?? null,
    herd: proxies.map((each) => ({
      proxy: each.proxy,
      // Of the run's own seconds.
      baseline: round(each.baselinePerSecond * compress, 3),
      peak: round(each.peakPerSecond * compress, 3),
      peakAt: each.peakAt === null ? null : secondsAt(resolved, each.peakAt),
      ratio: each.peakRatio,
      tippedAt: each.tippedAt === 'never' ? 'never' : secondsAt(resolved, each.tippedAt),
    })),
  };
}

/** The survivor whose load grew most, over its own baseline; null when there is none. */
function backendHerdOf(record: RunRecord, resolved: ResolvedScenario): Herd | null {
  const { from, to } = baselineWindows(record, resolved);
  // A gutter is idle in good times.
  const survivors = record.figures.backends
    .slice(0, resolved.cluster.backends)
    .filter(({ name }) => !record.faultyBackends.includes(name))
    .map(({ name, executed }) => ({
      node: name,
      baseline: mean(executed.slice(from, to)),
      peak: Math.max(0, ...executed.slice(to)),
    }));
  return herdFactor(survivors, record.faultyBackends.length);
}

export function proxyNames({ figures }: RunRecord): string[] {
  return figures.proxies.map(({ name }) => name);
}

/** The windows that lie wholly inside the baseline phase, by index. */
function baselineWindows({ windowNs }: RunRecord, { phases }: ResolvedScenario): WindowRange {
  const baseline = phases.find(({ name }) => name === 'baseline')!;
  return { from: Math.ceil(baseline.from / windowNs), to: Math.floor(baseline.to / windowNs) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
