import type { ExpectationOutcome, Result } from '../../scenario/result.ts';
import type { Block } from '../document.ts';
import { clock, grouped, latency, NOT_AVAILABLE, percent, seconds, type Figure } from '../format.ts';

export function expectations({ expectations: all }: Result): Block[] {
  if (all.length === 0) return [];
  const held = all.filter((each) => each.held === true).length;
  return [
    { kind: 'heading', text: 'Expectations', aside: `${held} of ${all.length} held` },
    { kind: 'checks', rows: all.map((each) => ({ held: each.held, says: each.says, detail: detail(each) })) },
  ];
}

function detail({ metric, expected, actual }: ExpectationOutcome): string {
  const show = (value: Figure): string => shown(metric, value);
  const bounds = expected.replaceAll(/-?\d+(?:\.\d+)?(?![\d.]*\w)/g, (number) => show(Number(number)));
  return `${metric}: expected ${bounds}, got ${show(actual)}`;
}

const SHARES = /Share$|^goodputLoss$|^availability$|^ejectionPrecision$|^hitRate(?:Baseline|Lowest|Dip)?$/;

/** With the unit that the metric's name tells. */
function shown(metric: string, value: Figure): string {
  if (value === null) return NOT_AVAILABLE;
  if (value === 'never') return value;
  const name = metric.split('.').at(-1) ?? '';
  if (/^(?:p\d+|max)$/.test(name)) return latency(value);
  if (/^timeTo|^hysteresis$/.test(name)) return seconds(value);
  if (/At$|^tip$/.test(name)) return clock(value);
  if (SHARES.test(name) || metric.includes('.blastRadius.')) return percent(value);
  return Number.isInteger(value) ? grouped(value) : String(value);
}
