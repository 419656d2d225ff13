import { isTenancyAction } from '../../scenario/tenancy.ts';
import type { ProxyFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { isDisturbance } from '../../scenario/timeline.ts';
import type { Block, Span } from '../document.ts';
import { clock, grouped, latency, NOT_AVAILABLE, seconds } from '../format.ts';
import { resampled, sparkline, type Values } from '../sparkline.ts';

const LABEL = 24;
const WIDTH = 60;
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
    { kind: 'heading', text: 'Over time', ...(timeline.some(isDisturbance) ? {} : { aside: calm }) },
    { kind: 'picture', lines },
  ];
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

interface Row {
  readonly name: string;
  /** Seconds from one value to the next; the first is of the run's start. */
  readonly window: number;
  readonly values: Values;
  readonly scale: 'linear' | 'log';
  readonly note: string;
}

/** The run's time from left to right. */
class Axis {
  readonly from: number;
  readonly to: number;
  readonly #phases: Result['phases'];

  constructor({ phases }: Result) {
    this.#phases = phases;
    this.from = phases[0]?.from ?? 0;
    this.to = phases.at(-1)?.to ?? 0;
  }

  /** Times at which phases begin, most telling first, and the phases' names below them. */
  lines(): Span[][] {
    const { from, to } = this;
    const start = clock(from);
    const phases = ['fault', 'recovery', 'baseline'].flatMap((name) => this.#phases.filter((one) => one.name === name));
    const times = Array.from({ length: WIDTH + 2 }, () => ' ');
    for (const at of [...phases.map((phase) => phase.from), 0]) {
      const [column, text] = [this.#column(at), clock(at)];
      const free = times.slice(Math.max(0, column - 1), column + text.length + 1);
      if (at > from && at < to && free.length > text.length && free.every((char) => char === ' ')) {
        times.splice(column, text.length, ...text);
      }
    }
    const names = this.#phases.map((phase) => {
      const width = this.#column(phase.to) - this.#column(phase.from);
      const name = phase.name.length + 3 <= width ? ` ${phase.name} ` : '';
      return width <= 0 ? '' : `├${name}`.padEnd(width, '─');
    });
    return [
      [{ text: `${`${start} `.padStart(LABEL)}${times.join('')}${clock(to)}`, tone: 'quiet' }],
      [{ text: ' '.repeat(LABEL) }, ...this.#marked(names.join(''), 'quiet')],
    ];
  }

  row({ name, window, values, scale, note }: Row): Span[] {
    // A run that was aborted has fewer windows than its axis is long.
    const missing = Math.max(0, Math.round((this.to - this.from) / window) - values.length);
    const all = [...values, ...Array.from({ length: missing }, () => null)];
    const bars = sparkline(resampled(all, WIDTH), scale);
    return [
      { text: `  ${name}`.padEnd(LABEL).slice(0, LABEL) },
      ...this.#marked(bars),
      { text: `  ${note}`, tone: 'quiet' },
    ];
  }

  /** The stretch of the fault stands out. */
  #marked(text: string, tone?: Span['tone']): Span[] {
    const fault = this.#phases.find(({ name }) => name === 'fault');
    const [start, end] = fault === undefined ? [0, 0] : [this.#column(fault.from), this.#column(fault.to)];
    const plain = (part: string): Span => (tone === undefined ? { text: part } : { text: part, tone });
    return [plain(text.slice(0, start)), { text: text.slice(start, end), tone: 'bad' }, plain(text.slice(end))];
  }

  #column(at: number): number {
    return Math.round(((at - this.from) / (this.to - this.from)) * WIDTH);
  }
}

function heading(text: string): Span[] {
  return [{ text, tone: 'strong' }];
}

function extent(values: Values): string {
  const [low, high] = [lowest(values), highest(values)];
  return low === null ? NOT_AVAILABLE : `${latency(low)} to ${latency(high)}`;
}

function highest(values: Values): number | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : Math.max(...present);
}

function lowest(values: Values): number | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : Math.min(...present);
}
