/** Rows for `api.test.ts`, about proxies. `@taken` is a port of 127.0.0.1 that somebody listens on. */
import { badBody, empty, error, JSON_TYPE, P, P_JSON, says, type Row } from './api-rows.case.ts';

const OFF = 'POST /proxies {"name":"p","upstream":"localhost:1","listen":"localhost:0","enabled":false}';
const T = 'POST /proxies/p/toxics {"type":"latency"}';
const T_JSON =
  '{"attributes":{"latency":0,"jitter":0},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1}';
const WITH_T = P_JSON.replace('[]', `[${T_JSON}]`);
const taken = 'listen tcp 127.0.0.1:@taken: bind: address already in use';

export const PROXIES: readonly Row[] = [
  { says: 'none', ask: 'GET /proxies', ...says(200, '{}') },
  { says: 'all, with their toxics', given: [P, T], ask: 'GET /proxies', ...says(200, `{"p":${WITH_T}}`) },
  {
    says: 'names are sorted as text, also where they look like numbers',
    given: ['b', '10', '9'].map(
      (name) => `POST /proxies {"name":"${name}","upstream":"u:1","listen":"x","enabled":false}`,
    ),
    ask: 'GET /proxies',
    ...says(
      200,
      `{${['10', '9', 'b'].map((name) => `"${name}":{"name":"${name}","listen":"x","upstream":"u:1","enabled":false,"toxics":[]}`).join()}}`,
    ),
  },
  { says: 'create', ask: P, ...says(201, P_JSON) },
  {
    says: 'created disabled, what it is to listen at is shown as it was given',
    ask: OFF,
    ...says(201, P_JSON.replace('<p>', 'localhost:0').replace('true', 'false')),
  },
  {
    says: 'created disabled, nothing is known of where it would listen',
    ask: OFF.replace('"listen":"localhost:0",', ''),
    ...says(201, P_JSON.replace('<p>', '').replace('true', 'false')),
  },
  {
    says: 'nobody looks the upstream up',
    ask: P.replace('localhost:1', 'somehost:12345'),
    ...says(201, P_JSON.replace('localhost:1', 'somehost:12345')),
  },
  { says: 'a name is required', ask: 'POST /proxies {}', ...error(400, 'missing required field: name') },
  {
    says: 'the name first',
    ask: 'POST /proxies {"name":"","upstream":"x"}',
    ...error(400, 'missing required field: name'),
  },
  {
    says: 'an upstream is required',
    ask: 'POST /proxies {"name":"p"}',
    ...error(400, 'missing required field: upstream'),
  },
  { says: 'a name in use', given: [P], ask: P, ...error(409, 'proxy already exists') },
  {
    says: 'a name in use, before the port is tried',
    given: [P],
    ask: P.replace('{', '{"listen":"127.0.0.1:@taken",'),
    ...error(409, 'proxy already exists'),
  },
  { says: 'a port in use', ask: P.replace('{', '{"listen":"127.0.0.1:@taken",'), ...error(500, taken) },
  {
    says: 'a port in use, by another name of the host',
    ask: P.replace('{', '{"listen":"localhost:@taken",'),
    ...error(500, taken),
  },
  {
    says: 'no port',
    ask: P.replace('{', '{"listen":"somewhere",'),
    ...error(500, 'listen tcp: address somewhere: missing port in address'),
  },
  {
    says: 'a port too high',
    ask: P.replace('{', '{"listen":"127.0.0.1:65536",'),
    ...error(500, 'listen tcp: address 65536: invalid port'),
  },
  {
    says: 'a port that is none',
    ask: P.replace('{', '{"listen":"127.0.0.1:x",'),
    ...error(500, 'listen tcp: lookup tcp/x: unknown port'),
  },
  {
    says: 'colons without brackets',
    ask: P.replace('{', '{"listen":"::1:0",'),
    ...error(500, 'listen tcp: address ::1:0: too many colons in address'),
  },
  {
    says: 'an address of another machine',
    ask: P.replace('{', '{"listen":"192.0.2.1:1",'),
    ...error(500, 'listen tcp 192.0.2.1:1: bind: cannot assign requested address'),
  },
  { says: 'show', given: [P], ask: 'GET /proxies/p', ...says(200, P_JSON) },
  {
    says: 'a name with a slash, escaped',
    given: [P.replace('"p"', '"a/b"').replace('{', '{"listen":"x","enabled":false,')],
    ask: 'GET /proxies/a%2Fb',
    ...says(200, '{"name":"a/b","listen":"x","upstream":"localhost:1","enabled":false,"toxics":[]}'),
  },
  { says: 'an unknown proxy', ask: 'GET /proxies/p', ...error(404, 'proxy not found') },
  { says: 'names have their case', given: [P], ask: 'GET /proxies/P', ...error(404, 'proxy not found') },
  { says: 'a proxy of the name of an escape that is none', ask: 'GET /proxies/%', ...error(404, 'proxy not found') },
  ...['POST', 'PATCH'].map((method) => ({
    says: `update by ${method}, the name ignored`,
    given: [P],
    ask: `${method} /proxies/p {"name":"q","upstream":"other:2"}`,
    ...says(200, P_JSON.replace('localhost:1', 'other:2')),
  })),
  { says: 'an update of nothing', given: [P], ask: 'POST /proxies/p {}', ...says(200, P_JSON) },
  {
    says: 'an update of nothing but null',
    given: [P],
    ask: 'POST /proxies/p {"enabled":null,"listen":null,"upstream":null}',
    ...says(200, P_JSON),
  },
  {
    says: 'disable: the address stays',
    given: [P],
    ask: 'POST /proxies/p {"enabled":false}',
    ...says(200, P_JSON.replace('true', 'false')),
  },
  {
    says: 'disable twice',
    given: [P, 'POST /proxies/p {"enabled":false}'],
    ask: 'POST /proxies/p {"enabled":false}',
    ...says(200, P_JSON.replace('true', 'false')),
  },
  {
    says: 'enable again, at the same address',
    given: [P, 'POST /proxies/p {"enabled":false}'],
    ask: 'POST /proxies/p {"enabled":true}',
    ...says(200, P_JSON),
  },
  {
    says: 'enabled for the first time it has an address',
    given: [OFF],
    ask: 'POST /proxies/p {"enabled":true}',
    ...says(200, P_JSON),
  },
  {
    says: 'toxics survive that',
    given: [P, T, 'POST /proxies/p {"enabled":false}', 'POST /proxies/p {"enabled":true}'],
    ask: 'GET /proxies/p',
    ...says(200, WITH_T),
  },
  {
    says: 'and another upstream',
    given: [P, T],
    ask: 'POST /proxies/p {"upstream":"localhost:2"}',
    ...says(200, WITH_T.replace('host:1', 'host:2')),
  },
  { says: 'another address', given: [P, T], ask: 'POST /proxies/p {"listen":"localhost:0"}', ...says(200, WITH_T) },
  { says: 'a port in use', given: [P], ask: 'POST /proxies/p {"listen":"127.0.0.1:@taken"}', ...error(500, taken) },
  { says: 'update of an unknown proxy, before the body', ask: 'POST /proxies/p', ...error(404, 'proxy not found') },
  { says: 'update without a body', given: [P], ask: 'POST /proxies/p', ...badBody('EOF') },
  { says: 'delete', given: [P], ask: 'DELETE /proxies/p', ...empty(204) },
  { says: 'delete twice', given: [P, 'DELETE /proxies/p'], ask: 'DELETE /proxies/p', ...error(404, 'proxy not found') },
  {
    says: 'reset enables, and removes toxics',
    given: [P, T, 'POST /proxies/p {"enabled":false}', 'POST /reset'],
    ask: 'GET /proxies/p',
    ...says(200, P_JSON),
  },
  {
    says: 'reset: a port that somebody has taken meanwhile',
    given: [OFF.replace('localhost:0', '127.0.0.1:@taken')],
    ask: 'POST /reset',
    ...error(500, taken),
  },
  { says: 'ours: with toxics', ask: P.replace('}', ',"toxics":[{"type":"latency"}]}'), ...says(201, WITH_T) },
  {
    says: 'ours: with a toxic that is none',
    ask: P.replace('}', ',"toxics":[{"type":"noop"},{"type":"down"}]}'),
    ...error(400, 'invalid toxic type at toxic 2'),
  },
  {
    says: 'ours: with one toxic twice',
    ask: P.replace('}', ',"toxics":[{"type":"noop"},{"type":"noop"}]}'),
    ...error(409, 'toxic already exists at toxic 2'),
  },
  {
    says: 'ours: with toxics that are no list',
    ask: P.replace('}', ',"toxics":{}}'),
    ...badBody('json: cannot unmarshal object into Go struct field Proxy.toxics of type []interface{}'),
  },
  {
    says: 'ours: sources that are none',
    ask: P.replace('}', ',"sources":{"a":1}}'),
    ...badBody('sources: expected an object of listen addresses by name, such as {"app-1":"127.0.0.1:0"}'),
  },
  { says: 'ours: connections', given: [P], ask: 'GET /proxies/p/connections', ...says(200, '[]') },
  { says: 'ours: connections of nobody', ask: 'GET /proxies/p/connections', ...error(404, 'proxy not found') },
];

const failed = (status: number, message: string, proxies = 'null') => ({
  status,
  type: JSON_TYPE,
  body: `{"error":${JSON.stringify(message)},"status":${status},"proxies":${proxies}}`,
});

export const POPULATE: readonly Row[] = [
  { says: 'none', ask: 'POST /populate []', ...says(201, '{"proxies":null}') },
  { says: 'null', ask: 'POST /populate null', ...says(201, '{"proxies":null}') },
  {
    says: 'one',
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1"}]',
    ...says(201, `{"proxies":[${P_JSON}]}`),
  },
  {
    says: 'in any case',
    ask: 'POST /populate [{"Name":"p","UPSTREAM":"localhost:1","Enabled":null}]',
    ...says(201, `{"proxies":[${P_JSON}]}`),
  },
  {
    says: 'disabled',
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1","listen":"l","enabled":false}]',
    ...says(201, `{"proxies":[${P_JSON.replace('<p>', 'l').replace('true', 'false')}]}`),
  },
  { says: 'no body', ask: 'POST /populate', ...failed(400, 'bad request body: EOF') },
  {
    says: 'no list',
    ask: 'POST /populate {}',
    ...failed(400, 'bad request body: json: cannot unmarshal object into Go value of type []Proxy'),
  },
  {
    says: 'no name',
    ask: 'POST /populate [{"name":"a","upstream":"b"},{"upstream":"c"}]',
    ...failed(400, 'missing required field: name at proxy 2'),
  },
  {
    says: 'no upstream',
    ask: 'POST /populate [{"name":"p"}]',
    ...failed(400, 'missing required field: upstream at proxy 1'),
  },
  { says: 'all are looked at before any is made', given: [P], ask: 'GET /proxies', ...says(200, `{"p":${P_JSON}}`) },
  {
    says: 'what was made before the failure stays',
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1"},{"name":"q","upstream":"u","listen":"127.0.0.1:@taken"},{"name":"r","upstream":"u"}]',
    ...failed(500, taken, `[${P_JSON}]`),
  },
  {
    says: 'the same is untouched, and keeps its toxics',
    given: [P, T],
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1","listen":"<p>"}]',
    ...says(201, `{"proxies":[${WITH_T}]}`),
  },
  {
    says: 'also by another name of the host',
    given: [P, T],
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1","listen":"localhost:<port p>"}]',
    ...says(201, `{"proxies":[${WITH_T}]}`),
  },
  {
    says: 'another upstream: replaced, without toxics',
    given: [P, T],
    ask: 'POST /populate [{"name":"p","upstream":"localhost:2","listen":"<p>"}]',
    ...says(201, `{"proxies":[${P_JSON.replace('host:1', 'host:2')}]}`),
  },
  {
    says: 'another address: replaced, without toxics',
    given: [P, T],
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1"}]',
    ...says(201, `{"proxies":[${P_JSON}]}`),
  },
  {
    says: 'who is not named stays',
    given: [P, 'POST /populate [{"name":"q","upstream":"u"}]'],
    ask: 'GET /proxies/p',
    ...says(200, P_JSON),
  },
  {
    says: 'ours: with toxics',
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1","toxics":[{"type":"latency"}]}]',
    ...says(201, `{"proxies":[${WITH_T}]}`),
  },
  {
    says: 'ours: other toxics make it another proxy',
    given: [P, T.replace('latency', 'noop')],
    ask: 'POST /populate [{"name":"p","upstream":"localhost:1","listen":"<p>","toxics":[{"type":"latency"}]}]',
    ...says(201, `{"proxies":[${WITH_T}]}`),
  },
  {
    says: 'ours: a toxic that is none',
    ask: 'POST /populate [{"name":"a","upstream":"b"},{"name":"p","upstream":"c","toxics":[{"type":"x"}]}]',
    ...failed(400, 'invalid toxic type at toxic 1 of proxy 2'),
  },
];
