/** What lies behind the lines: the fault, the limit. */
import type uPlot from 'uplot';
import type { LineChart, TimeAxis } from '../html/chart.ts';
import { font } from './frame.ts';
import type { Palette } from './palette.ts';

/** Its stretch of time, shaded. */
export function drawFault(plot: uPlot, { fault }: TimeAxis, palette: Palette): void {
  if (fault === null) return;
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, Math.round(plot.valToPos(fault.from, 'x', true)));
  const right = Math.min(bbox.left + bbox.width, Math.round(plot.valToPos(fault.to, 'x', true)));
  if (right <= left) return;
  ctx.save();
  ctx.fillStyle = palette.colour('--fault-band');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.restore();
}

export interface Look {
  readonly palette: Palette;
  /** As of `Frame`. */
  readonly scale: number;
}

type Limit = NonNullable<LineChart['limit']>;

export function drawLimit(plot: uPlot, { at, label }: Limit, { palette, scale }: Look): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(at, 'y', true));
  if (!(y >= bbox.top && y <= bbox.top + bbox.height)) return;
  const ratio = devicePixelRatio * scale;
  ctx.save();
  ctx.strokeStyle = palette.colour('--warn');
  ctx.lineWidth = ratio;
  ctx.setLineDash([7 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y + 0.5);
  ctx.lineTo(bbox.left + bbox.width, y + 0.5);
  ctx.stroke();
  ctx.font = font(11 * ratio, 600);
  ctx.textAlign = 'right';
  const isHigh = y - bbox.top < 18 * ratio;
  ctx.textBaseline = isHigh ? 'top' : 'bottom';
  const [x, baseline] = [bbox.left + bbox.width - 6 * ratio, y + (isHigh ? 4 : -3) * ratio];
  // A halo keeps it legible over lines.
  ctx.setLineDash([]);
  ctx.lineWidth = 3 * ratio;
  ctx.strokeStyle = palette.colour('--ground');
  ctx.strokeText(label, x, baseline);
  ctx.fillStyle = palette.colour('--warn');
  ctx.fillText(label, x, baseline);
  ctx.restore();
}
