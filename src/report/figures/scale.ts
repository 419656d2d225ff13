/** From values to units of a drawing. */
import { exp, log } from '../../world/math.ts';

export type Scale = (value: number) => number;

/** Of a drawing's axis, or of its values; the second may be the smaller one. */
export type Span = readonly [from: number, to: number];

/** Where all values are the same, they are at the begin. */
export function linear([low, high]: Span, [from, to]: Span): Scale {
  return (value) => (high === low ? from : from + ((value - low) / (high - low)) * (to - from));
}

/** Of values above 0. */
export function logarithmic(values: Span, range: Span): Scale {
  const [low, high] = values;
  if (!(low > 0 && high > 0)) throw new RangeError(`logarithmic scale: expected values above 0, got ${low} to ${high}`);
  const scale = linear([log(low), log(high)], range);
  return (value) => scale(log(value));
}

const LN10 = log(10);

/** How many nines a quantile has, 0 <= p < 1: 0 has none, 0.9 one, 0.99 two. */
export function ninesOf(p: number): number {
  return -log(1 - p) / LN10;
}

/** The quantile that has so many nines. */
export function quantileOf(nines: number): number {
  // Whole ones are told exactly: 0.9 and not 0.8999999999999999.
  if (Number.isInteger(nines)) return nines === 0 ? 0 : Number(`0.${'9'.repeat(nines)}`);
  return 1 - exp(-nines * LN10);
}

/** As a coordinate is written: to a hundredth. */
export function px(value: number): number {
  return Math.round(value * 100) / 100;
}
