import { isTenancyAction } from '../../scenario/tenancy.ts';
import type { ProxyFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { isDisturbance } from '../../scenario/timeline-faults.ts';
import type { Block, Span } from '../document.ts';
import { Axis } from '../axis.ts';
import { grouped, latency, NOT_AVAILABLE, seconds } from '../format.ts';
import { highest, lowest, type Values } from '../sparkline.ts';

const WORST_PROXIES = 3;
const NO_FAULT = 'nothing is done to this cluster; the phase "fault" is one like the others';
const ONLY_CHANGES = 'nothing breaks in this cluster; the phase "fault" is when people change it';

/** p99 and new connections over the whole run, the fault marked. */
export function pictures(result: Result): Block[] {
  const axis = new Axis(result);
  if (axis.from === axis.to) return [];
  const { workloads } = result.incident;
  const proxies = worstProxies(result);
  const { timeline } = result.scenario;
  const calm = timeline.some(isTenancyAction) ? ONLY_CHANGES : NO_FAULT;
  const lines = [
    ...axis.lines(),
    ...latencies(workloads, axis),
    ...failures(workloads, axis),
    heading(`new connections in ${seconds(proxies[0]?.window ?? null)} (linear)`),
    ...proxies.map(({ name, window, newConnections }) => {
      const note = `up to ${grouped(highest(newConnections) ?? 0)}`;
      return axis.row({ name, window, values: newConnections, scale: 'linear', note });
    }),
  ];
  return [
    { kind: 'heading', text: 'Over time', ...(isDisturbed(result) ? {} : { aside: calm }) },
    { kind: 'picture', lines },
  ];
}

/** By the timeline, though the run may have ended before, or by hand. */
function isDisturbed({ scenario, events }: Result): boolean {
  return scenario.timeline.some(isDisturbance) || events.some(({ kind }) => kind === 'fault');
}

function latencies(workloads: readonly WorkloadFigures[], axis: Axis): Span[][] {
  const rows = workloads.map(({ name, series: { window, healthy } }) =>
    axis.row({ name, window, values: healthy.p99, scale: 'log', note: extent(healthy.p99) }),
  );
  return hasLatencies(workloads) ? [heading('p99 of healthy keys (logarithmic)'), ...rows] : [];
}

/** Of workloads that ask too little for a p99 in each window: what failed can be counted all the same. */
function failures(workloads: readonly WorkloadFigures[], axis: Axis): Span[][] {
  if (workloads.length === 0 || hasLatencies(workloads)) return [];
  const rows = workloads.map(({ name, series: { window, all } }) =>
    axis.row({ name, window, values: all.failed, scale: 'linear', note: `up to ${grouped(highest(all.failed) ?? 0)}` }),
  );
  return [heading(`failed operations in ${seconds(workloads[0]!.series.window)} (linear)`), ...rows];
}

function hasLatencies(workloads: readonly WorkloadFigures[]): boolean {
  return workloads.some(({ series }) => series.healthy.p99.some((value) => value !== null));
}

function worstProxies({ incident }: Result): ProxyFigures[] {
  const peak = ({ newConnections }: ProxyFigures): number => highest(newConnections) ?? 0;
  return [...incident.proxies].sort((a, b) => peak(b) - peak(a)).slice(0, WORST_PROXIES);
}

function heading(text: string): Span[] {
  return [{ text, tone: 'strong' }];
}

function extent(values: Values): string {
  const [low, high] = [lowest(values), highest(values)];
  return low === null ? NOT_AVAILABLE : `${latency(low)} to ${latency(high)}`;
}
