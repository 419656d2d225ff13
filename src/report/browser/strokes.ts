/** What a line looks like, by what it is. */
import type { ChartLine, Stroke } from '../html/chart.ts';

export interface Pen {
  /** A custom property of the page. */
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** Drawn and left out, in CSS pixels; empty: solid. */
  readonly dash: readonly number[];
}

const COLOURS = 8;
const WIDTHS = { strong: 2.25, normal: 1.5, thin: 1.1 } as const;
const DASHES = { solid: [], dashed: [6, 3], dotted: [1.5, 2.5] } as const;

export function penOf(stroke: Stroke): Pen {
  if ('tone' in stroke) return { colour: `--${stroke.tone}`, width: WIDTHS.normal, dash: [] };
  const dash = DASHES[stroke.dash ?? 'solid'];
  if ('control' in stroke) return { colour: '--control', width: WIDTHS.normal, dash };
  return { colour: `--series-${(stroke.nth % COLOURS) + 1}`, width: WIDTHS[stroke.weight ?? 'normal'], dash };
}

/** Indices of lines: the control lies behind all others, which lie as they are given. */
export function drawingOrder(lines: readonly Pick<ChartLine, 'stroke'>[]): number[] {
  return [...controls(lines, true), ...controls(lines, false)];
}

/** Indices of lines: the control is named last. */
export function legendOrder(lines: readonly Pick<ChartLine, 'stroke'>[]): number[] {
  return [...controls(lines, false), ...controls(lines, true)];
}

function controls(lines: readonly Pick<ChartLine, 'stroke'>[], are: boolean): number[] {
  return lines.flatMap(({ stroke }, i) => ('control' in stroke === are ? [i] : []));
}
