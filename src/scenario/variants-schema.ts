/** The schema of what `variants.ts` declares. */
import { z } from 'zod';
import { either, line, list, object } from './values.ts';
import type { Changes } from './variants.ts';

const changes: z.ZodType<Changes, Changes> = either<Changes>(
  "an object of values by path, such as { 'cluster.proxy.policy': 'none' }",
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** Names go into options, tables and the names of other options' values: no commas, no spaces. */
const name = either<string>(
  'a name of letters, digits and hyphens, a letter first',
  (value) => typeof value === 'string' && /^[a-z][a-z0-9-]*$/i.test(value),
);

const variant = {
  says: line(),
  of: list(name).exactOptional(),
  set: changes.exactOptional(),
};

/** `from..to`, or whole numbers from 0 with commas between. */
export const SEEDS = /^(?:\d+\.\.\d+|\d+(?:,\d+)*)$/;
const seeds = either<string>(
  "seeds such as '1..10' or '1,2,5'",
  (value) => typeof value === 'string' && SEEDS.test(value),
);

export const variants = z.record(name, object(variant), { error: 'an object of variants by name' }).readonly();

export const comparisons = z
  .record(
    name,
    object({
      says: line(),
      seeds: seeds.exactOptional(),
      set: changes.exactOptional(),
      variants: list(
        z.union([name, object({ name, ...variant })], {
          error: "a variant's name, or a variant of its own: { name, says, of?, set? }",
        }),
      ),
    }),
    { error: 'an object of comparisons by name' },
  )
  .readonly();
