/** The npm client drives the API: every call that it has, with traffic through the proxies and what it does to it. */
import { Proxy, Toxic, Toxiproxy, ToxiproxyError } from 'toxiproxy-node-client';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pass, Rig } from './rig.case.ts';

const rig = await Rig.start();
const toxiproxy = new Toxiproxy(rig.url);
const upstream = await rig.echo();
/** Says ten bytes and ends as soon as somebody asks. */
const brief = await rig.serve((socket) => socket.once('data', () => socket.end('0123456789')));

/** Longer than anything takes that is not meant to. */
const SOON_MS = 1000;

const toxic = <T>(name: string, attributes: T, stream: 'upstream' | 'downstream' = 'downstream', toxicity = 1) => ({
  name,
  // Its type knows Toxiproxy's toxics only.
  type: name as 'latency',
  stream,
  toxicity,
  attributes,
});

async function fresh(to = upstream): Promise<Proxy> {
  await Promise.all(Object.values(await toxiproxy.getAll()).map((proxy) => proxy.remove()));
  return toxiproxy.createProxy({ name: 'p', listen: 'localhost:0', upstream: to });
}

test('a proxy is made, found, and gone', async () => {
  const proxy = await fresh();
  assert.instance(proxy, Proxy);
  assert.match(proxy.listen, /^127\.0\.0\.1:[1-9]\d*$/);
  assert.equal(proxy.toJson(), { name: 'p', listen: proxy.listen, upstream, enabled: true });
  assert.equal([proxy.getHost(), proxy.getPath()], [rig.url, `${rig.url}/proxies/p`]);
  assert.is(proxy.getToxiproxy(), toxiproxy);
  assert.equal((await toxiproxy.get('p')).toJson(), proxy.toJson());
  assert.equal(Object.keys(await toxiproxy.getAll()), ['p']);
  const live = rig.connect(proxy.listen);
  assert.ok((await live.ask('hello')) < SOON_MS);
  assert.is(live.text, 'hello');
  await proxy.remove();
  assert.is(await live.over(), 'end');
  assert.is(await rig.connect(proxy.listen).over(), 'refused');
  assert.equal(await toxiproxy.getAll(), {});
});

test('the version', async () => {
  assert.is(await toxiproxy.getVersion(), '{"version": "2.12.0"}\n');
  assert.is((await toxiproxy.getApi().getText(`${rig.url}/version`)).length, 22);
});

test('populate: all of them, and none twice', async () => {
  const first = await fresh();
  const made = await toxiproxy.populate([first.toJson(), { name: 'q', listen: 'localhost:0', upstream }]);
  assert.equal(Object.keys(made), ['p', 'q']);
  assert.is(made['p']?.listen, first.listen);
  for (const { listen } of Object.values(made)) assert.ok((await rig.connect(listen).ask('hello')) < SOON_MS);
});

test('disabled: connections end, connects are refused, and toxics stay', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('latency', { latency: 100, jitter: 0 }));
  const live = rig.connect(proxy.listen);
  assert.ok((await live.ask('hello')) >= 99);
  const off = await proxy.update({ ...proxy.toJson(), enabled: false });
  assert.is(off.enabled, false);
  assert.is(await live.over(), 'end');
  assert.is(await rig.connect(proxy.listen).over(), 'refused');
  const on = await proxy.update({ ...proxy.toJson(), enabled: true });
  assert.equal([on.enabled, on.listen], [true, proxy.listen]);
  assert.ok((await rig.connect(proxy.listen).ask('hello')) >= 99);
});

test('another upstream', async () => {
  const proxy = await fresh();
  const live = rig.connect(proxy.listen);
  await live.ask('hello');
  await proxy.update({ ...proxy.toJson(), upstream: brief });
  assert.is(await live.over(), 'end');
  const next = rig.connect(proxy.listen);
  await next.ask('?', 10);
  assert.is(next.text, '0123456789');
});

test('latency: added, changed and removed on a live connection', async () => {
  const proxy = await fresh();
  const live = rig.connect(proxy.listen);
  assert.ok((await live.ask('hello')) < 200, 'nothing delays it yet');
  const added = await proxy.addToxic(toxic('latency', { latency: 200, jitter: 0 }));
  assert.instance(added, Toxic);
  assert.equal(added.toJson(), toxic('latency', { latency: 200, jitter: 0 }));
  assert.is(added.getPath(), `${rig.url}/proxies/p/toxics/latency`);
  const first = await live.ask('hello');
  assert.ok(first >= 199 && first < 200 + SOON_MS, `${first} ms`);
  const updated = await added.update(toxic('latency', { latency: 400, jitter: 0 }));
  assert.equal((await proxy.getToxic('latency')).toJson(), updated.toJson());
  const second = await live.ask('hello');
  assert.ok(second >= 399 && second < 400 + SOON_MS, `${second} ms`);
  await added.remove();
  assert.ok((await live.ask('hello')) < 200, 'nothing delays it any more');
});

test('upstream as well as downstream; a toxicity of 0 is for nobody', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('latency', { latency: 100, jitter: 0 }));
  await proxy.addToxic({ ...toxic('latency', { latency: 50, jitter: 0 }, 'upstream'), name: 'there' });
  await proxy.addToxic({ ...toxic('latency', { latency: 5000, jitter: 0 }, 'upstream', 0), name: 'nobody' });
  const both = await rig.connect(proxy.listen).ask('hello');
  assert.ok(both >= 149 && both < 150 + SOON_MS, `${both} ms`);
});

test('bandwidth: at a rate; at 0 it stalls until it is removed', async () => {
  const proxy = await fresh();
  const rate = await proxy.addToxic(toxic('bandwidth', { rate: 20 }));
  const live = rig.connect(proxy.listen);
  const took = await live.ask('x'.repeat(4000));
  assert.ok(took >= 190 && took < 200 + SOON_MS, `4000 B at 20 KB/s took ${took} ms`);
  await rate.update(toxic('bandwidth', { rate: 0 }));
  const before = live.bytes;
  const answered = live.ask('hello');
  await pass(150);
  assert.is(live.bytes, before, 'nothing comes through');
  await rate.remove();
  assert.ok((await answered) >= 149);
});

test('timeout: no data, and after its time the end', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('timeout', { timeout: 100 }));
  const live = rig.connect(proxy.listen);
  const began = performance.now();
  live.socket.write('hello');
  assert.is(await live.over(), 'end');
  assert.ok(performance.now() - began >= 99);
  assert.is(live.bytes, 0);
});

test('reset_peer: RST', async () => {
  const proxy = await fresh();
  const live = rig.connect(proxy.listen);
  await live.ask('hello');
  await proxy.addToxic(toxic('reset_peer', { timeout: 0 }));
  live.socket.write('hello');
  assert.is(await live.over(), 'reset');
});

test('limit_data: so many bytes, then the end', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('limit_data', { bytes: 7 }));
  const live = rig.connect(proxy.listen);
  live.socket.write('0123456789');
  assert.is(await live.over(), 'end');
  assert.is(live.text, '0123456');
});

test('slicer: one by one', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('slicer', { average_size: 1, size_variation: 0, delay: 20_000 }));
  const took = await rig.connect(proxy.listen).ask('hello');
  assert.ok(took >= 79 && took < 80 + SOON_MS, `5 slices took ${took} ms`);
});

test('slow_close: the end comes later than the bytes before it', async () => {
  const proxy = await fresh(brief);
  await proxy.addToxic(toxic('slow_close', { delay: 150 }));
  const live = rig.connect(proxy.listen);
  const answered = await live.ask('?', 10);
  const began = performance.now();
  assert.is(await live.over(), 'end');
  assert.ok(performance.now() - began + answered >= 149);
});

test('reset: enabled, and without toxics', async () => {
  const proxy = await fresh();
  await proxy.addToxic(toxic('bandwidth', { rate: 0 }));
  await proxy.update({ ...proxy.toJson(), enabled: false });
  await toxiproxy.reset();
  assert.ok((await rig.connect(proxy.listen).ask('hello')) < SOON_MS);
  await rejects(() => proxy.getToxic('bandwidth'), 404);
});

test('what is wrong', async () => {
  const proxy = await fresh();
  await rejects(() => toxiproxy.createProxy(proxy.toJson()), 409);
  await rejects(() => toxiproxy.get('q'), 404);
  await rejects(() => proxy.addToxic(toxic('down', {})), 400);
  await rejects(() => proxy.addToxic(toxic('latency', { latency: '1' })), 400);
  await proxy.addToxic(toxic('latency', { latency: 1 }));
  await rejects(() => proxy.addToxic(toxic('latency', { latency: 1 })), 409);
  await rejects(() => toxiproxy.createProxy({ name: 'q', listen: proxy.listen, upstream }), 500);
  await rejects(() => toxiproxy.get('q'), 404);
});

async function rejects(call: () => Promise<unknown>, status: number): Promise<void> {
  const error: unknown = await call().then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.instance(error, ToxiproxyError);
  assert.match(String(error), `status code ${status}`);
}

test.after(async () => {
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
