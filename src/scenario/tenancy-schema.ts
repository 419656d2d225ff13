/** The schema of what `tenancy.ts` declares. */
import { z } from 'zod';
import { PLANS } from '../tenancy/plans.ts';
import type { CredentialName, PlanSpec } from './tenancy.ts';
import { bytes, duration, either, flag, line, object, word, wholeNumber } from './values.ts';
import { oneOf } from './words.ts';

const names = PLANS.map(({ name }) => name);
const ownLimits = object({ memory: bytes(), connections: wholeNumber({ from: 1 }).exactOptional() });

const plan: z.ZodType<PlanSpec, PlanSpec> = z.union([word(...names), ownLimits], {
  error: `a plan (${oneOf(names)}) or { memory, connections? }`,
});

/** As a text client may sign in: the user is a key then. */
const USER = /^[\w.@+-]{1,64}$/;
const credentialName = either<CredentialName>(
  "a credential such as 'shop/alice': a cache, and a user of letters, digits and . _ @ + -",
  (value) => typeof value === 'string' && /^[^/]+\//.test(value) && USER.test(value.slice(value.indexOf('/') + 1)),
);
const namespace = either<string>(
  'up to 100 printable ASCII characters without spaces',
  (value) => typeof value === 'string' && /^[\x21-\x7e]{1,100}$/.test(value),
);

const permissions = { readOnly: flag().exactOptional(), noFlush: flag().exactOptional() };
const credential = { ...permissions, namespace: namespace.exactOptional() };
const cache = {
  plan: plan.exactOptional(),
  credentials: z
    .record(
      either<string>('users of letters, digits and . _ @ + -', (value) => USER.test(String(value))),
      object({ primary: flag().exactOptional(), ...credential }),
      { error: 'an object of credentials by user' },
    )
    .readonly(),
};

export const caches = z.record(z.string(), object(cache), { error: 'an object of caches by name' }).readonly();

export { credentialName };

/** Variants of a timeline entry; `when` is what every entry has. */
export function tenancyActions<const W extends Readonly<Record<string, z.ZodType>>>(when: W) {
  return [
    object({ ...when, do: z.literal('add-credential'), credential: credentialName, ...credential }),
    object({ ...when, do: z.literal('promote'), credential: credentialName }),
    object({ ...when, do: z.literal('permit'), credential: credentialName, ...permissions }),
    object({ ...when, do: z.literal('revoke'), credential: credentialName }),
    object({ ...when, do: z.literal('create-cache'), cache: line(), ...cache }),
    object({ ...when, do: z.literal('change-plan'), cache: line(), plan }),
    object({ ...when, do: z.literal('flush-cache'), cache: line() }),
    object({ ...when, do: z.literal('delete-cache'), cache: line() }),
    object({
      ...when,
      do: z.literal('use-credential'),
      workload: line(),
      credential: credentialName,
      over: duration({ above: 0 }).exactOptional(),
    }),
  ] as const;
}
