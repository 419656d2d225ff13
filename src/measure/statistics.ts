/** Lists of numbers as they come from runs over several seeds. Infinity is a value like any other ("never"). */

/** The middle of the sorted values, or the mean of the two middle ones; `null` for an empty list. */
export function median(values: readonly number[]): number | null {
  return quantileOf(values, 0.5);
}

/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, the default of R and NumPy),
 * 0 <= p <= 1; `null` for an empty list.
 */
export function quantileOf(values: readonly number[], p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: expected 0..1, got ${p}`);
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  // Infinity - Infinity is NaN.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

export interface Spread {
  readonly n: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  /** q3 - q1; 0 when both are Infinity. */
  readonly iqr: number;
}

/** How far a figure scatters over the seeds; `null` for an empty list. */
export function spread(values: readonly number[]): Spread | null {
  const [min, q1, middle, q3, max] = [0, 0.25, 0.5, 0.75, 1].map((p) => quantileOf(values, p));
  if (min == null || q1 == null || middle == null || q3 == null || max == null) return null;
  return { n: values.length, min, q1, median: middle, q3, max, iqr: q1 === q3 ? 0 : q3 - q1 };
}
