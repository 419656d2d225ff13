/** A relay on real sockets, between ends of node's own and between ends of this world. */
import { createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allOver, type Ear, scene, sleep, started, until, type Scene } from './relay.case.ts';
import { createRng } from './world/rng.ts';
import type { Rng, Socket } from './world/world.ts';

const MEGA = 1 << 20;

function bytesOf(rng: Rng, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = rng.u32();
  return bytes;
}

/** In pieces of any size, as fast as it is read. */
async function say(rng: Rng, { socket }: Ear, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const size = rng.chance(1, 2) ? 1 + rng.below(200) : 1 + rng.below(200_000);
    if (!socket.write(bytes.subarray(at, at + size))) await new Promise((resolve) => socket.once('drain', resolve));
    at += size;
    if (rng.chance(1, 10)) await sleep(1);
  }
  socket.end();
}

async function talk({ client, upstream, link }: Scene, seed: string): Promise<void> {
  const rng = createRng(seed, 'relay');
  const pairs: { from: Ear; to: Ear; bytes: Buffer }[] = [];
  for (let i = 0; i < 8; i++) {
    const one = await client();
    const other = await upstream.connection(i + 1);
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      pairs.push({ from, to, bytes: bytesOf(rng, rng.below(2 * MEGA)) });
    }
  }
  await Promise.all(pairs.map(({ from, bytes }) => say(rng, from, bytes)));
  await until('all have ended', () => pairs.every(({ to }) => to.closed));
  for (const { to, bytes } of pairs) assert.ok(to.heard.equals(bytes), `seed ${seed}`);
  const total = pairs.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const { upstream: up, downstream: down } = link.traffic;
  assert.equal([up.received + down.received, up.sent + down.sent], [total, total]);
}

test('every byte, in order, both ways at once; also held by a toxic that comes and goes', () =>
  scene(async (stage) => {
    const seed = process.env['BROWNOUT_SEED'] ?? 'relay';
    const toxics = setInterval(() => {
      const { link } = stage;
      if (link.toxics.length > 0) return link.reset();
      link.addToxic({ type: 'latency', attributes: { latency: 3, jitter: 2 } });
      link.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 1 } });
    }, 20);
    await talk(stage, seed).finally(() => clearInterval(toxics));
    await allOver(stage);
  }));

test('between ends of this world, which know each other’s ports', () =>
  scene(async (stage) => {
    const { world, relay } = stage;
    const rng = createRng('world', 'relay');
    const bytes = bytesOf(rng, MEGA);
    const echoed: Buffer[] = [];
    let over = '';
    const echo = (socket: Socket) => ({
      onData(buf: Buffer, start: number, end: number): number {
        socket.write(buf, start, end);
        return end;
      },
      onClose: () => undefined,
    });
    const listener = world.net.listen(
      { node: 'echo', address: 'echo' },
      { accept: echo, onListening: () => (over = 'listening') },
    );
    await until('it listens', () => over === 'listening');
    relay.stop();
    relay.upstream = listener.address;
    await started(relay);
    const socket = world.net.connect('someone', relay.address, {
      onData(buf, start, end) {
        echoed.push(Buffer.from(buf.subarray(start, end)));
        return end;
      },
      onClose: (why) => (over = why),
    });
    socket.write(bytes, 0, bytes.length);
    socket.end();
    await until('it is over', () => over === 'closed');
    assert.ok(Buffer.concat(echoed).equals(bytes));
    await allOver(stage);
  }));

test('half-close: the answer comes after the question’s FIN', () =>
  scene(async (stage) => {
    const client = await stage.client();
    client.socket.end('question');
    const server = await stage.upstream.connection();
    await until('the server has heard it', () => server.ended);
    assert.is(server.heard.toString(), 'question');
    await sleep(20);
    assert.not(client.ended);
    server.socket.end('answer');
    await until('the client has it', () => client.ended);
    assert.is(client.heard.toString(), 'answer');
    await allOver(stage);
  }));

test('RST is passed on from either side, behind the bytes before it', () =>
  scene(async (stage) => {
    const first = await stage.client();
    const server = await stage.upstream.connection();
    server.socket.write('last words');
    await until('they are heard', () => first.bytes === 10);
    server.socket.resetAndDestroy();
    await until('the client is reset', () => first.closed);
    assert.is(first.error, 'ECONNRESET');

    const second = await stage.client();
    const other = await stage.upstream.connection(2);
    second.socket.write('last words');
    await until('they are heard', () => other.bytes === 10);
    second.socket.resetAndDestroy();
    await until('the server is reset', () => other.closed);
    assert.is(other.error, 'ECONNRESET');
    await allOver(stage);
  }));

test('an upstream that cannot be connected to is RST, and the relay says why', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const free = typeof bound === 'object' ? bound!.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const rows: readonly [upstream: string, reason: RegExp, why: string][] = [
    [`127.0.0.1:${free}`, /^refused$/, 'nobody listens there'],
    ['cache.invalid:11211', /^reset$/, 'no such host: Toxiproxy’s clients set up proxies before their upstreams exist'],
    ['192.0.2.1:80', /expected loopback/, 'no host that anybody allowed'],
    ['127.0.0.1:99999', /expected 1\.\.65535/, 'no port at all'],
    ['nonsense', /^refused$/, 'no address at all'],
  ];
  for (const [upstream, reason, why] of rows) {
    const options = { allowHosts: ['cache.invalid'] };
    await scene(
      async (stage) => {
        const client = await stage.client();
        client.socket.write('hello');
        await until('it is reset', () => client.closed);
        assert.is(client.error, 'ECONNRESET', why);
        assert.is(stage.relay.failures, 1, why);
        assert.match(stage.relay.lastFailure ?? '', reason, why);
        await allOver(stage);
      },
      { upstream },
      options,
    );
  }
});

test('a latency toxic delays an answer, and no byte before its time', () =>
  scene(async (stage) => {
    stage.link.addToxic({ type: 'latency', attributes: { latency: 60 } });
    stage.link.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 40 } });
    const client = await stage.client();
    const server = await stage.upstream.connection();
    server.socket.on('data', (chunk) => server.socket.write(chunk));
    const askedAt = performance.now();
    client.socket.write('hello');
    await until('it is answered', () => client.bytes === 5);
    const ms = performance.now() - askedAt;
    assert.ok(ms > 99 && ms < 1000, `took ${ms} ms`);
  }));

test('an upstream that goes on and on after the link has ended the connection is reset', () =>
  scene(async (stage) => {
    const client = await stage.client();
    const server = await stage.upstream.connection();
    stage.link.down = true;
    await until('both have heard FIN', () => client.ended && server.ended);
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024);
    while (!server.closed && written < 64 * MEGA) {
      server.socket.write(chunk);
      written += chunk.length;
      await sleep(1);
    }
    assert.ok(server.closed, `${written} bytes were read for nobody`);
    client.socket.end();
    await allOver(stage);
  }));

test('a client that is gone: what waits for the link goes when the toxic does, or is lost when the relay stops', async () => {
  for (const stops of [false, true]) {
    await scene(async (stage) => {
      const { link, relay } = stage;
      const client = await stage.client();
      const server = await stage.upstream.connection();
      server.socket.end();
      await until('the client has heard FIN', () => client.ended);
      link.addToxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } });
      client.socket.end('last words');
      await until('the client is gone', () => client.closed && relay.connections === 0);
      assert.is(link.connections, 1);
      if (stops) relay.stop();
      else link.reset();
      await until('the server has heard FIN', () => server.ended);
      assert.is(server.heard.toString(), stops ? '' : 'last words');
      await allOver(stage);
    });
  }
});

test('the link goes down: FIN on both sides, RST for who comes; up again, it works', () =>
  scene(async (stage) => {
    const { link, relay } = stage;
    const client = await stage.client();
    const server = await stage.upstream.connection();
    link.down = true;
    await until('both have heard FIN', () => client.ended && server.ended);
    const late = await stage.client();
    await until('it is reset', () => late.closed);
    assert.equal([late.error, relay.lastFailure], ['ECONNRESET', 'refused']);
    client.socket.end();
    server.socket.end();
    await allOver(stage);
    link.down = false;
    const again = await stage.client();
    again.socket.write('hello');
    await until('it is through', () => stage.upstream.accepted.at(-1)?.bytes === 5);
  }));

test.run();
