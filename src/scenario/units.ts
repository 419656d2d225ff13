/**
 * Durations, times and sizes as users write them. Parsing is exact: `'0.3us'` is 300 ns, and what is no whole number of
 * nanoseconds or bytes is refused instead of rounded.
 */
import type { Nanos } from '../world/world.ts';
import type { Bytes, Duration, Time, Unit } from './define.ts';
import { badValue } from './errors.ts';

const NANOS_IN: Readonly<Record<Unit, number>> = {
  ns: 1,
  us: 1_000,
  ms: 1_000_000,
  s: 1_000_000_000,
  m: 60_000_000_000,
  h: 3_600_000_000_000,
};

/** As memcached's -m counts them. */
const BYTES_IN: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 * 1024, GB: 1024 * 1024 * 1024 };

/** Units by size, for showing. */
const UNITS: readonly Unit[] = ['h', 'm', 's', 'ms', 'us', 'ns'];

/** `'300us'`, `'-4.5m'` in ns; `null` for what is none, has a fraction of a nanosecond, or lies beyond 104 days. */
export function parseNanos(text: unknown): Nanos | null {
  return parse(text, NANOS_IN);
}

/** `'64MB'` in bytes (1 KB = 1024 B); `null` for what is none. */
export function parseBytes(text: unknown): number | null {
  const bytes = parse(text, BYTES_IN);
  return bytes === null || bytes < 0 ? null : bytes;
}

/** As `parseNanos`, for text that must be right. Throws `BadInput`. */
export function nanos(text: Duration | Time): Nanos {
  const parsed = parseNanos(text);
  if (parsed === null) throw badValue('duration', "a number and a unit such as '300us', '1.5s' or '8m'", text);
  return parsed;
}

/** As `parseBytes`, for text that must be right. Throws `BadInput`. */
export function bytes(text: Bytes): number {
  const parsed = parseBytes(text);
  if (parsed === null) throw badValue('size', "a number and a unit such as '512KB' or '64MB'", text);
  return parsed;
}

/** In the largest unit that needs at most two decimals, exactly: `nanos(durationText(t)) === t`. */
export function durationText(t: Nanos): Duration {
  const unit = UNITS.find((each) => Math.abs(t) >= NANOS_IN[each] && (t * 100) % NANOS_IN[each] === 0) ?? 'ns';
  return `${t / NANOS_IN[unit]}${unit}`;
}

/** In seconds, exactly: `nanos(secondsText(t)) === t`. */
export function secondsText(t: Nanos): Time {
  const digits = String(Math.abs(t)).padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  // Whole seconds, a fraction that is not empty, or none.
  return `${t < 0 ? '-' : ''}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}s` as Time;
}

function parse(text: unknown, units: Readonly<Record<string, number>>): number | null {
  if (typeof text !== 'string') return null;
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,12}))?([a-zA-Z]{1,2})$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', unit = ''] = match;
  if (!Object.hasOwn(units, unit)) return null;
  // Integers of any size: 0.3 has no exact double.
  const scaled = BigInt(whole + fraction) * BigInt(units[unit]!);
  const scale = BigInt(`1${'0'.repeat(fraction.length)}`);
  const value = Number(scaled / scale);
  if (scaled % scale !== 0n || !Number.isSafeInteger(value)) return null;
  return sign === '-' ? 0 - value : value;
}
