/** Round values for an axis, lowest first. */
import { countMultiples, isDecade, multiples, steps125, TIME_STEPS } from '../round-values.ts';
import type { Span } from './scale.ts';

/** Multiples of 1, 2 or 5 times a power of ten, at most so many. */
export function linearTicks(values: Span, most: number): number[] {
  const [low, high] = values;
  if (!(high > low)) return [low];
  const span = high - low;
  const step = steps125(span / (most + 1), 10 * span).find((each) => countMultiples(values, each) <= most);
  return step === undefined ? [low] : multiples(values, step);
}

/** Seconds, at steps that clocks have. */
export function timeTicks(values: Span, most: number): number[] {
  if (!(values[1] > values[0])) return [values[0]];
  const step = TIME_STEPS.find((each) => countMultiples(values, each) <= most);
  return step === undefined ? linearTicks(values, most) : multiples(values, step);
}

/** Powers of ten; 2 and 5 times them, too, where there are fewer than three and room for more. */
export function logTicks([low, high]: Span, most = Infinity): number[] {
  const within = steps125(low, high);
  const decades = within.filter(isDecade);
  const chosen = decades.length === 0 || (decades.length < 3 && within.length <= most) ? within : decades;
  const every = Math.max(1, Math.ceil(chosen.length / most));
  return chosen.filter((_, i) => i % every === 0);
}

/** The narrowest span of 1, 2 or 5 times powers of ten that holds these values, which are above 0. */
export function roundSpan([low, high]: Span): Span {
  return [steps125(low / 10, low).at(-1) ?? low, steps125(high, 10 * high)[0] ?? high];
}
