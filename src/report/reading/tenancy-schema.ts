import { z } from 'zod';
import type { CacheFigures, CredentialFigures } from '../../scenario/tenancy-figures.ts';
import type { CredentialName } from '../../scenario/tenancy.ts';
import type { Matches } from './matches.ts';
import { count, countOrNull, list, number, numberOrNull, object, text } from './values.ts';

export const caches = list(
  object({
    name: text,
    hits: count,
    misses: count,
    evictions: count,
    items: count,
    bytes: count,
    connections: count,
    authentications: count,
    overLimit: count,
  }),
);
true satisfies Matches<typeof caches, readonly CacheFigures[]>;

const credential = z.custom<CredentialName>((value) => typeof value === 'string' && value.includes('/'), {
  error: "a cache and a user such as 'shop/web'",
});

export const credentials = list(
  object({
    workload: text,
    credential,
    since: number,
    revoked: numberOrNull,
    proxies: list(
      object({
        proxy: text,
        answered: count,
        failed: count,
        firstAnswer: numberOrNull,
        lastAnswer: numberOrNull,
        firstFailure: numberOrNull,
        lastFailure: numberOrNull,
        failedFor: countOrNull,
        workedOn: numberOrNull,
        errors: list(object({ kind: text, count })),
      }),
    ),
  }),
);
true satisfies Matches<typeof credentials, readonly CredentialFigures[]>;
