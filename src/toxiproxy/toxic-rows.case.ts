/** Rows for `api.test.ts`, about toxics. */
import { badBody, empty, error, P, says, type Ask, type Row } from './api-rows.case.ts';

export const add = (body: string): Ask => `POST /proxies/p/toxics ${body}`;
export const toxic = (
  name: string,
  { type = 'latency', stream = 'downstream', toxicity = '1', attributes = '"latency":0,"jitter":0' } = {},
): string =>
  `{"attributes":{${attributes}},"name":"${name}","type":"${type}","stream":"${stream}","toxicity":${toxicity}}`;

const LATENCY = toxic('latency_downstream');
const given = [P];
const t = [P, add('{"name":"t","type":"latency","attributes":{"latency":100,"jitter":10}}')];
const T_JSON = toxic('t', { attributes: '"latency":100,"jitter":10' });

/** Each type of Toxiproxy's, its attributes without and with values. */
const TYPES = [
  ['latency', '"latency":0,"jitter":0', '"latency":100,"jitter":5'],
  ['bandwidth', '"rate":0', '"rate":100'],
  ['slow_close', '"delay":0', '"delay":100'],
  ['timeout', '"timeout":0', '"timeout":100'],
  ['reset_peer', '"timeout":0', '"timeout":100'],
  ['limit_data', '"bytes":0', '"bytes":100'],
  ['noop', '', ''],
] as const;

export const TOXICS: readonly Row[] = [
  { says: 'none', given, ask: 'GET /proxies/p/toxics', ...says(200, '[]') },
  { says: 'of an unknown proxy', ask: 'GET /proxies/p/toxics', ...error(404, 'proxy not found') },
  {
    says: 'upstream ones first, each in the order in which they came',
    given: [
      P,
      add('{"type":"noop","name":"1"}'),
      add('{"type":"noop","name":"2","stream":"upstream"}'),
      add('{"type":"noop","name":"3"}'),
      add('{"type":"noop","name":"0","stream":"upstream"}'),
    ],
    ask: 'GET /proxies/p/toxics',
    ...says(
      200,
      `[${['2', '0'].map((name) => toxic(name, { type: 'noop', stream: 'upstream', attributes: '' })).join()},${['1', '3'].map((name) => toxic(name, { type: 'noop', attributes: '' })).join()}]`,
    ),
  },
  ...TYPES.flatMap(([type, defaults, values]): Row[] => [
    {
      says: `${type} by default`,
      given,
      ask: add(`{"type":"${type}"}`),
      ...says(200, toxic(`${type}_downstream`, { type, attributes: defaults })),
    },
    {
      says: `${type} with values`,
      given,
      ask: add(`{"type":"${type}","attributes":{${values}}}`),
      ...says(200, toxic(`${type}_downstream`, { type, attributes: values })),
    },
  ]),
  {
    says: 'slicer with values',
    given,
    ask: add('{"type":"slicer","attributes":{"delay":1,"average_size":9,"size_variation":3}}'),
    ...says(
      200,
      toxic('slicer_downstream', { type: 'slicer', attributes: '"average_size":9,"size_variation":3,"delay":1' }),
    ),
  },
  {
    says: 'ours: a slicer that would never slice',
    given,
    ask: add('{"type":"slicer"}'),
    ...badBody('average_size: expected a whole number >= 1, got 0'),
  },
  {
    says: 'ours: a slicer whose slices could be empty',
    given,
    ask: add('{"type":"slicer","attributes":{"average_size":5,"size_variation":5}}'),
    ...badBody('size_variation: expected less than average_size, 5, got 5'),
  },
  {
    says: 'upstream',
    given,
    ask: add('{"type":"latency","stream":"upstream"}'),
    ...says(200, toxic('latency_upstream', { stream: 'upstream' })),
  },
  {
    says: 'the stream as it was typed',
    given,
    ask: add('{"type":"latency","stream":"UpStream"}'),
    ...says(200, toxic('latency_UpStream', { stream: 'UpStream' })),
  },
  {
    says: 'and so for good',
    given: [P, add('{"type":"latency","stream":"UpStream"}')],
    ask: 'GET /proxies/p/toxics/latency_UpStream',
    ...says(200, toxic('latency_UpStream', { stream: 'UpStream' })),
  },
  { says: 'a name of its own', given, ask: add('{"type":"latency","name":"mine"}'), ...says(200, toxic('mine')) },
  { says: 'an empty name is none', given, ask: add('{"type":"latency","name":""}'), ...says(200, LATENCY) },
  {
    says: 'null is nothing',
    given,
    ask: add('{"type":"latency","name":null,"stream":null,"toxicity":null,"attributes":null}'),
    ...says(200, LATENCY),
  },
  {
    says: 'keys and attributes in any case',
    given,
    ask: add('{"TYPE":"latency","Attributes":{"Latency":100,"JITTER":10},"Name":"t"}'),
    ...says(200, T_JSON),
  },
  { says: 'types have their case', given, ask: add('{"type":"Latency"}'), ...error(400, 'invalid toxic type') },
  ...['0', '0.5', '1', '2', '-1'].map((toxicity): Row => ({
    says: 'the toxicity is not held to a range',
    given,
    ask: add(`{"type":"latency","toxicity":${toxicity}}`),
    ...says(200, toxic('latency_downstream', { toxicity })),
  })),
  {
    says: 'a toxicity that is no number',
    given,
    ask: add('{"type":"latency","toxicity":"1"}'),
    ...badBody('json: cannot unmarshal string into Go struct field ToxicWrapper.toxicity of type float64'),
  },
  {
    says: 'a toxicity beyond all numbers',
    given,
    ask: add('{"type":"latency","toxicity":1e999}'),
    ...badBody('toxicity: expected a number, got Infinity'),
  },
  {
    says: 'ours: fractions',
    given,
    ask: add('{"type":"latency","attributes":{"latency":1.5,"jitter":100.0}}'),
    ...says(200, toxic('latency_downstream', { attributes: '"latency":1.5,"jitter":100' })),
  },
  {
    says: 'strings are no numbers',
    given,
    ask: add('{"type":"latency","attributes":{"latency":"1"}}'),
    ...badBody('latency: expected a number >= 0, got "1"'),
  },
  {
    says: 'nothing is longer than it takes',
    given,
    ask: add('{"type":"latency","attributes":{"latency":-1}}'),
    ...badBody('latency: expected a number >= 0, got -1'),
  },
  {
    says: 'unknown attributes are ignored',
    given,
    ask: add('{"type":"latency","attributes":{"latency":100,"jitter":10,"rate":"x"},"name":"t"}'),
    ...says(200, T_JSON),
  },
  {
    says: 'null leaves an attribute untouched',
    given,
    ask: add('{"type":"latency","attributes":{"latency":null}}'),
    ...says(200, LATENCY),
  },
  {
    says: 'attributes that are none',
    given,
    ask: add('{"type":"latency","attributes":[]}'),
    ...badBody(
      'json: cannot unmarshal array into Go struct field ToxicWrapper.attributes of type map[string]interface{}',
    ),
  },
  { says: 'order of checks: the proxy', ask: add(''), ...error(404, 'proxy not found') },
  { says: 'then the body', given: t, ask: add('{"name":"t","type":"x","stream":"x",'), ...badBody('unexpected EOF') },
  {
    says: 'then the stream',
    given: t,
    ask: add('{"name":"t","type":"x","stream":"x","attributes":{"latency":"x"}}'),
    ...error(400, 'stream was invalid, can be either upstream or downstream'),
  },
  {
    says: 'an empty stream is none',
    given: t,
    ask: add('{"type":"latency","stream":""}'),
    ...error(400, 'stream was invalid, can be either upstream or downstream'),
  },
  {
    says: 'then the type',
    given: t,
    ask: add('{"name":"t","type":"x","attributes":{"latency":"x"}}'),
    ...error(400, 'invalid toxic type'),
  },
  { says: 'no type', given: t, ask: add('{"name":"t"}'), ...error(400, 'invalid toxic type') },
  { says: 'down is no toxic', given: t, ask: add('{"name":"t","type":"down"}'), ...error(400, 'invalid toxic type') },
  {
    says: 'then the name',
    given: t,
    ask: add('{"name":"t","type":"latency","attributes":{"latency":"x"}}'),
    ...error(409, 'toxic already exists'),
  },
  {
    says: 'which is one over both streams',
    given: t,
    ask: add('{"name":"t","type":"noop","stream":"upstream"}'),
    ...error(409, 'toxic already exists'),
  },
  {
    says: 'then the attributes',
    given: t,
    ask: add('{"type":"latency","attributes":{"latency":"x"}}'),
    ...badBody('latency: expected a number >= 0, got "x"'),
  },
  { says: 'show', given: t, ask: 'GET /proxies/p/toxics/t', ...says(200, T_JSON) },
  { says: 'an unknown toxic', given, ask: 'GET /proxies/p/toxics/t', ...error(404, 'toxic not found') },
  { says: 'of an unknown proxy', ask: 'GET /proxies/p/toxics/t', ...error(404, 'proxy not found') },
  ...['POST', 'PATCH'].flatMap((method): Row[] => {
    const update = (body: string): Ask => `${method} /proxies/p/toxics/t ${body}`;
    return [
      {
        says: 'an update merges attributes',
        given: t,
        ask: update('{"attributes":{"jitter":1}}'),
        ...says(200, T_JSON.replace('"jitter":10', '"jitter":1')),
      },
      {
        says: 'toxicity alone',
        given: t,
        ask: update('{"toxicity":0.25}'),
        ...says(200, T_JSON.replace('"toxicity":1', '"toxicity":0.25')),
      },
      {
        says: 'all else is ignored',
        given: t,
        ask: update('{"name":"x","type":"noop","stream":"nonsense","attributes":{"LATENCY":100}}'),
        ...says(200, T_JSON),
      },
      { says: 'nothing changes nothing', given: t, ask: update('{}'), ...says(200, T_JSON) },
      {
        says: 'null changes nothing',
        given: t,
        ask: update('{"attributes":{"latency":null},"toxicity":null}'),
        ...says(200, T_JSON),
      },
      {
        says: 'a string is no number',
        given: t,
        ask: update('{"attributes":{"latency":"1"}}'),
        ...badBody('latency: expected a number >= 0, got "1"'),
      },
      { says: 'an update without a body', given: t, ask: `${method} /proxies/p/toxics/t`, ...badBody('EOF') },
      {
        says: 'of an unknown toxic, before the body',
        given,
        ask: `${method} /proxies/p/toxics/t`,
        ...error(404, 'toxic not found'),
      },
      { says: 'of an unknown proxy', ask: update('{}'), ...error(404, 'proxy not found') },
    ];
  }),
  {
    says: 'after an update that went wrong nothing has changed',
    given: t,
    ask: 'GET /proxies/p/toxics/t',
    ...says(200, T_JSON),
  },
  { says: 'remove', given: t, ask: 'DELETE /proxies/p/toxics/t', ...empty(204) },
  {
    says: 'remove twice',
    given: [...t, 'DELETE /proxies/p/toxics/t'],
    ask: 'DELETE /proxies/p/toxics/t',
    ...error(404, 'toxic not found'),
  },
  { says: 'remove from nobody', ask: 'DELETE /proxies/p/toxics/t', ...error(404, 'proxy not found') },
];
