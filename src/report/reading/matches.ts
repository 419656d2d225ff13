/** For compile errors where a schema and the type that it stands for have parted: `true satisfies Matches<…>`. */
import type { z } from 'zod';

/** All optional keys required: a key that only one side knows is a difference, too. */
type Whole<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: Whole<T[K]> }
    : { readonly [K in keyof T]-?: Whole<T[K]> };

export type Matches<S extends z.ZodType, T> = [Whole<z.output<S>>] extends [Whole<T>]
  ? [Whole<T>] extends [Whole<z.output<S>>]
    ? true
    : never
  : never;
