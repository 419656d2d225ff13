import { round } from '../measure/round.ts';
import { spread } from '../measure/statistics.ts';
import type { Figure } from './digest.ts';

/** A figure over the seeds. `n`: how many runs could tell; the rest is null when none could. */
export interface Summary {
  readonly n: number;
  readonly median: Figure;
  /** The quartiles, by linear interpolation: half of the runs lie between. */
  readonly q1: Figure;
  readonly q3: Figure;
  readonly min: Figure;
  readonly max: Figure;
}

/** `never` is later than every time. */
export function summaryOf(values: readonly Figure[]): Summary {
  const told = values.flatMap((value) => (value === null ? [] : [value === 'never' ? Infinity : value]));
  const all = spread(told);
  const said = (value: number | undefined): Figure =>
    value === undefined ? null : value === Infinity ? 'never' : round(value, 6);
  return {
    n: told.length,
    median: said(all?.median),
    q1: said(all?.q1),
    q3: said(all?.q3),
    min: said(all?.min),
    max: said(all?.max),
  };
}
