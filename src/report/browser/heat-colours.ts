/** From values to colours. */
import type { Unit } from '../html/chart.ts';
import { extent, type Range } from './ticks.ts';
import type { Numbers } from './values.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A logarithmic scale spans that at least: what varies by a few percent must not look like drama. */
const LEAST_FACTOR = 10;

/** Of all rows over the whole run, so that a colour means the same whatever is zoomed; shares are of the whole. */
export function heatRange(rows: readonly Numbers[], scale: 'linear' | 'log', unit?: Unit): Range {
  if (scale === 'log') {
    const [least, most] = extent(rows, (value) => value > 0) ?? [1, 1];
    return [least, Math.max(most, least * LEAST_FACTOR)];
  }
  const [least, most] = extent(rows, () => true) ?? [0, 0];
  return [Math.min(0, least), unit === 'share' ? Math.max(1, most) : most];
}

/** 0 at the least value, 1 at the most. On a logarithmic scale, zero and less are the least. */
export function heatShare(value: number, [least, most]: Range, scale: 'linear' | 'log'): number {
  if (most <= least) return value >= most && most > 0 ? 1 : 0;
  const share =
    scale === 'log'
      ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
      : (value - least) / (most - least);
  return Math.min(1, Math.max(0, share));
}

export function heatColour(share: number, low: Rgb, mid: Rgb, high: Rgb): Rgb {
  const [from, to, part] = share < 0.5 ? [low, mid, share * 2] : [mid, high, share * 2 - 1];
  const mixed = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * part);
  return [mixed(0), mixed(1), mixed(2)];
}

/** `#rrggbb` or `rgb(…)`, as a canvas gives colours back. */
export function rgbOf(colour: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex) return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** Many windows in one pixel: the highest of them, so that no peak is lost. */
export function highest(list: Numbers, from: number, end: number): number | null {
  let most: number | null = null;
  for (let i = from; i < end; i++) {
    const value = list[i] ?? null;
    if (value !== null && (most === null || value > most)) most = value;
  }
  return most;
}
