/** The API on a live world, and both kinds of clients: of the API, and of its proxies. */
import { Agent, request } from 'node:http';
import { connect, createServer, Server, type Socket } from 'node:net';
import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';
import { serveToxiproxy, type ToxiproxyServer } from './http-server.ts';
import { Relays } from './relays.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export class Rig {
  readonly world: LiveWorld;
  readonly relays: Relays;
  readonly server: ToxiproxyServer;
  /** What handlers of the world threw. */
  readonly thrown: unknown[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 20 });
  readonly #others = new Set<Server | Socket>();

  private constructor(world: LiveWorld, relays: Relays, server: ToxiproxyServer, thrown: unknown[]) {
    this.world = world;
    this.relays = relays;
    this.server = server;
    this.thrown = thrown;
  }

  static async start(seed = 'toxiproxy'): Promise<Rig> {
    const thrown: unknown[] = [];
    const world = createLiveWorld({ seed, onError: (error) => thrown.push(error) });
    const relays = new Relays(world);
    return new Rig(world, relays, await serveToxiproxy({ proxies: relays, port: 0 }), thrown);
  }

  get url(): string {
    return `http://${this.server.address}`;
  }

  /** `what`: `POST /proxies`. */
  ask(what: string, body?: string | object, headers: Record<string, string> = {}): Promise<Answer> {
    const [method = '', path = ''] = what.split(/ (.*)/s);
    const [host, port] = this.server.address.split(':');
    return new Promise((resolve, reject) => {
      const sent = request({ method, path, host, port, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.once('error', reject);
      sent.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  }

  /** As `ask`, for what has to work. Returns the body, read as JSON. */
  async must(what: string, body?: string | object): Promise<unknown> {
    const { status, body: text } = await this.ask(what, body);
    if (status >= 300) throw new Error(`${what}: expected success, got ${status} ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  }

  /** Where a proxy listens. */
  listen(proxy: string): string {
    return this.relays.find(proxy)?.listen ?? '';
  }

  /** A server that treats each connection like this. Returns its `host:port`. */
  serve(accept: (socket: Socket) => void): Promise<string> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#keep(socket);
      socket.on('error', () => undefined);
      accept(socket);
    });
    this.#others.add(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const at = server.address();
        resolve(`127.0.0.1:${typeof at === 'object' ? at?.port : ''}`);
      });
    });
  }

  /** Says everything back. */
  echo(): Promise<string> {
    return this.serve((socket) => socket.pipe(socket));
  }

  connect(address: string): Caller {
    const [host = '', port = ''] = address.split(':');
    const caller = new Caller(connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true }));
    this.#keep(caller.socket);
    return caller;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.server.close();
    await this.world.close();
    for (const other of this.#others) {
      if (other instanceof Server) other.close();
      else other.destroy();
    }
  }

  #keep(socket: Socket): void {
    this.#others.add(socket);
    socket.once('close', () => this.#others.delete(socket));
  }
}

/** A client of a proxy. */
export class Caller {
  readonly socket: Socket;
  bytes = 0;
  text = '';
  /** Null: it is open. */
  ended: 'end' | 'reset' | 'refused' | null = null;
  #changed: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      if (this.text.length < 1 << 16) this.text += chunk.toString('latin1');
      this.#changed();
    });
    socket.on('end', () => this.#end('end'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    );
  }

  /** Says something, and waits until so many more bytes have come back. Returns after how many ms. */
  async ask(text: string, bytes = text.length): Promise<number> {
    const wanted = this.bytes + bytes;
    const began = performance.now();
    this.socket.write(text, 'latin1');
    await this.until(() => this.bytes >= wanted);
    return performance.now() - began;
  }

  /** Resolves when it is over, with how. */
  async over(): Promise<Caller['ended']> {
    await this.until(() => this.ended !== null);
    return this.ended;
  }

  /** Throws when the connection is over before it is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.ended !== null) throw new Error(`the connection is over: ${this.ended}`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  #end(how: 'end' | 'reset' | 'refused'): void {
    this.ended ??= how;
    this.#changed();
  }
}

/** Real time passes. For what must not happen meanwhile; what must is waited for by itself. */
export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
