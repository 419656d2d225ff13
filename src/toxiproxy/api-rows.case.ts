/** Rows for `api.test.ts`: what is asked after what has been done before, and the answer to the letter. */

import { goJson } from './json.ts';

export interface Row {
  /** Why it is here. */
  readonly says: string;
  /** Done before; each has to succeed. */
  readonly given?: readonly Ask[];
  readonly ask: Ask;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly type: string | null;
  /** `<p>` stands for where the proxy p listens. */
  readonly body: string;
  /** @default true */
  readonly isRouted?: boolean;
}

/** `POST /proxies {…}`. */
export type Ask = string;

type Answer = Pick<Row, 'status' | 'type' | 'body'>;

export const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';

export const P = 'POST /proxies {"name":"p","upstream":"localhost:1"}';
export const P_JSON = '{"name":"p","listen":"<p>","upstream":"localhost:1","enabled":true,"toxics":[]}';

export const says = (status: number, body: string): Answer => ({ status, type: JSON_TYPE, body });
export const empty = (status: number): Answer => ({ status, type: null, body: '' });
export const error = (status: number, message: string): Answer => ({
  status,
  type: TEXT,
  body: `${goJson({ error: message, status })}\n`,
});
export const badBody = (why: string): Answer => error(400, `bad request body: ${why}`);

const unknown = { status: 404, type: TEXT, body: '404 page not found\n', isRouted: false };
const wrongMethod = { ...empty(405), isRouted: false };

export const GENERAL: readonly Row[] = [
  {
    says: 'the version as the original writes it, which clients compare',
    ask: 'GET /version',
    status: 200,
    type: 'application/json;charset=utf-8',
    body: '{"version": "2.12.0"}\n',
  },
  { says: 'an unknown path', ask: 'GET /nothing', ...unknown },
  { says: 'the root', ask: 'GET /', ...unknown },
  { says: 'a trailing slash', ask: 'GET /proxies/', ...unknown },
  { says: 'a trailing slash behind a proxy', given: [P], ask: 'GET /proxies/p/', ...unknown },
  { says: 'a trailing slash behind toxics', given: [P], ask: 'GET /proxies/p/toxics/', ...unknown },
  { says: 'a path too long', given: [P], ask: 'GET /proxies/p/toxics/t/more', ...unknown },
  { says: 'paths have their case', ask: 'GET /Version', ...unknown },
  { says: 'the query is no part of the path', ask: 'GET /proxies?x=/y', ...says(200, '{}') },
  {
    says: 'an unknown path is unknown to browsers, too',
    ask: 'GET /nothing',
    headers: { 'User-Agent': 'Mozilla/5.0' },
    ...unknown,
  },
  {
    says: 'browsers are kept out: a page must not drive it',
    ask: 'GET /proxies',
    headers: { 'User-Agent': 'Mozilla/5.0 (X11)' },
    status: 403,
    type: TEXT,
    body: 'User agent not allowed\n',
  },
  {
    says: 'only those that begin so',
    ask: 'GET /proxies',
    headers: { 'User-Agent': 'x Mozilla/5.0' },
    ...says(200, '{}'),
  },
  { says: 'and only in this case', ask: 'GET /proxies', headers: { 'User-Agent': 'mozilla/5.0' }, ...says(200, '{}') },
  {
    says: 'a browser with a wrong method',
    ask: 'PUT /proxies',
    headers: { 'User-Agent': 'Mozilla/5.0' },
    ...wrongMethod,
  },
  ...[
    'PUT /proxies',
    'DELETE /proxies',
    'PATCH /proxies',
    'GET /reset',
    'GET /populate',
    'POST /version',
    'HEAD /version',
  ].map((ask) => ({ says: `a method that the path does not have: ${ask}`, ask, ...wrongMethod })),
  ...[
    'PUT /proxies/p',
    'DELETE /proxies/p/toxics',
    'PATCH /proxies/p/toxics',
    'PUT /proxies/p/toxics/t',
    'POST /metrics',
  ].map((ask) => ({ says: `a method that the path does not have: ${ask}`, ask, ...wrongMethod })),
  { says: 'methods of ours', ask: 'POST /events', ...wrongMethod },
  { says: 'the content type does not matter', ask: P, headers: { 'Content-Type': 'text/xml' }, ...says(201, P_JSON) },
  { says: 'reset needs no body', given: [P], ask: 'POST /reset', ...empty(204) },
  { says: 'reset does not read its body', ask: 'POST /reset nonsense', ...empty(204) },
];

const create = (body: string): Ask => `POST /proxies ${body}`;

export const BODIES: readonly Row[] = [
  { says: 'an empty body', ask: 'POST /proxies', ...badBody('EOF') },
  { says: 'nothing but spaces', ask: create(' \n\t '), ...badBody('EOF') },
  { says: 'half an object', ask: create('{"name":"p"'), ...badBody('unexpected EOF') },
  { says: 'half a string', ask: create('{"name":"p'), ...badBody('unexpected EOF') },
  { says: 'no JSON', ask: create('name=p'), ...badBody("invalid character 'a' in literal null (expecting 'u')") },
  {
    says: 'no value at all',
    ask: create('<p>'),
    ...badBody("invalid character '<' looking for beginning of value"),
  },
  {
    says: 'a key without quotes',
    ask: create('{name:"p"}'),
    ...badBody("invalid character 'n' looking for beginning of object key string"),
  },
  {
    says: 'a comma too many',
    ask: create('{"name":"p",}'),
    ...badBody("invalid character '}' looking for beginning of object key string"),
  },
  { says: 'no colon', ask: create('{"name" "p"}'), ...badBody("invalid character '\"' after object key") },
  {
    says: 'no comma',
    ask: create('{"name":"p" "x":1}'),
    ...badBody("invalid character '\"' after object key:value pair"),
  },
  {
    says: 'an array that goes wrong',
    ask: create('{"toxics":[1 2]}'),
    ...badBody("invalid character '2' after array element"),
  },
  { says: 'a wrong escape', ask: create('{"name":"\\x"}'), ...badBody("invalid character 'x' in string escape code") },
  { says: 'a number that is none', ask: create('{"name":-}'), ...badBody("invalid character '}' in numeric literal") },
  {
    says: 'an object is wanted',
    ask: create('[]'),
    ...badBody('json: cannot unmarshal array into Go value of type Proxy'),
  },
  { says: 'null is an object without keys', ask: create('null'), ...error(400, 'missing required field: name') },
  {
    says: 'a field of a wrong type',
    ask: create('{"name":1}'),
    ...badBody('json: cannot unmarshal number into Go struct field Proxy.name of type string'),
  },
  {
    says: 'a flag of a wrong type',
    ask: create('{"enabled":"yes"}'),
    ...badBody('json: cannot unmarshal string into Go struct field Proxy.enabled of type bool'),
  },
  {
    says: 'only the first value counts',
    ask: create('{"name":"p","upstream":"localhost:1"} {]'),
    ...says(201, P_JSON),
  },
  {
    says: 'unknown fields are ignored',
    ask: create('{"name":"p","upstream":"localhost:1","Logger":{},"x":[1,{"y":null}]}'),
    ...says(201, P_JSON),
  },
  { says: 'keys in any case', ask: create('{"NAME":"p","UpStream":"localhost:1"}'), ...says(201, P_JSON) },
  {
    says: 'null leaves a field untouched',
    ask: create('{"name":"p","upstream":"localhost:1","enabled":null,"listen":null,"toxics":null}'),
    ...says(201, P_JSON),
  },
  {
    says: 'the last of several counts, null aside',
    ask: create('{"name":"x","Name":"p","name":null,"upstream":"localhost:1"}'),
    ...says(201, P_JSON),
  },
  {
    says: 'text is shown as Go shows it',
    given: ['POST /proxies {"name":"p","upstream":"<&>"}'],
    ask: 'GET /proxies/p',
    ...says(200, P_JSON.replace('localhost:1', '\\u003c\\u0026\\u003e')),
  },
  {
    says: 'a body too large',
    ask: create(`"${'x'.repeat(1 << 20)}"`),
    ...error(413, 'request body: expected at most 1048576 bytes'),
  },
];
