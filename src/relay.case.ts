import { connect, createServer, type AddressInfo, type Server, type Socket as NetSocket } from 'node:net';
import { TOXICS } from '../toxics/index.ts';
import { Link } from './link/link.ts';
import { Relay, type RelayOptions } from './link/relay.ts';
import { createLiveWorld, type LiveWorld, type LiveWorldOptions } from './world/live/live-world.ts';

const PATIENCE_MS = 10_000;

/** A relay of a live world between node's own sockets. */
export interface Scene {
  readonly world: LiveWorld;
  readonly link: Link;
  readonly relay: Relay;
  readonly upstream: Upstream;
  /** Whose every byte is kept; it hears `end` and does nothing about it. */
  client(port?: number): Promise<Ear>;
}

export async function scene(
  play: (scene: Scene) => Promise<void>,
  options: Partial<RelayOptions> = {},
  worldOptions: Partial<LiveWorldOptions> = {},
): Promise<void> {
  const world = createLiveWorld({ seed: 'relay', ...worldOptions });
  const upstream = await Upstream.start();
  const link = new Link({ from: 'clients', to: 'upstream', toxics: TOXICS, rng: (name) => world.rng(name) });
  const relay = new Relay({ world, name: 'r', link, upstream: upstream.address, ...options });
  const clients: Ear[] = [];
  const client = async (port = portOf(relay.address)): Promise<Ear> => {
    const ear = new Ear(connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true }));
    clients.push(ear);
    await until('a client is connected', () => ear.connected || ear.error !== '');
    return ear;
  };
  try {
    await started(relay);
    await play({ world, link, relay, upstream, client });
  } finally {
    for (const { socket } of clients) socket.destroy();
    await upstream.stop();
    await world.close();
  }
}

export function started(relay: Relay): Promise<void> {
  return new Promise((resolve, reject) => relay.start((error) => (error === null ? resolve() : reject(error))));
}

/** Nobody is left on either side of the relay, and its sockets are closed. */
export async function allOver({ relay, link, upstream }: Scene): Promise<void> {
  await until('relay and link are empty', () => relay.connections === 0 && link.connections === 0);
  await until('the upstream is', () => upstream.accepted.every(({ closed }) => closed));
}

export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function until(what: string, holds: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(1);
  }
}

/** A socket of node's, and what it has heard. */
export class Ear {
  readonly socket: NetSocket;
  connected = false;
  ended = false;
  closed = false;
  /** The code of its error: `ECONNRESET`, … */
  error = '';
  bytes = 0;
  readonly #chunks: Buffer[] = [];
  #keeps = true;

  constructor(socket: NetSocket) {
    this.socket = socket;
    this.connected = !socket.connecting;
    socket.on('connect', () => (this.connected = true));
    socket.on('end', () => (this.ended = true));
    socket.on('close', () => (this.closed = true));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? error.message));
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      if (this.#keeps) this.#chunks.push(chunk);
    });
  }

  get heard(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** It counts from now on, and keeps nothing. */
  forget(): void {
    this.#keeps = false;
    this.#chunks.length = 0;
  }
}

/** A server of node's own, which says nothing by itself. */
export class Upstream {
  readonly accepted: Ear[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      this.accepted.push(new Ear(socket)),
    );
  }

  static start(): Promise<Upstream> {
    const upstream = new Upstream();
    return new Promise((resolve) => upstream.#server.listen(0, '127.0.0.1', () => resolve(upstream)));
  }

  get address(): string {
    // It is bound to a port of this machine.
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The latest connection, once there are so many. */
  async connection(count = 1): Promise<Ear> {
    await until(`connection ${count} has come`, () => this.accepted.length >= count);
    return this.accepted[count - 1]!;
  }

  stop(): Promise<void> {
    for (const { socket } of this.accepted) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
