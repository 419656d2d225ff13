/** Values that read well on an axis. */

/** Steps that read as times, in seconds. */
export const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** A share of a step, or of a value, by which rounding may miss it. */
const SLACK = 1e-9;

/** Of `step`, between the two, both included; exact to its digits: 0.3, not 0.30000000000000004. */
export function multiples([from, to]: readonly [number, number], step: number): number[] {
  const first = Math.ceil(from / step - SLACK);
  return Array.from(
    { length: countMultiples([from, to], step) },
    (_, i) =>
      // `+ 0`: a negative zero is one, too.
      Number(((first + i) * step).toPrecision(12)) + 0,
  );
}

/** How many `multiples` has. */
export function countMultiples([from, to]: readonly [number, number], step: number): number {
  return Math.max(0, Math.floor(to / step + SLACK) - Math.ceil(from / step - SLACK) + 1);
}

/** 1, 2, 5, 10, 20, … between the two, both included; they are above 0. */
export function steps125(from: number, to: number): number[] {
  const found: number[] = [];
  for (let exponent = exponentOf(from) - 1; exponent <= exponentOf(to) + 1; exponent++) {
    for (const digit of [1, 2, 5]) {
      // By its decimal digits, so that 0.1 is 0.1.
      const value = Number(`${digit}e${exponent}`);
      if (value >= from * (1 - SLACK) && value <= to * (1 + SLACK)) found.push(value);
    }
  }
  return found;
}

export function isDecade(value: number): boolean {
  return value.toExponential().startsWith('1e');
}

/** Of the power of ten that is just below, or the value itself. */
function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}
