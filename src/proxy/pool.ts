import type { Deadlines, Nanos, Socket, SocketHandler, World } from '../world/world.ts';
import { BackendConnection, type BackendConnectionOwner } from './backend-connection.ts';
import type { Exchange } from './exchange.ts';

/** What the pool tells the proxy. */
export interface PoolOwner {
  replied(backend: number, exchange: Exchange, buf: Buffer, start: number, end: number, status: number): void;
  lost(backend: number, exchanges: readonly Exchange[]): void;
}

export interface PoolOptions {
  readonly world: World;
  /** The proxy's node name: where connections start. */
  readonly node: string;
  readonly index: number;
  readonly address: string;
  readonly connections: number;
  /** Silence that ends a connection; Infinity: none. */
  readonly timeout: Nanos;
}

/** The connections of a proxy to one backend: made when first needed, used in turn. */
export class Pool implements BackendConnectionOwner {
  readonly deadlines: Deadlines | null;
  readonly #options: PoolOptions;
  readonly #owner: PoolOwner;
  readonly #connections: (BackendConnection | null)[];
  #turn = 0;
  #frozen = false;

  constructor(options: PoolOptions, owner: PoolOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#connections = new Array<BackendConnection | null>(options.connections).fill(null);
    this.deadlines = options.timeout === Infinity ? null : options.world.clock.deadlines(options.timeout);
  }

  get waiting(): number {
    let sum = 0;
    for (const connection of this.#connections) sum += connection?.waiting ?? 0;
    return sum;
  }

  send(exchange: Exchange, buf: Buffer, start: number, end: number): void {
    const i = this.#turn;
    this.#turn = i + 1 === this.#connections.length ? 0 : i + 1;
    (this.#connections[i] ??= this.#open()).send(exchange, buf, start, end);
  }

  /** Drops all connections; what waits on them fails at once. */
  close(): void {
    for (const connection of this.#connections) connection?.close();
  }

  freeze(): void {
    this.#frozen = true;
    for (const connection of this.#connections) connection?.pause();
  }

  thaw(): void {
    this.#frozen = false;
    for (const connection of this.#connections) connection?.resume();
  }

  now(): Nanos {
    return this.#options.world.clock.now();
  }

  connect(handler: SocketHandler): Socket {
    return this.#options.world.net.connect(this.#options.node, this.#options.address, handler);
  }

  replied(exchange: Exchange, buf: Buffer, start: number, end: number, status: number): void {
    this.#owner.replied(this.#options.index, exchange, buf, start, end, status);
  }

  lost(connection: BackendConnection, exchanges: readonly Exchange[]): void {
    this.#connections[this.#connections.indexOf(connection)] = null;
    this.#owner.lost(this.#options.index, exchanges);
  }

  #open(): BackendConnection {
    const connection = new BackendConnection(this);
    if (this.#frozen) connection.pause();
    return connection;
  }
}
