/** How the figures of a comparison are written. */
import type { Figure } from '../compare/digest.ts';
import { isRange } from '../compare/seeds.ts';
import type { Summary } from '../compare/summary.ts';
import { NOT_AVAILABLE, percent } from './format.ts';

/** What is below half a hundredth of a point is nothing. */
export function share(value: Figure): string {
  return value === 'never' ? value : value !== null && Math.abs(value) < 0.00005 ? '0 %' : percent(value);
}

/** A difference of two shares, in percentage points: `-15.4 points`. */
export function pointsText(difference: number): string {
  const text = (difference * 100).toFixed(1);
  return `${text === '-0.0' ? '0.0' : difference > 0 ? `+${text}` : text} points`;
}

export function quartiles({ q1, q3 }: Summary, text: (value: Figure) => string): string {
  return text(q1) === text(q3) ? text(q1) : `${text(q1)} to ${text(q3)}`;
}

/** As it is. */
export function plain(value: Figure): string {
  return value === null ? NOT_AVAILABLE : String(value);
}

/** `1 to 10`. */
export function seedList(seeds: readonly string[]): string {
  return isRange(seeds) ? `${seeds[0]!} to ${seeds.at(-1)!}` : seeds.join(', ');
}

/** `10 seeds`. */
export function seedsCounted({ length }: readonly string[]): string {
  return length === 1 ? '1 seed' : `${length} seeds`;
}
