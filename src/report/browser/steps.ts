import type uPlot from 'uplot';
import type { Edges } from './stacks.ts';

export interface Course {
  /** Of each window, in seconds, and the end of the last. */
  readonly begins: readonly number[];
  /** That show: from the first to behind the last. */
  readonly windows: readonly [first: number, end: number];
  readonly isLog: boolean;
}

/** Device pixels; pens are hardly finer. */
const COLUMN = 2;

/**
 * A level for each window, from its begin to its end; where there is no value, a gap. Of more windows than pixels, the
 * lowest and the highest level in each column are drawn: it looks the same, and is painted in half the time.
 */
export function stepPaths(
  plot: uPlot,
  { upper, lower }: Edges,
  { begins, windows, isLog }: Course,
): uPlot.Series.Paths {
  const stroke = new Path2D();
  const fill = lower === null ? null : new Path2D();
  const [first, end] = windows;
  const floor = plot.bbox.top + plot.bbox.height;
  const column = end - first > plot.bbox.width ? COLUMN : 1;
  const x = (window: number): number => Math.round(plot.valToPos(begins[window]!, 'x', true) / column) * column;
  const y = (value: number): number => (isLog && value <= 0 ? floor : plot.valToPos(value, 'y', true));
  let isDown = false;
  let left = x(Math.min(first, begins.length - 1));
  // Of windows that begin and end at `left`, down the canvas.
  let [least, most] = [Infinity, -Infinity];
  const drawNarrow = (): void => {
    if (least > most) return;
    stroke.lineTo(left, least);
    if (most > least) stroke.lineTo(left, most);
    [least, most] = [Infinity, -Infinity];
  };
  for (let i = first; i < Math.min(end, begins.length - 1); i++) {
    const right = x(i + 1);
    const value = upper[i] ?? null;
    // A part without height would draw its line over the part below it.
    if (value === null || (isLog && value <= 0) || value === lower?.[i]) {
      drawNarrow();
      isDown = false;
    } else {
      const level = y(value);
      const isNarrow = right === left;
      if (!isDown) stroke.moveTo(left, level);
      else if (!isNarrow) {
        drawNarrow();
        stroke.lineTo(left, level);
      }
      if (isNarrow) [least, most] = [Math.min(least, level), Math.max(most, level)];
      else {
        stroke.lineTo(right, level);
        if (fill !== null) fill.rect(left, level, right - left, y(lower![i] ?? 0) - level);
      }
      isDown = true;
    }
    left = right;
  }
  drawNarrow();
  // Nothing clips what uPlot thinks are gaps: they are in the path.
  return { stroke, fill };
}
