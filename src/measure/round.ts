const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;

/**
 * Rounds to `digits` (0..9) decimal places, halves towards +Infinity. What goes into a result is rounded here and
 * nowhere else, so that equal runs give equal bytes. Throws on NaN and infinities: JSON would turn them into null.
 */
export function round(value: number, digits: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`round: expected a finite number, got ${value}`);
  const scale = POWERS_OF_TEN[digits];
  if (scale === undefined) throw new RangeError(`round: digits: expected 0..9, got ${digits}`);
  // + 0 turns -0 into 0.
  return Math.round(value * scale) / scale + 0;
}

/** numerator / denominator, rounded; `null` when the denominator is 0, for then there is nothing to say. */
export function ratio(numerator: number, denominator: number, digits = 6): number | null {
  return denominator === 0 ? null : round(numerator / denominator, digits);
}
