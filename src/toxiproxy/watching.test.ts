/** What can be watched: events, metrics, connections. */
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pass, Rig } from './rig.case.ts';

const rig = await Rig.start();
const upstream = await rig.echo();

interface Told {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A subscriber that reads. */
class Subscriber {
  readonly told: Told[] = [];
  readonly response: IncomingMessage;
  #text = '';
  #changed: () => void = () => undefined;

  private constructor(response: IncomingMessage) {
    this.response = response;
    response.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString();
      const messages = this.#text.split('\n\n');
      this.#text = messages.pop() ?? '';
      for (const message of messages) {
        const [, id, event, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(message) ?? [];
        if (data !== undefined && event !== undefined) {
          this.told.push({ id: Number(id), event, data: JSON.parse(data) as Told['data'] });
        }
      }
      this.#changed();
    });
    response.on('error', () => undefined);
  }

  static subscribe(): Promise<Subscriber> {
    return new Promise((resolve, reject) => {
      get(`${rig.url}/events`, { agent: false }, (response) => resolve(new Subscriber(response))).once('error', reject);
    });
  }

  /** Resolves when so many have come; with them, and no others. */
  async next(count: number): Promise<string[]> {
    while (this.told.length < count) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.told.splice(0).map(({ event, data }) => `${event} ${JSON.stringify(data)}`);
  }
}

async function subscribers(): Promise<number> {
  return Number(/^brownout_event_subscribers (\d+)$/m.exec((await rig.ask('GET /metrics')).body)?.[1]);
}

const TOXIC =
  '{"attributes":{"latency":1,"jitter":0},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1}';

test('events: all that happens, in order, to who has subscribed', async () => {
  const subscriber = await Subscriber.subscribe();
  assert.is(subscriber.response.headers['content-type'], 'text/event-stream');
  assert.ok(subscriber.response.headers['x-toxiproxy-request-id']);
  await rig.must('POST /proxies', { name: 'p', upstream, toxics: [{ type: 'latency', attributes: { latency: 1 } }] });
  assert.equal(await subscriber.next(1), [`added {"proxy":"p","toxic":${TOXIC}}`]);
  const live = rig.connect(rig.listen('p'));
  await live.ask('hello');
  assert.equal(await subscriber.next(2), [
    'opened {"proxy":"p","connection":1,"source":""}',
    'hit {"proxy":"p","connection":1,"toxic":"latency_downstream","stream":"downstream"}',
  ]);
  await rig.must('PATCH /proxies/p/toxics/latency_downstream', { toxicity: 0.5 });
  await rig.must('DELETE /proxies/p/toxics/latency_downstream');
  const half = TOXIC.replace('"toxicity":1', '"toxicity":0.5');
  assert.equal(await subscriber.next(2), [
    `updated {"proxy":"p","toxic":${half}}`,
    `removed {"proxy":"p","toxic":${half}}`,
  ]);
  await rig.must('POST /proxies/p', { enabled: false });
  assert.is(await live.over(), 'end');
  live.socket.destroy();
  assert.equal((await subscriber.next(2)).sort(), [
    'closed {"proxy":"p","connection":1,"source":""}',
    'disabled {"proxy":"p"}',
  ]);
  await rig.must('POST /reset');
  assert.equal(await subscriber.next(1), ['enabled {"proxy":"p"}']);
  await rig.must('POST /proxies/p/toxics', { type: 'noop' });
  await rig.must('DELETE /proxies/p');
  const gone = (await subscriber.next(3)).map((text) => text.split(' ')[0]);
  assert.equal(gone, ['added', 'disabled', 'removed'], 'its toxics go with a proxy');
  subscriber.response.destroy();
});

test('events: what comes to nothing is not told', async () => {
  const subscriber = await Subscriber.subscribe();
  const listen = rig.server.address;
  const { status } = await rig.ask('POST /proxies', {
    name: 'p',
    upstream,
    listen,
    toxics: [{ type: 'noop' }],
  });
  assert.is(status, 500);
  await rig.must('POST /proxies', { name: 'q', upstream, toxics: [{ type: 'noop', name: 'q' }] });
  const [first] = await subscriber.next(1);
  assert.match(first ?? '', /^added \{"proxy":"q"/);
  subscriber.response.destroy();
});

test('events: they are numbered, also for who comes later', async () => {
  const first = await Subscriber.subscribe();
  await rig.must('POST /proxies/q/toxics', { type: 'noop', name: 'a' });
  const second = await Subscriber.subscribe();
  await rig.must('DELETE /proxies/q/toxics/a');
  while (first.told.length < 2 || second.told.length < 1) await pass(2);
  assert.is(first.told[1]?.id, first.told[0]!.id + 1);
  assert.is(second.told[0]?.id, first.told[1]?.id);
  first.response.destroy();
  second.response.destroy();
});

test('events: who does not read is dropped, and who reads is not held up', async () => {
  const [host = '', port] = rig.server.address.split(':');
  const deaf = connect({ host, port: Number(port) });
  deaf.on('error', () => undefined);
  deaf.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => deaf.once('data', resolve));
  deaf.pause();
  const reader = await Subscriber.subscribe();
  const name = 'n'.repeat(100_000);
  let rounds = 0;
  while (rounds < 500 && (await subscribers()) > 1) {
    await rig.must('POST /proxies/q/toxics', { type: 'noop', name });
    rig.relays.find('q')!.link.removeToxic(name);
    rounds++;
  }
  assert.is(await subscribers(), 1, `after ${rounds} rounds of 200 kB`);
  while (reader.told.length < 2 * rounds) await pass(5);
  deaf.destroy();
  reader.response.destroy();
});

test('events: so many may subscribe', async () => {
  while ((await subscribers()) > 0) await pass(5);
  const all = await Promise.all(Array.from({ length: 32 }, () => Subscriber.subscribe()));
  const { status, body } = await rig.ask('GET /events');
  assert.equal([status, body], [503, '{"error":"events: expected at most 32 subscribers","status":503}\n']);
  for (const { response } of all) response.destroy();
  while ((await subscribers()) > 0) await pass(5);
});

test('metrics: live, per proxy and direction, and per toxic', async () => {
  const quirk = 'a"b\\c\n';
  await rig.must('POST /proxies', {
    name: quirk,
    upstream,
    toxics: [{ type: 'latency' }, { type: 'limit_data', attributes: { bytes: 7 } }],
  });
  const { listen } = rig.relays.find(quirk)!;
  const live = rig.connect(listen);
  await live.ask('hello');
  const { body, headers } = await rig.ask('GET /metrics');
  assert.is(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const name = 'a\\"b\\\\c\\n';
  const labels = (direction: string): string =>
    `{direction="${direction}",listener="${listen}",proxy="${name}",upstream="${upstream}"}`;
  for (const line of [
    '# TYPE toxiproxy_proxy_received_bytes_total counter',
    `toxiproxy_proxy_received_bytes_total${labels('upstream')} 5`,
    `toxiproxy_proxy_sent_bytes_total${labels('upstream')} 5`,
    `toxiproxy_proxy_received_bytes_total${labels('downstream')} 5`,
    `toxiproxy_proxy_sent_bytes_total${labels('downstream')} 5`,
    `brownout_proxy_connections{proxy="${name}"} 1`,
    `brownout_proxy_failures_total{proxy="${name}"} 0`,
    `brownout_toxic_connections_total{proxy="${name}",stream="downstream",toxic="latency_downstream",type="latency"} 1`,
    `brownout_toxic_bytes_total{proxy="${name}",stream="downstream",toxic="limit_data_downstream",type="limit_data"} 5`,
  ]) {
    assert.ok(body.split('\n').includes(line), `expected ${line} in\n${body}`);
  }
  assert.not.match(body, /undefined|NaN|null/);
  assert.match(body, /\n$/);
});

test('metrics: an upstream that is not there', async () => {
  await rig.must('POST /proxies', { name: 'nowhere', upstream: '127.0.0.1:1' });
  await rig.must('POST /proxies', { name: 'stranger', upstream: 'somehost:12345' });
  for (const name of ['nowhere', 'stranger']) {
    assert.is(await rig.connect(rig.listen(name)).over(), 'reset');
    assert.match((await rig.ask('GET /metrics')).body, `brownout_proxy_failures_total{proxy="${name}"} 1\n`);
  }
  await rig.must('POST /proxies/nowhere', { upstream });
  assert.match((await rig.ask('GET /metrics')).body, 'brownout_proxy_failures_total{proxy="nowhere"} 1\n');
});

test('connections: where from, and which toxic has hit which', async () => {
  const proxy = await rig.must('POST /proxies', {
    name: 's',
    upstream,
    sources: { 'app-1': '127.0.0.1:0', 'app-2': 'localhost:0' },
    toxics: [
      { type: 'latency', name: 'all' },
      { type: 'latency', name: 'some', stream: 'upstream', sources: ['app-2'] },
    ],
  });
  // As it was asked for, and bound.
  const { sources } = proxy as { sources: Record<string, string> };
  assert.equal(Object.keys(sources), ['app-1', 'app-2']);
  const callers = [rig.listen('s'), sources['app-1']!, sources['app-2']!].map((at) => rig.connect(at));
  for (const caller of callers) await caller.ask('hello');
  const all = { toxic: 'all', stream: 'downstream', bytes: 5 };
  assert.equal(await rig.must('GET /proxies/s/connections'), [
    { id: 1, source: '', hits: [all] },
    { id: 2, source: 'app-1', hits: [all] },
    { id: 3, source: 'app-2', hits: [{ toxic: 'some', stream: 'upstream', bytes: 5 }, all] },
  ]);
  await rig.must('POST /proxies/s', { enabled: false });
  const again = await rig.must('POST /proxies/s', { enabled: true });
  assert.equal(again, proxy, 'sources keep their ports');
});

test.after(async () => {
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
