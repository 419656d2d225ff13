/** Where axes begin and end, and where they are labelled. */
import type { Unit } from '../html/chart.ts';
import { isDecade, multiples, steps125, TIME_STEPS } from '../round-values.ts';
import type { Numbers } from './values.ts';

export type Range = readonly [least: number, most: number];

/** Every multiple is written as it is, not rounded: no tick is finer. */
const FINEST: Readonly<Record<Unit, number>> = { us: 1, perSecond: 0.1, count: 0.1, share: 0.001, bytes: 1 };
const FINEST_SHARE_OF_LOG = 0.0001;

/** Round times, so far apart that `most` of their steps fit. */
export function timeTicks([from, to]: Range, most: number): number[] {
  const step = TIME_STEPS.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / Math.max(1, most));
  return multiples([from, to], step);
}

/** From zero to a round number above all values. */
export function linearRange(lists: readonly Numbers[], unit: Unit): Range {
  const [least, most] = extent(lists, () => true) ?? [0, 1];
  if (least >= 0 && most <= 0) return [0, 1];
  const step = linearStep([Math.min(0, least), Math.max(0, most)], 4, unit);
  return [Math.floor(Math.min(0, least) / step) * step, Math.ceil(Math.max(0, most) / step) * step];
}

export function linearTicks(range: Range, most: number, unit: Unit): number[] {
  return multiples(range, linearStep(range, most, unit));
}

function linearStep([from, to]: Range, most: number, unit: Unit): number {
  const rough = (to - from) / Math.max(1, most);
  if (!(rough > FINEST[unit])) return FINEST[unit];
  const base = unit === 'bytes' ? powerBelow(rough, 1024) : powerBelow(rough, 10);
  const steps = unit === 'bytes' ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] : [1, 2, 2.5, 5, 10];
  const isWritten = (step: number): boolean => Math.abs(Math.round(step / FINEST[unit]) - step / FINEST[unit]) < 1e-6;
  const fitting = steps.map((step) => base * step).filter((step) => step >= rough * (1 - 1e-9) && isWritten(step));
  return fitting[0] ?? base * steps.at(-1)!;
}

/** From a 1, 2 or 5 below all values above zero to one above them, at least a decade. */
export function logRange(lists: readonly Numbers[]): Range {
  const found = extent(lists, (value) => value > 0);
  if (found === null) return [1, 10];
  const [least, most] = found;
  // Not right at it: a line on the axis is not seen.
  const from = steps125(least / 20, least * 0.8).at(-1) ?? least;
  const to = steps125(most, most * 10)[0] ?? most;
  return to / from >= 9.99 ? [from, to] : [from, from * 10];
}

/** Decades, as many as there is place for; with the 2 and 5 between them where they are few. */
export function logTicks([from, to]: Range, most: number, unit: Unit): number[] {
  const fine = steps125(Math.max(from, unit === 'share' ? FINEST_SHARE_OF_LOG : FINEST[unit]), to);
  if (fine.length <= most) return fine;
  const decades = fine.filter(isDecade);
  const every = Math.ceil(decades.length / Math.max(1, most));
  return decades.filter((_, i) => i % every === 0);
}

/** Least and most of the values that count; null: none does. */
export function extent(lists: readonly Numbers[], counts: (value: number) => boolean): Range | null {
  let [least, most] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list) {
      if (value === null || !counts(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return least <= most ? [least, most] : null;
}

/** The largest power of `base` that is not above `value`. */
function powerBelow(value: number, base: number): number {
  const power = base ** Math.floor(Math.log(value) / Math.log(base) + 1e-9);
  return Number(power.toPrecision(12));
}
