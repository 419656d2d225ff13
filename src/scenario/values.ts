/** The leaves of the schema. Each message says what was expected; `complaint.ts` adds where, and what was got. */
import { z } from 'zod';
import type { Bytes, Duration, Time } from './define.ts';
import { parseBytes, parseNanos } from './units.ts';
import { didYouMean, oneOf } from './words.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

/** `expected` is a noun with its article, to stand after "expected". */
function leaf<T>(expected: string, accepts: (value: unknown) => boolean): z.ZodCustom<T, T> {
  return z.custom<T>(accepts, { error: expected });
}

export interface Range {
  readonly from?: number;
  readonly to?: number;
  /** The lower bound itself is not allowed. */
  readonly above?: number;
}

export function wholeNumber(range: Range): z.ZodType<number, number> {
  return leaf(`a whole number${inWords(range)}`, (value) => Number.isSafeInteger(value) && isIn(range, Number(value)));
}

export function decimal(range: Range = {}): z.ZodType<number, number> {
  return leaf(`a number${inWords(range)}`, (value) => Number.isFinite(value) && isIn(range, Number(value)));
}

/** Never negative. */
export function duration(range: { readonly above?: 0 } = {}): z.ZodType<Duration, Duration> {
  const positive = range.above === 0;
  return leaf(`a duration${positive ? ' above 0' : ''} such as '300us', '1.5s' or '8m'`, (value) => {
    const parsed = parseNanos(value);
    return parsed !== null && (positive ? parsed > 0 : parsed >= 0);
  });
}

/** May be negative. */
export function time(): z.ZodType<Time, Time> {
  return leaf(`a time such as '-4.5m', '0s' or '90s'`, (value) => parseNanos(value) !== null);
}

export function bytes(): z.ZodType<Bytes, Bytes> {
  return leaf(`a size above 0 such as '512KB' or '64MB'`, (value) => (parseBytes(value) ?? 0) > 0);
}

export function text(): z.ZodType<string, string> {
  return leaf('text', (value) => typeof value === 'string' && value.trim() !== '');
}

/** Text without line breaks. */
export function line(): z.ZodType<string, string> {
  return leaf('one line of text', (value) => typeof value === 'string' && value.trim() !== '' && !/[\r\n]/.test(value));
}

export function flag(): z.ZodType<boolean, boolean> {
  return leaf('true or false', (value) => typeof value === 'boolean');
}

export function word<const T extends string>(...words: readonly T[]): z.ZodType<T, T> {
  return leaf(oneOf(words.map((each) => `'${each}'`)), (value) => words.some((each) => each === value));
}

export function either<T>(expected: string, accepts: (value: unknown) => boolean): z.ZodType<T, T> {
  return leaf(expected, accepts);
}

/** Unknown keys are errors that name the known ones. */
export function object<const S extends Shape>(
  shape: S,
): z.ZodObject<{ -readonly [K in keyof S]: S[K] }, z.core.$strict> {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownKey(String(issue.keys[0]), keys) : `an object with ${oneOf(keys)}`,
  });
}

export function list<T extends z.ZodType>(element: T): z.ZodReadonly<z.ZodArray<T>> {
  return z.array(element, { error: 'a list' }).readonly();
}

/** For objects of several kinds, which this key tells apart. */
export function variants(discriminator: string, names: readonly string[]): z.core.$ZodErrorMap {
  const words = oneOf(names.map((name) => `'${name}'`));
  return (issue) => (issue.code === 'invalid_union' ? words : `an object with ${discriminator}: ${words}`);
}

/** What stands after the object's path. */
export function unknownKey(key: string, known: readonly string[]): string {
  return `expected ${oneOf(known)}, got the unknown key ${JSON.stringify(key)}${didYouMean(key, known)}`;
}

function isIn({ from, to, above }: Range, value: number): boolean {
  return value >= (from ?? -Infinity) && value <= (to ?? Infinity) && value > (above ?? -Infinity);
}

function inWords({ from, to, above }: Range): string {
  if (above !== undefined) return to === undefined ? ` above ${above}` : ` above ${above}, at most ${to}`;
  if (from !== undefined) return to === undefined ? ` from ${from}` : ` from ${from} to ${to}`;
  return to === undefined ? '' : ` up to ${to}`;
}
