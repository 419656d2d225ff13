import type { Result } from '../scenario/result.ts';
import type { Span } from './document.ts';
import { clock } from './format.ts';
import { resampled, sparkline, type Values } from './sparkline.ts';

const LABEL = 24;
const WIDTH = 60;

export interface Row {
  readonly name: string;
  /** Seconds from one value to the next; the first is of the run's start. */
  readonly window: number;
  readonly values: Values;
  readonly scale: 'linear' | 'log';
  /** Of all rows that share a scale. @default its own values */
  readonly among?: Values;
  readonly note: string;
}

/** The run's time from left to right. */
export class Axis {
  readonly from: number;
  readonly to: number;
  readonly #phases: Result['phases'];
  readonly #label: number;

  /** `label`: characters before the bars, the gap between them included. */
  constructor({ phases }: Pick<Result, 'phases'>, label = LABEL) {
    this.#phases = phases;
    this.#label = label;
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
      [{ text: `${`${start} `.padStart(this.#label)}${times.join('')}${clock(to)}`, tone: 'quiet' }],
      [{ text: ' '.repeat(this.#label) }, ...this.#marked(names.join(''), 'quiet')],
    ];
  }

  row({ name, window, values, scale, among, note }: Row): Span[] {
    // A run that was aborted has fewer windows than its axis is long.
    const missing = Math.max(0, Math.round((this.to - this.from) / window) - values.length);
    const all = [...values, ...Array.from({ length: missing }, () => null)];
    const bars = sparkline(resampled(all, WIDTH), scale, among);
    return [
      { text: `  ${name}`.padEnd(this.#label).slice(0, this.#label) },
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
