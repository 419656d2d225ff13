import { Bag } from '../world/bag.ts';
import type { Hop } from '../world/hop.ts';
import type { Deadlines, Socket, SocketHandler, World } from '../world/world.ts';
import type { Link } from './link.ts';
import { Door, type DoorOptions, type DoorOwner } from './relay/door.ts';
import { type ConnectionOwner, LINGER, RelayedConnection } from './relay/relayed-connection.ts';
import { SeverableHop } from './relay/severable-hop.ts';

export interface RelaySource {
  /** By which toxics choose (`sources`). */
  readonly name: string;
  /** @default that of the relay */
  readonly host?: string;
  /** @default 0: any that is free */
  readonly port?: number;
}

export interface RelayOptions {
  readonly world: World;
  /** Unique in the world among relays: its nodes are called after it. */
  readonly name: string;
  readonly link: Link;
  /** `host:port`, looked up at each connect. A host that the world does not allow is a failure of the connect. */
  readonly upstream: string;
  /** The interface to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** 0: any that is free, and the same again after a stop. @default 0 */
  readonly port?: number;
  /** Who connects from where: each has a port of its own. @default [] */
  readonly sources?: readonly RelaySource[];
}

/**
 * A link as a TCP relay, for foreign ends. It is a node that listens, and connects through the link: the socket that
 * connects hosts the toxics of both directions.
 *
 *   client ══ door ─ relay ─ link ══ upstream
 *
 * FIN and RST are passed on as they come, half-closed connections stay so, and an upstream that cannot be connected to
 * is a RST. Each direction of a connection holds at most the link's window (256 KiB) and one read (64 KiB), and the same
 * again at the socket that writes: 640 KiB, whatever the toxics hold; buffers are up to twice as large as what is in them.
 */
export class Relay implements DoorOwner, ConnectionOwner {
  readonly name: string;
  readonly lingering: Deadlines;
  readonly #world: World;
  readonly #door: Door;
  readonly #hops = new Map<Door, SeverableHop>();
  readonly #doorOf = new Map<string, Door>();
  readonly #connections = new Bag<RelayedConnection>();
  #upstream: string;
  #state: 'stopped' | 'starting' | 'listening' = 'stopped';
  #onReady: (error: Error | null) => void = () => undefined;
  #failures = 0;
  #lastFailure: string | null = null;

  constructor({ world, name, link, upstream, host = '127.0.0.1', port = 0, sources = [] }: RelayOptions) {
    this.name = name;
    this.#world = world;
    this.#upstream = upstream;
    this.lingering = world.clock.deadlines(LINGER);
    const node = `relay/${name}`;
    this.#door = this.#build({ world, node, host, port }, link);
    for (const source of sources) {
      const options = { world, node: `${node}/${source.name}`, host: source.host ?? host, port: source.port ?? 0 };
      this.#doorOf.set(source.name, this.#build(options, link.through(source.name)));
    }
  }

  /** `host:port`, once it listens; it stays the same from then on. */
  get address(): string {
    return this.#door.address;
  }

  /** Of a source. Throws when there is none of this name. */
  addressOf(source: string): string {
    const door = this.#doorOf.get(source);
    if (door !== undefined) return door.address;
    throw new Error(
      `relay ${this.name}: expected one of the sources ${[...this.#doorOf.keys()].join()}, got ${source}`,
    );
  }

  /** Clients' connections, those included whose upstream connection does not stand yet or stands no more. */
  get connections(): number {
    return this.#connections.size;
  }

  /** How many clients were reset because no upstream connection came about. */
  get failures(): number {
    return this.#failures;
  }

  /** Why, the last time: `refused`, `timeout`, … or what an error said. */
  get lastFailure(): string | null {
    return this.#lastFailure;
  }

  get upstream(): string {
    return this.#upstream;
  }

  /** While it is stopped. */
  set upstream(upstream: string) {
    if (this.#state !== 'stopped') throw new Error(`relay ${this.name}: expected to be stopped, is ${this.#state}`);
    this.#upstream = upstream;
  }

  /** All of its ports are bound, or none and the error says why. */
  start(onReady: (error: Error | null) => void): void {
    if (this.#state !== 'stopped') throw new Error(`relay ${this.name}: expected to be stopped, is ${this.#state}`);
    this.#state = 'starting';
    this.#onReady = onReady;
    for (const [door, hop] of this.#hops) {
      this.#world.net.setHop(door.node, this.#upstream, hop);
      door.open();
    }
  }

  /** Nobody can connect any more, and open connections end with FIN; it waits for none of them. */
  stop(): void {
    if (this.#state === 'starting') this.#ready(new Error(`relay ${this.name}: stopped before it listened`));
    this.#state = 'stopped';
    for (const [door, hop] of this.#hops) {
      door.close();
      hop.sever();
    }
    for (const connection of this.#connections.all()) connection.stop();
  }

  accept(client: Socket, { node }: Door): SocketHandler {
    const connection = new RelayedConnection(this, client);
    this.#connections.add(connection);
    try {
      connection.upstream.socket = this.#world.net.connect(node, this.#upstream, connection.upstream);
    } catch (error) {
      connection.refuse(error instanceof Error ? error.message : String(error));
    }
    return connection.client;
  }

  opened(error: Error | null): void {
    if (this.#state !== 'starting') return;
    if (error !== null) for (const door of this.#hops.keys()) door.close();
    else if (![...this.#hops.keys()].every(({ listening }) => listening)) return;
    this.#state = error === null ? 'listening' : 'stopped';
    this.#ready(error);
  }

  failed(why: string): void {
    this.#failures++;
    this.#lastFailure = why;
  }

  over(connection: RelayedConnection): void {
    this.#connections.delete(connection);
  }

  #build(options: DoorOptions, hop: Hop): Door {
    const door = new Door(options, this);
    this.#hops.set(door, new SeverableHop(hop));
    return door;
  }

  /** The caller hears of it from an empty stack. */
  #ready(error: Error | null): void {
    const onReady = this.#onReady;
    const { clock } = this.#world;
    clock.at(clock.now(), { fire: () => onReady(error) });
  }
}
