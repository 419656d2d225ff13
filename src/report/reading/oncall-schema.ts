import type { OncallFigures } from '../../scenario/result.ts';
import type { Matches } from './matches.ts';
import { list, number, numberOrNull, object, objectOrNull, text, word } from './values.ts';

const pageEntry = word(
  'sent',
  'lost',
  'arrived',
  'receipt',
  'no-response',
  'escalated',
  'exhausted',
  'acknowledged',
  'action-begun',
  'effective',
);

export const oncall = object({
  alerts: list(object({ rule: text, pendingAt: number, firedAt: number, resolvedAt: numberOrNull, says: text })),
  pages: list(
    object({
      rule: text,
      sentAt: number,
      log: list(object({ at: number, kind: pageEntry, person: text, channel: text })),
      deed: objectOrNull({ at: number, by: text, nodes: list(text), says: text }),
    }),
  ),
});
true satisfies Matches<typeof oncall, OncallFigures>;
