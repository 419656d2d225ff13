/** Round values for an axis, lowest first. */
import type { Span } from './scale.ts';

const ROUND = [1, 2, 5] as const;
/** Steps that read as times, in seconds. */
export const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** Multiples of 1, 2 or 5 times a power of ten, at most so many. */
export function linearTicks(values: Span, most: number): number[] {
  const [low, high] = values;
  if (!(high > low)) return [low];
  for (let exponent = -12; exponent <= 18; exponent++) {
    for (const round of ROUND) {
      const ticks = multiples(values, Number(`${round}e${exponent}`), most);
      // Written down and read again: 3 * 0.1 is 0.30000000000000004.
      if (ticks !== null) return ticks.map((tick) => Number(tick.toPrecision(12)));
    }
  }
  return [low];
}

/** Seconds, at steps that clocks have. */
export function timeTicks(values: Span, most: number): number[] {
  if (!(values[1] > values[0])) return [values[0]];
  for (const step of TIME_STEPS) {
    const ticks = multiples(values, step, most);
    if (ticks !== null) return ticks;
  }
  return linearTicks(values, most);
}

/** Powers of ten; 2 and 5 times them, too, where there are fewer than three and room for more. */
export function logTicks([low, high]: Span, most = Infinity): number[] {
  const within = roundValues().filter(({ value }) => value >= low && value <= high);
  const decades = within.filter(({ round }) => round === 1);
  const chosen = decades.length === 0 || (decades.length < 3 && within.length <= most) ? within : decades;
  const every = Math.max(1, Math.ceil(chosen.length / most));
  return chosen.filter((_, i) => i % every === 0).map(({ value }) => value);
}

/** The narrowest span of 1, 2 or 5 times powers of ten that holds these values, which are above 0. */
export function roundSpan([low, high]: Span): Span {
  const all = roundValues().map(({ value }) => value);
  return [all.findLast((value) => value <= low) ?? low, all.find((value) => value >= high) ?? high];
}

function roundValues(): { readonly round: number; readonly value: number }[] {
  const exponents = Array.from({ length: 31 }, (_, i) => i - 12);
  return exponents.flatMap((exponent) => ROUND.map((round) => ({ round, value: Number(`${round}e${exponent}`) })));
}

/** Null: there are more than `most`. */
function multiples([low, high]: Span, step: number, most: number): number[] | null {
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  if (last - first + 1 > most) return null;
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}
