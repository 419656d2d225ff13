/**
 * What the page's script draws. A chart names the lists of the embedded data by path and never carries numbers of its
 * own: what a reader sees under the cursor is what stands in `result.json`. Plain data, shared with the browser.
 */

/** Into the embedded data: keys and indices. */
export type Path = readonly (string | number)[];

/** A list with a value per window; null: there is none. */
export type Values =
  | { readonly of: Path }
  /** Counts of a window, per second. */
  | { readonly rate: Path }
  /** Window by window, null as nothing. */
  | { readonly sum: readonly Values[] }
  /** Null where the whole is nothing. */
  | { readonly share: Values; readonly of: Values };

/** How values are written, and what their axis says. */
export type Unit = 'us' | 'perSecond' | 'count' | 'share' | 'bytes';

/** What a line is, which decides how it is drawn in either colour scheme. */
export type Stroke =
  /** The n-th of several things side by side. */
  | {
      readonly nth: number;
      readonly weight?: 'strong' | 'normal' | 'thin';
      readonly dash?: 'solid' | 'dashed' | 'dotted';
    }
  /** The paired run without faults: grey, behind. */
  | { readonly control: true; readonly dash?: 'solid' | 'dashed' | 'dotted' }
  | { readonly tone: 'good' | 'bad' };

export interface ChartLine {
  readonly label: string;
  readonly values: Values;
  readonly stroke: Stroke;
  /** Filled down to the line before it, or to zero: parts of a whole. @default false */
  readonly stacked?: boolean;
  /** Drawn only when the reader asks for it in the legend. @default false */
  readonly hidden?: boolean;
}

interface Described {
  /** Unique in the page; letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** What is shown, its unit and its window, in a sentence. */
  readonly says: string;
  readonly unit: Unit;
  /** Values of zero and below do not show on a logarithmic axis. */
  readonly scale: 'linear' | 'log';
}

export interface LineChart extends Described {
  readonly kind: 'lines';
  readonly lines: readonly ChartLine[];
  /** A horizontal line, with its name: the SLO. */
  readonly limit?: { readonly at: number; readonly label: string };
  /** `small`: one of several of a kind, side by side, without a legend of its own. @default 'wide' */
  readonly size?: 'wide' | 'small';
  /** Of the vertical axis, so that several charts can be compared. @default what the values need */
  readonly range?: readonly [least: number, most: number];
}

/** Nodes from top to bottom, time from left to right. */
export interface HeatMap extends Described {
  readonly kind: 'heat';
  readonly rows: readonly { readonly label: string; readonly values: Values; readonly marked?: boolean }[];
}

export type TimeChart = LineChart | HeatMap;

/** What all time charts of a page share: the axis, the shaded fault, the marks. */
export interface TimeAxis {
  /** Seconds of the scenario. Value i of each list is of [from + i * window, from + (i + 1) * window). */
  readonly from: number;
  readonly to: number;
  readonly window: number;
  /** Stretches with their names, as `phases` of a result. */
  readonly phases: readonly ({ readonly name: string } & Stretch)[];
  /** Shaded; null: nothing breaks, and a phase of that name is one like the others. */
  readonly fault: Stretch | null;
  readonly marks: readonly Mark[];
}

/** In seconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** An event, drawn as a line through all charts and a numbered flag on top. */
export interface Mark {
  readonly at: number;
  readonly kind: 'fault' | 'cure' | 'change' | 'note' | 'observed';
  readonly text: string;
}

/** All that the script is told beside the data. */
export interface PageScript {
  readonly axis: TimeAxis;
  readonly charts: readonly TimeChart[];
  /** For file names of downloads; letters, digits, dashes. */
  readonly name: string;
  /** The page was too small for all of the data: lists that no chart draws are empty. @default true */
  readonly isWhole?: boolean;
}
