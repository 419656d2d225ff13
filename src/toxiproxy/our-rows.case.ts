/** Rows for `api.test.ts`: what Toxiproxy does not have, which is shown only where it was asked for. */
import { badBody, P, says, type Row } from './api-rows.case.ts';
import { add, toxic } from './toxic-rows.case.ts';

const LATENCY = toxic('latency_downstream');
const given = [P];
const ours = (fields: string): string => add(`{"type":"latency",${fields}}`);
const withOurs = (fields: string): string => LATENCY.replace(/\}$/, `,${fields}}`);

export const OURS: readonly Row[] = [
  {
    says: 'by request',
    given,
    ask: ours('"toxicity_per":"request"'),
    ...says(200, withOurs('"toxicity_per":"request"')),
  },
  { says: 'by connection is the default', given, ask: ours('"toxicity_per":"connection"'), ...says(200, LATENCY) },
  {
    says: 'by something else',
    given,
    ask: ours('"toxicity_per":"byte"'),
    ...badBody('toxicity_per: expected connection or request, got "byte"'),
  },
  {
    says: 'by command',
    given,
    ask: ours('"match":{"Command":"GET"}'),
    ...says(200, withOurs('"match":{"command":"get"}')),
  },
  {
    says: 'by commands, keys and credentials',
    given,
    ask: ours('"match":{"key":"é*","command":["get","mg"],"credential":"a"}'),
    ...says(200, withOurs('"match":{"command":["get","mg"],"key":"é*","credential":"a"}')),
  },
  {
    says: 'a match of nothing',
    given,
    ask: ours('"match":{"x":1}'),
    ...badBody('match: expected command, key or credential, got none of them'),
  },
  {
    says: 'an unknown command',
    given,
    ask: ours('"match":{"command":"got"}'),
    ...badBody('match.command: expected a command such as get, got "got"'),
  },
  {
    says: 'a key that is none',
    given,
    ask: ours('"match":{"key":5}'),
    ...badBody('json: cannot unmarshal number into Go struct field Match.key of type string'),
  },
  { says: 'so many connections at once', given, ask: ours('"max_active":3'), ...says(200, withOurs('"max_active":3')) },
  {
    says: 'none at once',
    given,
    ask: ours('"max_active":0'),
    ...badBody('max_active: expected a whole number >= 1, got 0'),
  },
  {
    says: 'beyond all numbers',
    given,
    ask: ours('"max_active":1e999'),
    ...badBody('max_active: expected a whole number >= 1, got Infinity'),
  },
  {
    says: 'a source that the proxy does not have',
    given,
    ask: ours('"sources":["a"]'),
    ...badBody('sources: expected none, as the proxy has no sources, got "a"'),
  },
  {
    says: 'a source that it has',
    given: [P.replace('}', ',"sources":{"a":"localhost:0"}}')],
    ask: ours('"sources":["a"]'),
    ...says(200, withOurs('"sources":["a"]')),
  },
  {
    says: 'an attribute in a word',
    given,
    ask: ours('"attributes":{"distribution":"pareto","p50":1,"p99":9}'),
    ...says(
      200,
      toxic('latency_downstream', { attributes: '"latency":0,"jitter":0,"distribution":"pareto","p50":1,"p99":9' }),
    ),
  },
  {
    says: 'a word that is none',
    given,
    ask: ours('"attributes":{"distribution":"square"}'),
    ...badBody('distribution: expected one of uniform, normal, lognormal, pareto, got "square"'),
  },
  {
    says: 'a flag',
    given,
    ask: add('{"type":"bandwidth","attributes":{"rate":1,"shared":true}}'),
    ...says(200, toxic('bandwidth_downstream', { type: 'bandwidth', attributes: '"rate":1,"shared":true' })),
  },
  {
    says: 'a flag that is none',
    given,
    ask: add('{"type":"bandwidth","attributes":{"shared":1}}'),
    ...badBody('shared: expected true or false, got 1'),
  },
];
