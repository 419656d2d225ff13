import type { Result } from '../scenario/result.ts';
import { cut, padEnd } from './cells.ts';
import { hasFaultPhase } from './disturbance.ts';
import type { Span } from './document.ts';
import { clock } from './format.ts';
import { resampled, sparkline, type Values } from './sparkline.ts';

/** Characters before the bars and behind them, where there is room. */
const LABEL = 24;
const NOTE = 22;
const ROOMY = 98;
const BARS_MIN = 16;
const BARS_MAX = 120;
const GAP = 2;
/** On both sides of the fault. */
const MARKS = 2;

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

/** What the rows below it show. */
export interface RowsHeading {
  readonly heading: string;
}

interface AxisOptions {
  readonly phases: Result['phases'];
  /** Whether the phase of that name has one, and is marked. */
  readonly hasFault: boolean;
  readonly label?: number;
}

interface Layout {
  readonly label: number;
  readonly bars: number;
}

/** The run's time from left to right; the fault stands between bars of its own, so that it is seen without colour, too. */
export class Axis {
  readonly from: number;
  readonly to: number;
  readonly #phases: Result['phases'];
  /** The phase of that name, where it has one. */
  readonly #fault: Result['phases'][number] | undefined;
  readonly #label: number;

  /** `label`: characters before the bars where there is room, the gap between them included. */
  constructor({ phases, hasFault, label = LABEL }: AxisOptions) {
    this.#phases = phases;
    this.#fault = hasFault ? phases.find(({ name }) => name === 'fault') : undefined;
    this.#label = label;
    this.from = phases[0]?.from ?? 0;
    this.to = phases.at(-1)?.to ?? 0;
  }

  static of(result: Result): Axis {
    return new Axis({ phases: result.phases, hasFault: hasFaultPhase(result) });
  }

  /** The lines of a picture, for as many characters as there are. */
  drawn(rows: readonly (Row | RowsHeading)[]): (width: number) => Span[][] {
    return (width) => {
      const layout = this.#layout(
        rows.filter((row) => 'name' in row),
        width,
      );
      const lines = rows.map((row) =>
        'heading' in row ? [{ text: row.heading, tone: 'strong' } as const] : this.#row(row, layout),
      );
      return [...this.#head(layout), ...lines];
    };
  }

  #layout(rows: readonly Row[], width: number): Layout {
    const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
    const isRoomy = width >= ROOMY;
    const label = isRoomy ? this.#label : Math.min(this.#label, longest(rows.map(({ name }) => name)) + 2 * GAP);
    const note = isRoomy ? NOTE : longest(rows.map(({ note }) => note)) + GAP;
    return { label, bars: Math.max(BARS_MIN, Math.min(BARS_MAX, width - label - note - MARKS)) };
  }

  /** Times at which phases begin, most telling first, and the phases' names below them. */
  #head({ label, bars }: Layout): Span[][] {
    const { from, to } = this;
    const fault = this.#marks(bars);
    const length = bars + fault.marks;
    const start = clock(from);
    const phases = ['fault', 'recovery', 'baseline'].flatMap((name) => this.#phases.filter((one) => one.name === name));
    const times = Array.from({ length: length + 2 }, () => ' ');
    for (const at of [...phases.map((phase) => phase.from), 0]) {
      const [column, text] = [fault.edge(this.#column(at, bars)), clock(at)];
      const free = times.slice(Math.max(0, column - 1), column + text.length + 1);
      if (at > from && at < to && free.length > text.length && free.every((char) => char === ' ')) {
        times.splice(column, text.length, ...text);
      }
    }
    const names = this.#phases.map((phase, i) => {
      const begin = fault.edge(this.#column(phase.from, bars));
      const width = fault.edge(this.#column(phase.to, bars)) - begin;
      const isFault = phase === this.#fault;
      const isBehind = i > 0 && this.#phases[i - 1] === this.#fault;
      const mark = isFault ? '┝' : isBehind ? '┥' : '├';
      const name = phase.name.length + 3 <= width ? ` ${phase.name} ` : '';
      return width <= 0 ? '' : `${mark}${name}`.padEnd(width, isFault ? '━' : '─');
    });
    return [
      [{ text: `${`${start} `.padStart(label)}${times.join('')}${clock(to)}`, tone: 'quiet' }],
      [{ text: ' '.repeat(label) }, ...fault.toned(names.join(''), 'quiet')],
    ];
  }

  #row({ name, window, values, scale, among, note }: Row, { label, bars }: Layout): Span[] {
    // A run that was aborted has fewer windows than its axis is long.
    const windows = window > 0 ? Math.round((this.to - this.from) / window) : 0;
    const text = sparkline(resampled(values, bars, Math.max(windows, values.length)), scale, among);
    const fault = this.#marks(bars);
    return [
      { text: padEnd(cut(`  ${name}`, label - 1), label) },
      ...fault.toned(fault.marked(text)),
      { text: `  ${note}`, tone: 'quiet' },
    ];
  }

  #marks(bars: number): FaultMarks {
    const fault = this.#fault;
    const columns = fault === undefined ? null : [this.#column(fault.from, bars), this.#column(fault.to, bars)];
    return new FaultMarks(columns?.[0] ?? 0, columns?.[1] ?? 0, bars);
  }

  #column(at: number, bars: number): number {
    return Math.round(((at - this.from) / (this.to - this.from)) * bars);
  }
}

/** A bar before the fault's first column and one behind its last, unless the picture begins or ends there. */
class FaultMarks {
  readonly #start: number;
  readonly #end: number;
  readonly #before: 0 | 1;
  readonly #behind: 0 | 1;

  constructor(start: number, end: number, bars: number) {
    this.#start = start;
    this.#end = end;
    this.#before = end > start && start > 0 ? 1 : 0;
    this.#behind = end > start && end < bars ? 1 : 0;
  }

  get marks(): number {
    return this.#before + this.#behind;
  }

  /** Where a boundary of phases stands, in characters: at the mark, where there is one. */
  edge(column: number): number {
    return column + (column > this.#start ? this.#before : 0) + (column > this.#end ? this.#behind : 0);
  }

  marked(text: string): string {
    const [start, end] = [this.#start, this.#end];
    const [before, behind] = [this.#before, this.#behind].map((mark) => '│'.repeat(mark));
    return `${text.slice(0, start)}${before}${text.slice(start, end)}${behind}${text.slice(end)}`;
  }

  /** The stretch of the fault stands out, its first mark included. */
  toned(text: string, tone?: Span['tone']): Span[] {
    const [start, end] = this.#end > this.#start ? [this.#start, this.edge(this.#end)] : [0, 0];
    const plain = (part: string): Span => (tone === undefined ? { text: part } : { text: part, tone });
    return [plain(text.slice(0, start)), { text: text.slice(start, end), tone: 'bad' }, plain(text.slice(end))];
  }
}
