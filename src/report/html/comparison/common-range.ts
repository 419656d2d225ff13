/** One range for several charts, so that what is higher in one is higher than in the next. */
import type { Values } from '../../../compare/course.ts';

type Range = readonly [least: number, most: number];

/** For a logarithmic axis: the values above 0, out to the next of 1, 2, 5, 10, 20, … Undefined: there are none. */
export function latencyRange(lists: readonly Values[]): Range | undefined {
  const positive = lists.flat().filter((value): value is number => value !== null && value > 0);
  if (positive.length === 0) return undefined;
  const [least, most] = extremes(positive);
  return [roundBelow(least), roundAbove(most)];
}

/** For a linear axis that has 0 on it, and a tenth at least: noise must not look like drama. */
export function around(lists: readonly Values[]): Range {
  const [least, most] = extremes(lists.flat().filter((value): value is number => value !== null));
  return [Math.min(0, Math.floor(least * 20) / 20), Math.max(0.1, Math.ceil(most * 20) / 20)];
}

/** Lists may be too long to be arguments. */
function extremes(values: readonly number[]): Range {
  return values.reduce<Range>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

function roundBelow(value: number): number {
  const unit = decade(value);
  return unit * [5, 2, 1].find((step) => unit * step <= value)!;
}

function roundAbove(value: number): number {
  const unit = decade(value);
  return unit * [2, 5, 10].find((step) => unit * step > value)!;
}

/** The largest power of ten that is not above. */
function decade(value: number): number {
  let unit = 1;
  while (unit * 10 <= value) unit *= 10;
  while (unit > value) unit /= 10;
  return unit;
}
