import { log } from '../world/math.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const NOTHING = '·';
const LEAST_FACTOR = 10;

export type Values = readonly (number | null)[];

/**
 * The largest value of each of `columns` equal stretches: peaks must not vanish. `null` where a stretch has none, as behind
 * the last value of fewer than `length`.
 */
export function resampled(values: Values, columns: number, length = values.length): (number | null)[] {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * length) / columns));
    return highest(values.slice(from, to));
  });
}

/**
 * One character a value. `linear` counts from 0, `log` from the smallest value above 0, over a factor
 * of ten at least: what varies by a few percent must not look like drama. `among`: those that share the scale.
 */
export function sparkline(values: Values, scale: 'linear' | 'log', among: Values = values): string {
  const positive = among.map((value) => (value !== null && value > 0 ? value : null));
  const [min, max] = [lowest(positive), highest(positive)];
  const share = (value: number): number => {
    if (value <= 0 || min === null || max === null) return 0;
    if (scale === 'linear') return value / max;
    return log(value / min) / log(Math.max(max / min, LEAST_FACTOR));
  };
  return values
    .map((value) =>
      value === null ? NOTHING : BARS[Math.min(BARS.length - 1, Math.floor(share(value) * BARS.length))],
    )
    .join('');
}

/** Null when there is none. */
export function highest(values: Values): number | null {
  return values.reduce((most, value) => (most === null || (value !== null && value > most) ? value : most), null);
}

export function lowest(values: Values): number | null {
  return values.reduce((least, value) => (least === null || (value !== null && value < least) ? value : least), null);
}
