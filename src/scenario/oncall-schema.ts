/** The schema of what `oncall.ts` declares. */
import { z } from 'zod';
import { METRIC_NAMES } from '../oncall/metric.ts';
import { CHANNEL_NAMES, ESCALATION_NAMES, type DrawnOr } from './oncall.ts';
import { parseNanos } from './units.ts';
import { decimal, duration, either, line, list, object, variants, wholeNumber, word } from './values.ts';
import { oneOf } from './words.ts';

const drawnOr = either<DrawnOr>("a duration such as '30s', 'never' or 'drawn'", (value) => {
  return value === 'never' || value === 'drawn' || (parseNanos(value) ?? -1) >= 0;
});
const bound = z.union([decimal(), duration()], { error: "a number, or for a latency a duration such as '20ms'" });
const channel = object({ delay: drawnOr }).exactOptional();

const rule = z.discriminatedUnion(
  'kind',
  [
    object({
      kind: z.literal('threshold'),
      metric: word(...METRIC_NAMES),
      above: bound.exactOptional(),
      below: bound.exactOptional(),
      for: duration().exactOptional(),
    }),
    object({
      kind: z.literal('burn-rate'),
      slo: decimal({ above: 0, to: 0.999_999 }),
      of: word('proxies', 'customers').exactOptional(),
      slowerThan: duration({ above: 0 }).exactOptional(),
    }),
  ],
  { error: variants('kind', ['threshold', 'burn-rate']) },
);

const escalation = object({
  channels: list(word(...CHANNEL_NAMES)),
  receiptWithin: duration({ above: 0 }).exactOptional(),
  acknowledgedWithin: duration({ above: 0 }).exactOptional(),
  people: wholeNumber({ from: 1, to: 100 }).exactOptional(),
});

const chosen = z.union([z.literal('suspects'), list(line())], { error: "'suspects', or a list of nodes" });
const atMost = wholeNumber({ from: 1, to: 64 }).exactOptional();
const action = z.discriminatedUnion(
  'do',
  [
    object({ do: z.literal('eject'), backends: chosen, atMost }),
    object({ do: z.literal('restart'), nodes: chosen, atMost }),
    object({ do: z.literal('add-proxies'), count: wholeNumber({ from: 1, to: 63 }) }),
  ],
  { error: variants('do', ['eject', 'restart', 'add-proxies']) },
);

export const oncall = object({
  interval: duration({ above: 0 }).exactOptional(),
  rules: z.record(z.string(), rule, { error: 'an object of alert rules by name' }).readonly(),
  escalation: z
    .union([word(...ESCALATION_NAMES), escalation], {
      error: `${oneOf(ESCALATION_NAMES.map((name) => `'${name}'`))}, or { channels, … }`,
    })
    .exactOptional(),
  channels: object({ sms: channel, push: channel, call: channel }).exactOptional(),
  people: list(
    object({ name: line().exactOptional(), response: drawnOr.exactOptional(), action: drawnOr.exactOptional() }),
  ).exactOptional(),
  action,
});
