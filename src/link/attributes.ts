import type { Nanos } from '../world/world.ts';
import { MILLISECOND } from '../world/world.ts';
import { InvalidAttributes } from './errors.ts';

/** What values an attribute of a toxic may have. */
export interface AttributeRule<T> {
  /** For messages, after "expected": `a whole number >= 0`. */
  readonly expected: string;
  readonly default: T;
  accepts(value: unknown): value is T;
}

export type AttributeRules = Readonly<Record<string, AttributeRule<unknown>>>;
export type Attributes<R extends AttributeRules> = {
  readonly [K in keyof R]: R[K] extends AttributeRule<infer T> ? T : never;
};

interface Range {
  /** @default 0 */
  readonly from?: number;
  /** @default as far as whole numbers, or doubles, go */
  readonly to?: number;
}

export function wholeNumber(
  fallback = 0,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: Range = {},
): AttributeRule<number> {
  return numberRule(`a whole number${inWords(from, to)}`, fallback, (value) => Number.isSafeInteger(value), from, to);
}

/** Fractions are allowed; infinity is not. */
export function number(fallback = 0, { from = 0, to = Number.MAX_VALUE }: Range = {}): AttributeRule<number> {
  return numberRule(`a number${inWords(from, to)}`, fallback, (value) => Number.isFinite(value), from, to);
}

export function choice<const T extends string>(words: readonly T[], fallback: NoInfer<T>): AttributeRule<T> {
  return {
    expected: `one of ${words.join(', ')}`,
    default: fallback,
    accepts: (value): value is T => words.some((word) => word === value),
  };
}

export function flag(fallback = false): AttributeRule<boolean> {
  return { expected: 'true or false', default: fallback, accepts: (value) => typeof value === 'boolean' };
}

function numberRule(
  expected: string,
  fallback: number,
  isOne: (value: unknown) => boolean,
  from: number,
  to: number,
): AttributeRule<number> {
  return {
    expected,
    default: fallback,
    accepts: (value): value is number => isOne(value) && Number(value) >= from && Number(value) <= to,
  };
}

function inWords(from: number, to: number): string {
  return to >= Number.MAX_SAFE_INTEGER ? ` >= ${from}` : ` from ${from} to ${to}`;
}

/** `current` with `given` on top, checked. Throws `InvalidAttributes`; an attribute that is `undefined` stays as it is. */
export function mergeAttributes(
  rules: AttributeRules,
  current: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Attributes<AttributeRules> {
  const merged = { ...current };
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) throw new InvalidAttributes('attribute', oneOf(Object.keys(rules)), name);
    if (value === undefined) continue;
    if (!rule.accepts(value)) throw new InvalidAttributes(name, rule.expected, value);
    merged[name] = value;
  }
  return merged;
}

export function defaultAttributes(rules: AttributeRules): Attributes<AttributeRules> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, rule.default]));
}

/** Later than any run, and finite: sums and differences of such times are still numbers. */
const FOREVER: Nanos = Number.MAX_SAFE_INTEGER;

/** Milliseconds as the wire has them, whole or not, in whole ns; at most the clock's 104 days. */
export function msToNanos(ms: number): Nanos {
  return Math.min(Math.round(ms * MILLISECOND), FOREVER);
}

function oneOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `one of ${names.join(', ')}`;
}
