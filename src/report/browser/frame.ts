/** Sizes that all charts share, so that their times stand below each other, and the axes with which uPlot draws them. */
import type uPlot from 'uplot';
import { clock } from '../format.ts';
import type { Palette } from './palette.ts';
import type { Span } from './span.ts';
import { timeTicks } from './ticks.ts';

/** CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Left of the field, for the labels of rows and values. */
  readonly gutter: number;
  /** Above the field, for flags. */
  readonly strip: number;
  /** Below the field, for times. */
  readonly foot: number;
  /** Right of the field. */
  readonly margin: number;
  /** The picture is drawn so much larger and then shown smaller: paper shows more than a screen. */
  readonly scale: number;
}

export const FOOT = 26;
export const MARGIN = 20;
const TIME_LABEL = 58;

/** CSS pixels. */
export function font(size: number, weight = 400): string {
  return `${weight} ${size}px system-ui, -apple-system, "Segoe UI", sans-serif`;
}

export function fieldWidth({ width, gutter, margin }: Frame): number {
  return Math.max(1, width - gutter - margin);
}

export function fieldHeight({ height, strip, foot }: Frame): number {
  return Math.max(1, height - strip - foot);
}

export interface Labels {
  readonly at: readonly number[];
  readonly texts: readonly string[];
}

export interface Plan {
  readonly frame: Frame;
  readonly palette: Palette;
  readonly span: () => Span;
  /** Of the vertical axis. */
  readonly labels: (range: { readonly min: number; readonly max: number }) => Labels;
  readonly hasGrid: boolean;
}

/** What is the same for every chart; uPlot's own cursor and legend are off. */
export function commonOptions(
  plan: Plan,
): Pick<uPlot.Options, 'width' | 'height' | 'padding' | 'legend' | 'cursor' | 'axes'> {
  const { width, height, strip, margin, scale } = plan.frame;
  return {
    width: width * scale,
    height: height * scale,
    padding: [strip * scale, margin * scale, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [timeAxis(plan), valueAxis(plan)],
  };
}

/** uPlot looks for a step of its own first; this one always fits, and our ticks need none. */
const ANY_STEP = { incrs: [1e12], space: 1 };

function timeAxis({ frame, palette, span }: Plan): uPlot.Axis {
  const most = Math.max(2, fieldWidth(frame) / TIME_LABEL);
  return {
    ...ANY_STEP,
    splits: () => timeTicks([span().from, span().to], most),
    filter: (_, splits) => splits,
    values: (_, splits) => splits.map((at) => clock(at)),
    size: frame.foot * frame.scale,
    gap: 4 * frame.scale,
    font: font(11 * frame.scale),
    stroke: palette.colour('--quiet'),
    grid: { show: false },
    ticks: {
      stroke: palette.colour('--rule'),
      width: frame.scale,
      size: 5 * frame.scale,
      filter: (_, splits) => splits,
    },
    border: { show: true, stroke: palette.colour('--rule'), width: frame.scale },
  };
}

function valueAxis({ frame, palette, labels, hasGrid }: Plan): uPlot.Axis {
  let shown: Labels = { at: [], texts: [] };
  return {
    ...ANY_STEP,
    scale: 'y',
    splits: (_, __, min, max) => {
      shown = labels({ min, max });
      return [...shown.at];
    },
    filter: (_, splits) => splits,
    values: () => [...shown.texts],
    size: frame.gutter * frame.scale,
    gap: 8 * frame.scale,
    font: font(11 * frame.scale),
    stroke: palette.colour('--quiet'),
    grid: { show: hasGrid, stroke: palette.colour('--grid'), width: frame.scale, filter: (_, splits) => splits },
    ticks: { show: false },
  };
}
