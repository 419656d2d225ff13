import type uPlot from 'uplot';
import type { Edges } from './stacks.ts';

export interface Course {
  /** Of each window, in seconds, and the end of the last. */
  readonly begins: readonly number[];
  /** That show: from the first to behind the last. */
  readonly windows: readonly [first: number, end: number];
  readonly isLog: boolean;
}

/** A level for each window, from its begin to its end; where there is no value, a gap. */
export function stepPaths(
  plot: uPlot,
  { upper, lower }: Edges,
  { begins, windows, isLog }: Course,
): uPlot.Series.Paths {
  const stroke = new Path2D();
  const fill = lower === null ? null : new Path2D();
  const [first, end] = windows;
  const floor = plot.bbox.top + plot.bbox.height;
  const x = (window: number): number => Math.round(plot.valToPos(begins[window]!, 'x', true));
  const y = (value: number): number => (isLog && value <= 0 ? floor : plot.valToPos(value, 'y', true));
  let isDown = false;
  let left = x(Math.min(first, begins.length - 1));
  for (let i = first; i < Math.min(end, begins.length - 1); i++) {
    const right = x(i + 1);
    const value = upper[i] ?? null;
    // A part without height would draw its line over the part below it.
    if (value === null || (isLog && value <= 0) || value === lower?.[i]) {
      isDown = false;
    } else {
      const level = y(value);
      if (isDown) stroke.lineTo(left, level);
      else stroke.moveTo(left, level);
      stroke.lineTo(right, level);
      isDown = true;
      if (fill !== null && right > left) fill.rect(left, level, right - left, y(lower![i] ?? 0) - level);
    }
    left = right;
  }
  // Nothing clips what uPlot thinks are gaps: they are in the path.
  return { stroke, fill };
}
