import type { ProxyFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { Axis, type Row, type RowsHeading } from '../axis.ts';
import { calmWords, isDisturbed } from '../disturbance.ts';
import type { Block } from '../document.ts';
import { grouped, latency, NOT_AVAILABLE, rate, seconds } from '../format.ts';
import { highest, lowest, type Values } from '../sparkline.ts';

const WORST_PROXIES = 3;

/** Latency, answers in time and new connections over the whole run, the fault marked. */
export function pictures(result: Result): Block[] {
  const axis = Axis.of(result);
  if (axis.from === axis.to) return [];
  const { workloads } = result.incident;
  const proxies = worstProxies(result);
  const rows = [
    ...latencies(workloads),
    ...failures(workloads),
    ...goodputs(workloads),
    { heading: `new connections in ${seconds(proxies[0]?.window ?? null)} (linear)` },
    ...proxies.map(({ name, window, newConnections }): Row => {
      const note = `up to ${grouped(highest(newConnections) ?? 0)}`;
      return { name, window, values: newConnections, scale: 'linear', note };
    }),
  ];
  return [
    { kind: 'heading', text: 'Over time', ...(isDisturbed(result) ? {} : { aside: calmWords(result) }) },
    { kind: 'picture', lines: axis.drawn(rows) },
  ];
}

type Rows = (Row | RowsHeading)[];

function latencies(workloads: readonly WorkloadFigures[]): Rows {
  if (!hasLatencies(workloads)) return [];
  const rows = workloads.map(({ name, series: { window, healthy } }): Row => {
    return { name, window, values: healthy.p99, scale: 'log', note: extent(healthy.p99, latency) };
  });
  return [{ heading: 'p99 of healthy keys (logarithmic)' }, ...rows];
}

/** Of workloads that ask too little for a p99 in each window: what failed can be counted all the same. */
function failures(workloads: readonly WorkloadFigures[]): Rows {
  if (workloads.length === 0 || hasLatencies(workloads)) return [];
  const rows = workloads.map(({ name, series: { window, all } }): Row => {
    const note = `up to ${grouped(highest(all.failed) ?? 0)}`;
    return { name, window, values: all.failed, scale: 'linear', note };
  });
  return [{ heading: `failed operations in ${seconds(workloads[0]!.series.window)} (linear)` }, ...rows];
}

function goodputs(workloads: readonly WorkloadFigures[]): Rows {
  if (workloads.length === 0) return [];
  const rows = workloads.map(({ name, series: { window, all } }): Row => {
    const values = all.goodput.map((count) => count / window);
    return { name, window, values, scale: 'linear', note: extent(values, rate) };
  });
  return [{ heading: 'answers in time per second (linear)' }, ...rows];
}

function hasLatencies(workloads: readonly WorkloadFigures[]): boolean {
  return workloads.some(({ series }) => series.healthy.p99.some((value) => value !== null));
}

function worstProxies({ incident }: Result): ProxyFigures[] {
  const peak = ({ newConnections }: ProxyFigures): number => highest(newConnections) ?? 0;
  return [...incident.proxies].sort((a, b) => peak(b) - peak(a)).slice(0, WORST_PROXIES);
}

function extent(values: Values, text: (value: number) => string): string {
  const [low, high] = [lowest(values), highest(values)];
  return low === null || high === null ? NOT_AVAILABLE : `${text(low)} to ${text(high)}`;
}
