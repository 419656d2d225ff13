/** How values of each unit are written: by src/report/format.ts, with the unit. */
import { count, grouped, latency, NOT_AVAILABLE, percent, rate, size } from '../format.ts';
import type { Unit } from '../html/chart.ts';

/** Under the cursor: all digits that a reader can use. */
export function written(value: number | null, unit: Unit): string {
  if (value === null) return NOT_AVAILABLE;
  switch (unit) {
    case 'us':
      return latency(value);
    case 'perSecond':
      return `${rate(value)}/s`;
    case 'count':
      return Number.isInteger(value) ? grouped(value) : rate(value);
    case 'share':
      return percent(value);
    case 'bytes':
      return size(Math.round(value));
  }
}

/** On an axis, where values are round. */
export function tickText(value: number, unit: Unit): string {
  const text = unit === 'count' && value >= 10_000 ? count(value) : written(value, unit);
  return text.replace(/(\.\d*?)0+(?= |$)/, '$1').replace(/\.(?= |$)/, '');
}

/** As it stands in the data, for whoever wants to look it up. */
export function exact(value: number | null, unit: Unit): string {
  return value === null ? NOT_AVAILABLE : `${value} ${UNIT_NAMES[unit]}`.trim();
}

/** Of raw values. */
export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  us: 'µs',
  perSecond: '1/s',
  count: '',
  share: '',
  bytes: 'B',
};
