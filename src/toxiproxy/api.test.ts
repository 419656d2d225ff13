/** Every row and error of the API, to the letter: status, headers, bytes. */
import { createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BODIES, GENERAL, TEXT, type Row } from './api-rows.case.ts';
import { OURS } from './our-rows.case.ts';
import { POPULATE, PROXIES } from './proxy-rows.case.ts';
import { Rig } from './rig.case.ts';
import { TOXICS } from './toxic-rows.case.ts';

const rig = await Rig.start();
const occupant = createServer();
await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
const occupied = occupant.address();
const taken = typeof occupied === 'object' ? String(occupied?.port) : '';

const test = suite('api');

for (const [about, rows] of Object.entries({ GENERAL, BODIES, PROXIES, POPULATE, TOXICS, OURS })) {
  rows.forEach((row, i) => {
    test(`${about} ${i + 1}: ${row.says}: ${row.ask.slice(0, 120)}`, async () => {
      for (const proxy of rig.relays.all()) await rig.relays.remove(proxy.name);
      for (const step of row.given ?? []) {
        const { status, body } = await ask(step);
        assert.ok(status < 300, `${step}: ${status} ${body}`);
      }
      await check(row);
    });
  });
}

async function check({ ask: what, headers, status, type, body, isRouted = true }: Row): Promise<void> {
  const answer = await ask(what, headers);
  assert.is(answer.body, what.startsWith('HEAD') ? '' : filled(body));
  assert.is(answer.status, status);
  assert.is(answer.headers['content-type'] ?? null, type);
  assert.is(answer.headers['x-content-type-options'], type === TEXT ? 'nosniff' : undefined);
  assert.is(answer.headers['x-toxiproxy-request-id'] !== undefined, isRouted, 'a request id where it is routed');
  const length = status === 204 ? undefined : String(Buffer.byteLength(answer.body));
  assert.is(answer.headers['content-length'], length);
}

function ask(what: string, headers: Row['headers'] = {}): ReturnType<Rig['ask']> {
  const [method = '', path = '', body = ''] = filled(what).split(/ (\S*) ?(.*)/s);
  return rig.ask(`${method} ${path}`, body, { ...headers });
}

function filled(text: string): string {
  const at = rig.listen('p');
  return text
    .replaceAll('@taken', taken)
    .replaceAll('<port p>', at.split(':')[1] ?? '')
    .replaceAll('"<p>"', `"${at}"`);
}

test('each request has an id of its own', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => rig.ask('GET /version')));
  assert.is(new Set(answers.map(({ headers }) => headers['x-toxiproxy-request-id'])).size, 3);
});

test.after(async () => {
  occupant.close();
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
