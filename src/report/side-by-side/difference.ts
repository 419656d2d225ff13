/** What a figure is held against: the same figure of the first run. */
import type { Cell, Tone } from '../document.ts';
import { grouped, seconds, times, type Figure } from '../format.ts';

/** `delay`: seconds, apart; `share`: 0..1, in points; `amount`: how many times as much. */
export type Measure = 'delay' | 'share' | 'amount';
export type Better = 'less' | 'more' | 'neither';

export const SAME = '=';
const LEAST_POINTS = 0.05;
/** Below it the digits of a factor say nothing any more. */
const LEAST_FACTOR = 0.1;

/** Nothing where one of the two is not known. */
export function difference(value: Figure, first: Figure, measure: Measure, better: Better): Cell {
  if (value === null || first === null) return '';
  if (value === first) return { text: SAME, tone: 'quiet' };
  const text = inWords(value, first, measure);
  if (text === SAME) return { text, tone: 'quiet' };
  const tone = toneOf(rank(value) - rank(first), better);
  return tone === null ? text : { text, tone };
}

function inWords(value: number | 'never', first: number | 'never', measure: Measure): string {
  if (value === 'never' || first === 'never') return value === 'never' ? 'later' : 'sooner';
  if (measure === 'delay') return `${value > first ? '+' : '-'}${seconds(Math.abs(value - first))}`;
  if (measure === 'share') {
    const points = (value - first) * 100;
    return Math.abs(points) < LEAST_POINTS ? SAME : `${points > 0 ? '+' : ''}${points.toFixed(1)} points`;
  }
  if (first <= 0) return '';
  if (value === 0) return 'none';
  const factor = value / first;
  if (times(factor) === times(1)) return SAME;
  return factor > 0 && factor < LEAST_FACTOR ? `1/${grouped(1 / factor)}` : times(factor);
}

function toneOf(more: number, better: Better): Tone | null {
  if (better === 'neither') return null;
  return more > 0 === (better === 'more') ? 'good' : 'bad';
}

function rank(value: number | 'never'): number {
  return value === 'never' ? Infinity : value;
}
