import type { Reply } from '../protocol/message.ts';
import type { Deadlines, Nanos, Socket, SocketHandler, World } from '../world/world.ts';
import { BackendConnection, type BackendConnectionOwner } from './backend-connection.ts';
import type { Exchange } from './exchange.ts';
import type { Failure } from './policies/policy.ts';
import type { ProxyOptions } from './options.ts';
import { SignedIn, type SignIn } from './signed-in.ts';

/** What the pool tells the proxy. */
export interface PoolOwner {
  /** The last reply to it, or the only one. */
  replied(backend: number, exchange: Exchange, buf: Buffer, reply: Reply): void;
  lost(backend: number, exchanges: readonly Exchange[], why: Failure): void;
}

export interface PoolOptions {
  readonly world: World;
  /** The proxy's node name: where connections start. */
  readonly node: string;
  readonly index: number;
  readonly address: string;
  readonly signIn: SignIn | null;
  readonly connections: number;
  /** Silence that ends a connection; Infinity: none. */
  readonly timeout: Nanos;
}

/**
 * The connections of a proxy to one backend, made when first needed. Each client has its lane, the same to all backends:
 * on one connection what it asks is done in the order in which it asked.
 */
export class Pool implements BackendConnectionOwner {
  readonly deadlines: Deadlines | null;
  readonly #options: PoolOptions;
  readonly #owner: PoolOwner;
  readonly #connections: (BackendConnection | null)[];
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

  /** How long the oldest request on this lane has waited; 0: there is none. */
  waited(lane: number, now: Nanos): Nanos {
    const sentAt = this.#connections[lane]?.oldestSentAt ?? -1;
    return sentAt < 0 ? 0 : now - sentAt;
  }

  send(exchange: Exchange, buf: Buffer, start: number, end: number): void {
    (this.#connections[exchange.lane] ??= this.#open()).send(exchange, buf, start, end);
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
    const { world, node, address, signIn } = this.#options;
    if (signIn === null) return world.net.connect(node, address, handler);
    return SignedIn.connect(world.net, { node, address, signIn }, handler);
  }

  replied(exchange: Exchange, buf: Buffer, reply: Reply): void {
    this.#owner.replied(this.#options.index, exchange, buf, reply);
  }

  lost(connection: BackendConnection, exchanges: readonly Exchange[], why: Failure): void {
    this.#connections[this.#connections.indexOf(connection)] = null;
    this.#owner.lost(this.#options.index, exchanges, why);
  }

  #open(): BackendConnection {
    const connection = new BackendConnection(this);
    if (this.#frozen) connection.pause();
    return connection;
  }
}

/** One for each of the proxy's backends, in their order, and behind them the gutter's. */
export function createPools(options: ProxyOptions, timeout: Nanos, owner: PoolOwner): Pool[] {
  const { world, name: node, connectionsPerBackend: connections } = options;
  return [...options.backends, ...(options.gutter?.backends ?? [])].map(
    ({ address, signIn = null }, index) =>
      new Pool({ world, node, index, address, signIn, connections, timeout }, owner),
  );
}
