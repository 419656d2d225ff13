import type { Result } from '../../scenario/result.ts';
import type { Block, Span } from '../document.ts';
import { clock, latency, NOT_AVAILABLE, rate } from '../format.ts';
import { resampled, sparkline, type Values } from '../sparkline.ts';

const LABEL = 24;
const WIDTH = 60;
const WORST_PROXIES = 3;
const NO_FAULT = 'nothing is done to this cluster; the phase "fault" is one like the others';

/** p99 and new connections over the whole run, the fault marked. */
export function pictures(result: Result): Block[] {
  const axis = new Axis(result);
  if (axis.from === axis.to) return [];
  const latencies = result.incident.workloads.map(({ name, series }) => ({ name, values: series.healthy.p99 }));
  const hasFault = result.events.some(({ kind }) => kind === 'fault');
  const lines = [
    ...axis.lines(),
    heading('p99 of healthy keys (logarithmic)'),
    ...latencies.map(({ name, values }) =>
      axis.row(name, values, 'log', `${latency(lowest(values))} to ${latency(highest(values))}`),
    ),
    heading('new connections per second (linear)'),
    ...worstProxies(result).map(({ name, perSecond }) =>
      axis.row(
        name,
        perSecond,
        'linear',
        `up to ${highest(perSecond) === null ? NOT_AVAILABLE : rate(highest(perSecond))}`,
      ),
    ),
  ];
  return [
    { kind: 'heading', text: 'Over time', ...(hasFault ? {} : { aside: NO_FAULT }) },
    { kind: 'picture', lines },
  ];
}

function worstProxies({ incident }: Result): { name: string; perSecond: number[] }[] {
  return incident.proxies
    .map(({ name, newConnections, window }) => ({ name, perSecond: newConnections.map((made) => made / window) }))
    .map((proxy) => ({ ...proxy, peak: highest(proxy.perSecond) ?? 0 }))
    .sort((a, b) => b.peak - a.peak)
    .slice(0, WORST_PROXIES);
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

  row(name: string, values: Values, scale: 'linear' | 'log', note: string): Span[] {
    const bars = sparkline(resampled(values, WIDTH), scale);
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

function highest(values: Values): number | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : Math.max(...present);
}

function lowest(values: Values): number | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : Math.min(...present);
}
