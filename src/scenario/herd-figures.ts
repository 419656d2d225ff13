/** Where those went whom the trouble drove away: their connections, and the work of the backends that they lost. */
import {
  connectionHerd,
  type ConnectionHerd,
  type ConnectionSeries,
  type WindowRange,
} from '../measure/connections.ts';
import { herdFactor, type Herd } from '../measure/impact.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { RunRecord } from './run-record.ts';

export function connectionHerdOf(record: RunRecord, resolved: ResolvedScenario): ConnectionHerd {
  const series = record.figures.proxies.map(({ name, newConnections }): ConnectionSeries => ({
    proxy: name,
    window: record.windowNs,
    opened: newConnections,
  }));
  return connectionHerd(series, baselineWindows(record, resolved));
}

/** The survivor whose load grew most, over its own baseline; null when there is none. */
export function backendHerdOf(record: RunRecord, resolved: ResolvedScenario): Herd | null {
  const { from, to } = baselineWindows(record, resolved);
  const survivors = record.figures.backends
    .filter(({ name }) => !record.faultyBackends.includes(name))
    .map(({ name, executed }) => ({
      node: name,
      baseline: mean(executed.slice(from, to)),
      peak: Math.max(0, ...executed.slice(to)),
    }));
  return herdFactor(survivors, record.faultyBackends.length);
}

/** The windows that lie wholly inside the baseline phase, by index. */
function baselineWindows({ windowNs }: RunRecord, { phases }: ResolvedScenario): WindowRange {
  const baseline = phases.find(({ name }) => name === 'baseline')!;
  return { from: Math.ceil(baseline.from / windowNs), to: Math.floor(baseline.to / windowNs) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
