import { connect, createServer, type Server, type Socket as NetSocket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, type Socket, type SocketHandler } from '../world.ts';
import { createLiveWorld, type LiveWorld } from './live-world.ts';

const quiet: SocketHandler = { onData: (_buf, _start, end) => end, onClose: () => undefined };

function pass(world: LiveWorld, ms: number): Promise<void> {
  return new Promise((resolve) => {
    world.clock.at(world.clock.now() + ms * MILLISECOND, { fire: resolve });
  });
}

async function until(world: LiveWorld, what: string, holds: () => boolean): Promise<void> {
  for (let left = 10_000; !holds(); left--) {
    if (left === 0) assert.unreachable(`waited in vain until ${what}`);
    await pass(world, 1);
  }
}

async function inWorld(
  body: (world: LiveWorld, errors: unknown[]) => Promise<void>,
  allowHosts: readonly string[] = [],
): Promise<void> {
  const errors: unknown[] = [];
  const world = createLiveWorld({ seed: 'live', allowHosts, onError: (error) => errors.push(error) });
  try {
    await body(world, errors);
  } finally {
    await world.close();
  }
}

/** A server that is no part of the world. */
function foreignServer(accept: (socket: NetSocket) => void): Promise<{ server: Server; address: string }> {
  const server = createServer(accept);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error('bound to a port');
      resolve({ server, address: `127.0.0.1:${bound.port}` });
    });
  });
}

test('a foreign server is reached by host:port, and its reset is heard', () =>
  inWorld(async (world) => {
    const { server, address } = await foreignServer((socket) => {
      socket.on('data', (chunk) => (chunk.toString() === 'die' ? socket.resetAndDestroy() : socket.write(chunk)));
    });
    let text = '';
    let why = '';
    const socket = world.net.connect('client', address, {
      onOpen: () => socket.write(Buffer.from('echo'), 0, 4),
      onData: (buf, start, end) => {
        text += buf.toString('latin1', start, end);
        socket.write(Buffer.from('die'), 0, 3);
        return end;
      },
      onClose: (reason) => (why = reason),
    });
    await until(world, 'it is reset', () => why !== '');
    assert.equal([text, why], ['echo', 'reset']);
    server.close();
    const refused = { ...quiet, onClose: (reason: string) => (why = reason) };
    await pass(world, 5);
    world.net.connect('client', address, refused);
    await until(world, 'it is refused', () => why === 'refused');
  }));

test('a foreign client has no name, and finds the listener at its port', () =>
  inWorld(async (world) => {
    let peer: string | null = null;
    let heard = '';
    const listener = world.net.listen(
      { node: 'server', address: 'server' },
      {
        accept: (_socket, name) => {
          peer = name;
          return { ...quiet, onData: (buf, start, end) => ((heard += buf.toString('latin1', start, end)), end) };
        },
      },
    );
    await pass(world, 5);
    const [host, port] = listener.address.split(':');
    const client = connect(Number(port), host);
    client.on('error', () => undefined);
    client.write('hello');
    await until(world, 'it was heard', () => heard === 'hello');
    assert.is(peer, '');
    client.destroy();
    await until(world, 'it is gone', () => listener.connections === 0);
  }));

test('a host that nobody allowed is refused before anything is sent; a named one is not', async () => {
  await inWorld(async (world) => {
    for (const address of ['192.0.2.1:80', 'example.com:11211', '127.0.0.1.example.com:1']) {
      assert.throws(() => world.net.connect('client', address, quiet), /expected loopback/);
    }
    assert.throws(() => world.net.connect('client', '127.0.0.1:99999', quiet), /expected 1\.\.65535/);
  });
  await inWorld(
    async (world) => {
      let socket: Socket | null = null;
      assert.not.throws(() => (socket = world.net.connect('client', 'cache.invalid:1', quiet)));
      socket!.reset();
    },
    ['cache.invalid'],
  );
});

test('a port that is in use is an error of onListening; the address is free again', () =>
  inWorld(async (world) => {
    const { server, address } = await foreignServer(() => undefined);
    const port = Number(address.split(':')[1]);
    const heard: (Error | null)[] = [];
    const acceptor = { accept: () => quiet, onListening: (error: Error | null) => void heard.push(error) };
    const options = { node: 'server', address: 'server' };
    world.net.listen({ ...options, port }, acceptor);
    await until(world, 'it heard', () => heard.length === 1);
    assert.match(String(heard[0]), /EADDRINUSE/);
    const listener = world.net.listen(options, acceptor);
    await until(world, 'it listens', () => heard.length === 2);
    assert.is(heard[1], null);
    assert.match(listener.address, /^127\.0\.0\.1:\d+$/);
    server.close();
  }));

test('what handlers and tasks throw goes to onError, and the world goes on', () =>
  inWorld(async (world, errors) => {
    const boom = (what: string) => (): never => {
      throw new Error(what);
    };
    world.net.listen(
      { node: 'server', address: 'server' },
      { accept: () => ({ onData: boom('onData'), onEnd: boom('onEnd'), onClose: boom('onClose') }) },
    );
    world.clock.at(0, { fire: boom('timer') });
    world.cpu('server').run(0, { fire: boom('job') });
    let closed = false;
    const socket = world.net.connect('client', 'server', {
      onOpen: () => {
        socket.write(Buffer.from('x'), 0, 1);
        throw new Error('onOpen');
      },
      onData: (_buf, _start, end) => end,
      onClose: () => (closed = true),
    });
    const messages = (): string[] => errors.map((error) => (error as Error).message);
    await until(world, 'onData threw', () => messages().includes('onData'));
    socket.end();
    await until(world, 'onEnd threw', () => messages().includes('onEnd'));
    socket.reset();
    await until(world, 'it is closed', () => closed && messages().includes('onClose'));
    assert.equal(messages().sort(), ['job', 'onClose', 'onData', 'onEnd', 'onOpen', 'timer']);
  }));

test('close destroys sockets, listeners and timers in every state, and nobody hears of it', async () => {
  const errors: unknown[] = [];
  const world = createLiveWorld({ seed: 'live', onError: (error) => errors.push(error) });
  let late = 0;
  const loud: SocketHandler = { onData: (_buf, _start, end) => end, onClose: () => late++ };
  world.machine({ name: 'full', fileLimit: 2 }).place('server');
  world.net.listen({ node: 'server', address: 'server' }, { accept: () => loud });
  const sockets = Array.from({ length: 4 }, () => world.net.connect('client', 'server', loud));
  await pass(world, 20);
  const megabyte = Buffer.alloc(1 << 20);
  sockets[0]!.write(megabyte, 0, megabyte.length);
  sockets[1]!.end();
  world.net.connect('client', 'server', loud);
  world.net.listen({ node: 'other', address: 'starting' }, { accept: () => loud, onListening: () => late++ });
  world.clock.at(world.clock.now() + 10 * MILLISECOND, { fire: () => late++ });
  world.cpu('server').run(0, { fire: () => late++ });
  await world.close();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.is(late, 0);
  assert.equal(errors, []);
});

test.run();
