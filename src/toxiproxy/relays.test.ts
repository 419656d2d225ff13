/** Proxies come whole or not at all, keep their names apart, and change one step after the other. */
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Rig } from './rig.case.ts';

const rig = await Rig.start();
const upstream = await rig.echo();
const occupant = createServer();
await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
// A server that listens on TCP has such an address.
const taken = `127.0.0.1:${(occupant.address() as AddressInfo).port}`;

/** A port that nobody listens at, as far as that can be known. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

async function statuses(...asks: Promise<{ status: number }>[]): Promise<number[]> {
  return (await Promise.all(asks)).map(({ status }) => status);
}

async function names(): Promise<string[]> {
  return Object.keys((await rig.must('GET /proxies')) as object);
}

async function removeAll(): Promise<void> {
  for (const { name } of rig.relays.all()) await rig.relays.remove(name);
}

test.before.each(removeAll);

test('a port in use leaves nothing behind: no proxy, no port, no name', async () => {
  const listen = await freePort();
  const body = { name: 'p', upstream, listen, toxics: [{ type: 'latency' }], sources: { a: '127.0.0.1:0', b: taken } };
  const { status, body: text } = await rig.ask('POST /proxies', body);
  assert.equal(
    [status, JSON.parse(text)],
    [500, { error: `listen tcp ${taken}: bind: address already in use`, status }],
  );
  assert.equal(await names(), []);
  assert.is(await rig.connect(listen).over(), 'refused');
  await rig.must('POST /proxies', { ...body, sources: null });
  assert.equal(await rig.must('GET /proxies/p/toxics').then((toxics) => (toxics as unknown[]).length), 1);
});

test('populate: what is wrong in one is known before any is made, or replaced', async () => {
  const old = await rig.must('POST /proxies', { name: 'old', upstream, listen: 'localhost:0' });
  const live = rig.connect(rig.listen('old'));
  await live.ask('hello');
  const wrong: readonly (readonly [why: string, proxy: object])[] = [
    ['no name', { upstream }],
    ['no upstream', { name: 'x' }],
    ['a toxic that is none', { name: 'x', upstream, toxics: [{ type: 'x' }] }],
    ['an attribute that is none', { name: 'x', upstream, toxics: [{ type: 'latency', attributes: { latency: 'x' } }] }],
    ['a toxic twice', { name: 'x', upstream, toxics: [{ type: 'latency' }, { type: 'latency' }] }],
    ['a source that is not there', { name: 'x', upstream, toxics: [{ type: 'latency', sources: ['a'] }] }],
    ['no proxy at all', [1]],
  ];
  for (const [why, proxy] of wrong) {
    const { status } = await rig.ask('POST /populate', [
      { name: 'new', upstream },
      { name: 'old', upstream: 'x' },
      proxy,
    ]);
    assert.ok([400, 409].includes(status), `${why}: ${status}`);
    assert.equal(await names(), ['old'], why);
  }
  assert.equal(await rig.must('GET /proxies/old'), old);
  assert.is(await live.ask('hello').then(() => live.ended), null, 'its connections are open');
});

test('populate: one that cannot be replaced stays', async () => {
  const toxics = [{ type: 'latency' }];
  const old = await rig.must('POST /proxies', { name: 'p', upstream, toxics });
  const [status] = await statuses(rig.ask('POST /populate', [{ name: 'p', upstream, listen: taken }]));
  assert.is(status, 500);
  assert.equal(await rig.must('GET /proxies/p'), old);
  assert.is(
    await rig
      .connect(rig.listen('p'))
      .ask('hello')
      .then(() => true),
    true,
  );
});

test('of one name at once only one is made', async () => {
  const all = await statuses(...Array.from({ length: 10 }, () => rig.ask('POST /proxies', { name: 'p', upstream })));
  assert.equal(all.sort(), [201, ...Array.from({ length: 9 }, () => 409)]);
});

test('a name that is being made, and fails, is free for the next', async () => {
  const [first, second] = await statuses(
    rig.ask('POST /proxies', { name: 'p', upstream, listen: taken }),
    rig.ask('POST /proxies', { name: 'p', upstream }),
  );
  assert.equal([first, second].sort(), [201, 500]);
  assert.equal(await names(), ['p']);
});

test('changes at once come one after the other', async () => {
  await rig.must('POST /proxies', { name: 'p', upstream });
  const calls = Array.from({ length: 40 }, (_, i) =>
    rig.ask(
      'POST /proxies/p',
      [{ enabled: false }, { enabled: true }, { upstream: `127.0.0.1:${i + 1}` }, { listen: '' }][i % 4],
    ),
  );
  assert.equal(new Set(await statuses(...calls)), new Set([200]));
  await rig.must('POST /proxies/p', { enabled: true, upstream });
  assert.is(
    await rig
      .connect(rig.listen('p'))
      .ask('hello')
      .then(() => true),
    true,
  );
  const [gone, ...others] = await statuses(
    rig.ask('DELETE /proxies/p'),
    rig.ask('POST /proxies/p', { enabled: false }),
    rig.ask('DELETE /proxies/p'),
    rig.ask('POST /reset'),
  );
  assert.is(gone, 204);
  assert.ok(
    others.every((status) => [200, 204, 404].includes(status)),
    String(others),
  );
  assert.equal(await names(), []);
});

test('fifty at once, and all at once gone', async () => {
  const many = Array.from({ length: 50 }, (_, i) => `p${i}`);
  await statuses(...many.map((name) => rig.ask('POST /proxies', { name, upstream })));
  assert.is((await names()).length, 50);
  assert.is(new Set(many.map((name) => rig.listen(name))).size, 50);
  const took = await Promise.all(many.map((name) => rig.connect(rig.listen(name)).ask('hello')));
  assert.is(took.length, 50);
  await statuses(...many.map((name) => rig.ask(`DELETE /proxies/${name}`)));
  assert.equal(await names(), []);
});

for (const [why, listen, expected] of [
  ['nothing said', '', /^127\.0\.0\.1:[1-9]\d*$/],
  ['only a port', ':0', /^127\.0\.0\.1:[1-9]\d*$/],
  ['by name', 'localhost:0', /^127\.0\.0\.1:[1-9]\d*$/],
  ['without the port', '127.0.0.1:', /^127\.0\.0\.1:[1-9]\d*$/],
  ['another address of the loopback', '127.0.0.2:0', /^127\.0\.0\.2:[1-9]\d*$/],
  ['all interfaces, when asked', '0.0.0.0:0', /^0\.0\.0\.0:[1-9]\d*$/],
] as const) {
  test(`where it listens: ${why}`, async () => {
    await rig.must('POST /proxies', { name: 'p', upstream, listen });
    const at = rig.listen('p');
    assert.match(at, expected);
    assert.is(
      await rig
        .connect(at.replace('0.0.0.0', '127.0.0.1'))
        .ask('hello')
        .then(() => true),
      true,
    );
  });
}

test('names of any kind do not meet', async () => {
  const specs = [
    { name: 'a', upstream, sources: { b: 'localhost:0', 'b/c': 'localhost:0' } },
    { name: 'a/b', upstream, sources: { c: 'localhost:0' } },
    { name: 'a%2Fb', upstream },
    { name: ' ', upstream },
    { name: '__proto__', upstream },
    { name: '\ud800', upstream },
    { name: 'Ünïcödé 😀', upstream },
  ];
  for (const spec of specs) await rig.must('POST /proxies', spec);
  for (const { name } of specs) {
    assert.is(
      await rig
        .connect(rig.listen(name))
        .ask('hello')
        .then(() => true),
      true,
      name,
    );
    if (name !== '\ud800') assert.is((await rig.ask(`GET /proxies/${encodeURIComponent(name)}`)).status, 200, name);
  }
});

test('a disabled proxy gives its port back, and takes it again', async () => {
  await rig.must('POST /proxies', { name: 'p', upstream });
  const at = rig.listen('p');
  await rig.must('POST /proxies/p', { enabled: false });
  await rig.must('POST /proxies', { name: 'q', upstream, listen: at });
  const { status, body } = await rig.ask('POST /proxies/p', { enabled: true });
  assert.equal([status, body], [500, `{"error":"listen tcp ${at}: bind: address already in use","status":500}\n`]);
  assert.is(rig.relays.find('p')?.enabled, false);
  await rig.must('DELETE /proxies/q');
  await rig.must('POST /reset');
  assert.is(
    await rig
      .connect(at)
      .ask('hello')
      .then(() => true),
    true,
  );
});

test.after(async () => {
  occupant.close();
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
