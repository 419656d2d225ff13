import type uPlot from 'uplot';
import type { Frame } from './frame.ts';
import type { Palette } from './palette.ts';
import type { Span } from './span.ts';
import type { Numbers } from './values.ts';

/** A value of a chart in one window, as the reader is told it. */
export interface Reading {
  /** The line's or the row's. */
  readonly label: string;
  readonly value: number | null;
  /** Nobody pointed at a row: this is the one with the highest value. */
  readonly isHighest?: boolean;
}

/** A point to show under the cursor. */
export interface Dot {
  /** CSS pixels below the field's top. */
  readonly y: number;
  readonly colour: string;
}

export interface Setting {
  readonly frame: Frame;
  readonly palette: Palette;
  readonly span: () => Span;
}

/** What is particular to one kind of chart. The view does the rest: sizes, cursor, marks, zoom. */
export interface Drawing {
  /** With its labels, in the order in which they are named. */
  readonly lists: readonly { readonly label: string; readonly values: Numbers }[];
  /** Of the field, for a plot so wide; CSS pixels. */
  fieldHeight(width: number): number;
  plot(setting: Setting): { readonly options: uPlot.Options; readonly data: uPlot.AlignedData };
  /** `row`: that the pointer is on, from 0, where there are rows. */
  readings(window: number, row: number | null): Reading[];
  dots(plot: uPlot, window: number): Dot[];
  /** Where there are rows: which one is at this share of the field's height. */
  rowAt(share: number): number | null;
}

export function named({ label, isHighest = false }: Reading): string {
  return isHighest ? `highest: ${label}` : label;
}
