/** The schema of what `actions.ts` declares. */
import { z } from 'zod';
import { clientChanges, presetName } from './client-schema.ts';
import { tenancyActions } from './tenancy-schema.ts';
import { TENANCY_ACTIONS } from './tenancy.ts';
import { decimal, duration, either, flag, line, list, object, time, variants, wholeNumber, word } from './values.ts';

const ordinary = flag().exactOptional();
const when = { at: time(), for: duration({ above: 0 }).exactOptional(), ordinary };
const nodes = list(line());
const patterns = z.union([line(), list(line())], { error: 'one line of text, or a list of such' });
const link = object({ from: patterns, to: patterns });

// What the control API of a running scenario takes, too.
const anyText = either<string>('text', (value) => typeof value === 'string');
const name = either<string>('text', (value) => typeof value === 'string' && value !== '');

const settings = {
  toxicity: decimal({ from: 0, to: 1 }).exactOptional(),
  attributes: z
    .record(
      z.string(),
      either<number | string | boolean>('a number, a word, true or false', (value) =>
        ['number', 'string', 'boolean'].includes(typeof value),
      ),
      { error: 'an object of attributes by name' },
    )
    .readonly()
    .exactOptional(),
};

const toxic = {
  link,
  type: line(),
  name: name.exactOptional(),
  stream: word('upstream', 'downstream').exactOptional(),
  toxicityPer: word('connection', 'request').exactOptional(),
  match: object({
    command: patterns.exactOptional(),
    key: anyText.exactOptional(),
    credential: anyText.exactOptional(),
  }).exactOptional(),
  maxActive: wholeNumber({ from: 1 }).exactOptional(),
  ...settings,
};

const DEEDS = [
  'slow',
  'crash',
  'restart',
  'hang',
  'stall',
  'fd-limit',
  'toxic',
  'update-toxic',
  'remove-toxic',
  'down',
  'up',
  'partition',
  'deploy',
  'eject',
  'note',
  ...TENANCY_ACTIONS,
];

export const timelineEntry = z.discriminatedUnion(
  'do',
  [
    object({ ...when, do: z.literal('slow'), nodes, factor: decimal({ above: 0 }) }),
    object({ ...when, do: z.literal('crash'), nodes }),
    object({ ...when, do: z.literal('restart'), nodes }),
    object({ ...when, do: z.literal('hang'), nodes }),
    object({ at: time(), for: duration({ above: 0 }), ordinary, do: z.literal('stall'), nodes }),
    object({ ...when, do: z.literal('fd-limit'), nodes, limit: wholeNumber({ from: 0 }) }),
    object({ ...when, do: z.literal('toxic'), ...toxic }),
    object({ ...when, do: z.literal('update-toxic'), link, name, ...settings }),
    object({ ...when, do: z.literal('remove-toxic'), link, name }),
    object({ ...when, do: z.literal('down'), link }),
    object({ ...when, do: z.literal('up'), link }),
    object({
      ...when,
      do: z.literal('partition'),
      from: patterns,
      to: patterns,
      direction: word('both', 'one-way').exactOptional(),
      name: name.exactOptional(),
    }),
    object({
      ...when,
      do: z.literal('deploy'),
      workloads: list(line()),
      client: object({ preset: presetName.exactOptional(), ...clientChanges }).exactOptional(),
    }),
    object({ ...when, do: z.literal('eject'), backends: nodes, proxies: nodes.exactOptional() }),
    object({
      ...when,
      do: z.literal('note'),
      says: line(),
      kind: word('alert', 'page', 'receipt', 'acknowledgement').exactOptional(),
    }),
    ...tenancyActions(when),
  ],
  { error: variants('do', DEEDS) },
);
