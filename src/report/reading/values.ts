/** The leaves of what is read back from files. Each message says what was expected. Unknown keys are passed over. */
import { z } from 'zod';
import { oneOf } from '../../scenario/words.ts';
import { isHdrText } from './hdr-text.ts';

type Shape = Readonly<Record<string, z.ZodType>>;
type Loose<S extends Shape> = z.ZodObject<{ -readonly [K in keyof S]: S[K] }, z.core.$strip>;

/** `expected` is a noun with its article, to stand after "expected". */
function leaf<T>(expected: string, accepts: (value: unknown) => boolean): z.ZodType<T, T> {
  return z.custom<T>(accepts, { error: expected });
}

export const text = leaf<string>('text', (value) => typeof value === 'string');
export const histogram = leaf<string>('an HdrHistogram V2 in base64', isHdrText);
export const flag = leaf<boolean>('true or false', (value) => typeof value === 'boolean');
export const number = leaf<number>('a number', isNumber);
export const count = leaf<number>('a number from 0', isCount);
export const share = leaf<number>('a number from 0 to 1', (value) => isCount(value) && value <= 1);
/** Of windows, in seconds. */
export const width = leaf<number>('a number above 0', (value) => isCount(value) && value > 0);
export const figure = leaf<number | 'never' | null>(
  "a number, 'never' or null",
  (value) => value === null || value === 'never' || isNumber(value),
);
export const timeOrNever = leaf<number | 'never'>(
  "a number or 'never'",
  (value) => value === 'never' || isNumber(value),
);

export const textOrNull = orNull<string>('text', (value) => typeof value === 'string');
export const flagOrNull = orNull<boolean>('true, false', (value) => typeof value === 'boolean');
export const numberOrNull = orNull<number>('a number', isNumber);
export const countOrNull = orNull<number>('a number from 0', isCount);

export function word<const T extends string>(...words: readonly T[]): z.ZodType<T, T> {
  return leaf(oneOf(words.map((each) => `'${each}'`)), (value) => words.some((each) => each === value));
}

export function object<const S extends Shape>(shape: S): Loose<S> {
  return z.object(shape, { error: 'an object' });
}

export function objectOrNull<const S extends Shape>(shape: S): z.ZodNullable<Loose<S>> {
  return z.nullable(z.object(shape, { error: 'an object or null' }));
}

export function list<T extends z.ZodType>(element: T): z.ZodReadonly<z.ZodArray<T>> {
  return z.array(element, { error: 'a list' }).readonly();
}

export function listOrNull<T extends z.ZodType>(element: T): z.ZodNullable<z.ZodReadonly<z.ZodArray<T>>> {
  return z.nullable(z.array(element, { error: 'a list or null' }).readonly());
}

/** A value per window: long lists, which are looked through without a call of zod's for each value. */
export const counts = values<number>('a number from 0', isCount);
export const countsOrNull = values<number | null>(
  'a number from 0 or null',
  (value) => value === null || isCount(value),
);
export const numbersOrNull = values<number | null>('a number or null', (value) => value === null || isNumber(value));
const WINDOWS: readonly z.ZodType[] = [counts, countsOrNull, numbersOrNull];

/** An object whose lists of windows are of one length. */
export function series<const S extends Shape>(shape: S): Loose<S> {
  const names = Object.entries(shape).flatMap(([name, type]) => (WINDOWS.includes(type) ? [name] : []));
  return object(shape).check(({ value, issues }) => {
    // Checked by the shape to be lists.
    const lists = value as Readonly<Record<string, readonly unknown[]>>;
    const [first = ''] = names;
    const name = names.find((each) => lists[each]!.length !== lists[first]!.length);
    if (name === undefined) return;
    const message = `as many values as ${first} has, ${lists[first]!.length}`;
    issues.push({ code: 'custom', input: value, path: [name, 'length'], message });
  });
}

function values<T>(expected: string, accepts: (value: unknown) => boolean): z.ZodType<readonly T[], readonly T[]> {
  return z.custom<readonly T[]>(Array.isArray, { error: 'a list', abort: true }).check(({ value, issues }) => {
    const index = value.findIndex((each) => !accepts(each));
    if (index >= 0) issues.push({ code: 'custom', input: value, path: [index], message: expected });
  });
}

function orNull<T>(expected: string, accepts: (value: unknown) => boolean): z.ZodType<T | null, T | null> {
  return leaf(`${expected} or null`, (value) => value === null || accepts(value));
}

/** Not so large that a sum or a product of a few would not be one any more. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}
