import type { TimeChart } from '../html/chart.ts';
import { MARK } from './heat-drawing.ts';

const LEAST = 68;
const MOST = 128;
const CHARACTER = 6.2;
const GAP = 14;

/** Left of all wide charts, so that their times stand below each other: as the longest name of a row needs. CSS pixels. */
export function sharedGutter(charts: readonly TimeChart[]): number {
  const names = charts.flatMap((chart) =>
    chart.kind === 'heat' ? chart.rows.map(({ label, marked }) => (marked === true ? `${MARK} ${label}` : label)) : [],
  );
  const longest = Math.max(0, ...names.map((name) => name.length));
  return Math.round(Math.min(MOST, Math.max(LEAST, longest * CHARACTER + GAP)));
}
