/**
 * Figures as people read them. `null` (too few samples, not applicable) is said: n/a. So is what is no number at all: data
 * that was edited by hand may divide by zero.
 */
export type Figure = number | 'never' | null;

export const NOT_AVAILABLE = 'n/a';

/** A latency in µs: `620 µs`, `6.20 ms`, `912 ms`, `1.23 s`. */
export function latency(us: number | null): string {
  if (!isTold(us)) return NOT_AVAILABLE;
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 999_500) return `${threeDigits(us / 1000)} ms`;
  return `${threeDigits(us / 1_000_000)} s`;
}

/** Seconds: `4.5 s`, `58 s`, `12 min 30 s`. */
export function seconds(value: Figure): string {
  if (value === 'never') return value;
  if (!isTold(value)) return NOT_AVAILABLE;
  if (value > 0 && value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 60) return `${trimmed(value, 1)} s`;
  const whole = Math.round(value);
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return [h > 0 ? `${h} h` : '', min > 0 ? `${min} min` : '', s > 0 ? `${s} s` : ''].filter(Boolean).join(' ');
}

/** A time of the scenario, in whole seconds: `-04:30`, `+00:00`, `+1:02:03`. */
export function clock(at: Figure): string {
  if (at === 'never') return at;
  if (!isTold(at)) return NOT_AVAILABLE;
  const whole = Math.round(Math.abs(at));
  const h = Math.floor(whole / 3600);
  const minSec = [Math.floor((whole % 3600) / 60), whole % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${at < 0 && whole > 0 ? '-' : '+'}${h > 0 ? `${h}:` : ''}${minSec}`;
}

/** A share, 0..1: `0 %`, `0.03 %`, `4.7 %`, `46 %`. */
export function percent(share: number | null): string {
  if (!isTold(share)) return NOT_AVAILABLE;
  const value = share * 100;
  const size = Math.abs(value);
  if (size === 0) return '0 %';
  if (size < 0.005) return '< 0.01 %';
  return `${value.toFixed(size < 0.995 ? 2 : size < 99.95 ? 1 : 0)} %`;
}

/** `1.24x`, `8.3x`, `1,489x`. */
export function times(factor: number | null): string {
  if (!isTold(factor)) return NOT_AVAILABLE;
  return `${factor < 10 ? factor.toFixed(2) : factor < 100 ? factor.toFixed(1) : grouped(factor)}x`;
}

/** Per second: `12.5`, `800`, `1,204`. */
export function rate(value: number | null): string {
  if (!isTold(value)) return NOT_AVAILABLE;
  return value < 99.95 ? trimmed(value, 1) : grouped(value);
}

/** `1,204,551`. */
export function grouped(value: number): string {
  if (!isTold(value)) return NOT_AVAILABLE;
  return String(Math.round(value)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `950`, `48 k`, `3.31 M`. */
export function count(value: number): string {
  if (!isTold(value) || value < 9_995) return grouped(value);
  if (value < 999_500) return `${threeDigits(value / 1000)} k`;
  return `${threeDigits(value / 1_000_000)} M`;
}

/** Bytes, as scenarios count them: `950 B`, `48.2 KB`, `3.31 MB`. */
export function size(bytes: number): string {
  if (!isTold(bytes)) return NOT_AVAILABLE;
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  let [value, unit] = [bytes / 1024, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${threeDigits(value)} ${units[unit]!}`;
}

function isTold(value: number | null): value is number {
  return Number.isFinite(value);
}

function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** Without zeros at the end. */
function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
