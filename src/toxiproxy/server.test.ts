/** What clients do that no client should: nothing of it hangs, or outlives, the server. */
import { connect, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLiveWorld } from '../world/live/live-world.ts';
import { serveToxiproxy, type ToxiproxyServer } from './http-server.ts';
import { Relays } from './relays.ts';
import { pass } from './rig.case.ts';

const world = createLiveWorld({ seed: 'server' });
const relays = new Relays(world);

/** A bare connection, on which bytes are said and heard. */
class Line {
  readonly socket: Socket;
  heard = '';
  readonly over: Promise<void>;

  constructor({ address }: ToxiproxyServer) {
    const [host = '', port] = address.split(':');
    this.socket = connect({ host, port: Number(port) });
    this.socket.on('data', (chunk: Buffer) => (this.heard += chunk.toString('latin1'))).on('error', () => undefined);
    this.over = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  say(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  async hears(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.heard)) {
      if (this.socket.closed) throw new Error(`expected ${String(pattern)}, heard ${this.heard}`);
      await pass(2);
    }
  }
}

const HEAD = 'POST /proxies HTTP/1.1\r\nHost: x\r\n';
const VERSION = 'GET /version HTTP/1.1\r\nHost: x\r\n\r\n';

async function served(use: (server: ToxiproxyServer) => Promise<void>, patienceMs = 15_000): Promise<void> {
  const server = await serveToxiproxy({ proxies: relays, port: 0, patienceMs });
  try {
    await use(server);
    const line = new Line(server).say(VERSION);
    await line.hears(/2\.12\.0/);
    line.socket.destroy();
  } finally {
    await server.close();
  }
}

test('close ends what is half asked, half answered, or silent', async () => {
  const server = await serveToxiproxy({ proxies: relays, port: 0 });
  const lines = [
    HEAD,
    `${HEAD}Content-Length: 100\r\n\r\n{`,
    VERSION,
    'GET /events HTTP/1.1\r\nHost: x\r\n\r\n',
    '',
  ].map((text) => new Line(server).say(text));
  await lines[2]!.hears(/2\.12\.0/);
  await lines[3]!.hears(/brownout/);
  const began = performance.now();
  await server.close();
  await Promise.all(lines.map(({ over }) => over));
  assert.ok(performance.now() - began < 1000);
});

test('who takes too long to ask is cut off', async () => {
  await served(async (server) => {
    const slow = [HEAD, `${HEAD}Content-Length: 9\r\n\r\n{`].map((text) => new Line(server).say(text));
    for (const line of slow) {
      await line.over;
      assert.match(line.heard, /^HTTP\/1\.1 408 /);
    }
  }, 100);
});

test('a subscriber is not slow: it has asked', async () => {
  await served(async (server) => {
    const line = new Line(server).say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    await line.hears(/brownout/);
    await pass(400);
    assert.not(line.socket.closed);
    line.socket.destroy();
  }, 100);
});

test('a body without end', async () => {
  await served(async (server) => {
    const line = new Line(server).say(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    let chunks = 0;
    for (; chunks < 1000 && !line.socket.destroyed; chunks++) {
      if (!line.socket.write(chunk))
        await Promise.race([new Promise((resolve) => line.socket.once('drain', resolve)), line.over]);
    }
    await line.over;
    assert.ok(chunks < 1000, 'it is not heard out');
  });
});

test('a body too large is answered, and the connection goes on', async () => {
  await served(async (server) => {
    const line = new Line(server).say(`${HEAD}Content-Length: 2000000\r\n\r\n${' '.repeat(2_000_000)}`);
    await line.hears(/^HTTP\/1\.1 413 [^]*"status":413/);
    await line.say(VERSION).hears(/2\.12\.0/);
    line.socket.destroy();
  });
});

test('who leaves in the middle of a body has asked for nothing', async () => {
  await served(async (server) => {
    const body = '{"name":"half","upstream":"u:1"}';
    const line = new Line(server).say(`${HEAD}Content-Length: ${body.length + 1}\r\n\r\n${body}`);
    await pass(20);
    line.socket.destroy();
    await pass(20);
    assert.is(relays.find('half'), undefined);
  });
});

test('no HTTP at all', async () => {
  await served(async (server) => {
    for (const text of ['get x\r\n', '\0\x01\x02\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`]) {
      const line = new Line(server).say(text);
      await line.over;
      assert.match(line.heard, /^HTTP\/1\.1 4\d\d /);
    }
  });
});

test('idle connections make room for new ones', async () => {
  await served(async (server) => {
    const idle = Array.from({ length: 530 }, () => new Line(server).say(VERSION));
    await Promise.all(
      idle.map(async (line) => Promise.race([line.hears(/2\.12\.0/).catch(() => undefined), line.over])),
    );
    for (let i = 0; ; i++) {
      const line = new Line(server).say(VERSION);
      await Promise.race([line.over, line.hears(/2\.12\.0/).catch(() => undefined)]);
      if (line.heard !== '') break;
      assert.ok(i < 3, 'the next but one gets in');
    }
    for (const { socket } of idle) socket.destroy();
  });
});

test('requests one behind the other are answered in order', async () => {
  await served(async (server) => {
    const line = new Line(server).say(
      VERSION + VERSION.replace('version', 'proxies') + VERSION.replace('version', 'none'),
    );
    await line.hears(/2\.12\.0[^]*\{\}[^]*404 page not found/);
    line.socket.destroy();
  });
});

test('a port in use', async () => {
  await served(async ({ address }) => {
    const error: unknown = await serveToxiproxy({ proxies: relays, port: Number(address.split(':')[1]) }).catch(
      (reason: unknown) => reason,
    );
    assert.is(error instanceof Error && 'code' in error ? error.code : error, 'EADDRINUSE');
  });
});

test.after(() => world.close());

test.run();
