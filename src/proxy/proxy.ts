/**
 * The memcached router between clients and backends.
 *
 *   client ──> ClientConnection ──> ring ──> Pool ──> BackendConnection ──> backend
 *          <── (in the requests' order)  <── replied <── (first in, first out)
 *
 * Any proxy serves any key; a key belongs to one backend. So a slow backend holds up, on each proxy, every client whose
 * next reply comes from it.
 */
import { BinaryRequestParser } from '../protocol/binary-request.ts';
import { Status, Verb, type Request } from '../protocol/message.ts';
import type { Admission } from '../tenancy/grant.ts';
import { Bag } from '../world/bag.ts';
import type { Acceptor, Cpu, Deadlines, Listener, Nanos, Socket, SocketHandler, World } from '../world/world.ts';
import { Authentication, type AuthenticationOptions } from './authentication.ts';
import { ClientConnection } from './client-connection.ts';
import { newProxyCounters } from './counters.ts';
import { ExchangePool, type Exchange } from './exchange.ts';
import type { KeyHashName } from './hash.ts';
import type { Policy } from './policies/policy.ts';
import { Pool, type PoolOwner } from './pool.ts';
import { Ring } from './ring.ts';

export interface ProxyOptions {
  readonly world: World;
  readonly name: string;
  readonly address: string;
  /** Live world: the port to bind; 0: any. */
  readonly port?: number;
  readonly backends: readonly { readonly name: string; readonly address: string }[];
  readonly hash: KeyHashName;
  /** CPU time of a request, in ns. */
  readonly cpuCost: Nanos;
  readonly connectionsPerBackend: number;
  readonly maxConnections: number;
  /** Null: clients need not authenticate. */
  readonly authentication: (AuthenticationOptions & { readonly dropAfter: Nanos }) | null;
  readonly admission: Admission;
  /** Makes the proxy's policy; again after a crash, for what it had learnt is gone. */
  readonly policy: () => Policy;
  readonly ejectedKeys: 'rehash' | 'miss-fast';
}

export interface Ejection {
  readonly backend: number;
  readonly at: Nanos;
  readonly by: string;
  /** Null while it lasts. */
  until: Nanos | null;
}

/** Who ejects for a time. */
const POLICY = 'policy';

export class Proxy implements Acceptor, PoolOwner {
  readonly name: string;
  readonly version = '1.6.18-brownout';
  readonly counters = newProxyCounters();
  readonly ejections: Ejection[] = [];
  /** For its connections. */
  readonly parser = new BinaryRequestParser();
  readonly exchanges = new ExchangePool();
  readonly authentication: Authentication | null;
  readonly admission: Admission;
  readonly dropAfter: Deadlines;
  readonly cpu: Cpu;
  readonly cpuCost: Nanos;
  readonly #options: ProxyOptions;
  readonly #world: World;
  #policy: Policy;
  readonly #pools: Pool[];
  readonly #wholeRing: Ring;
  #ring: Ring;
  readonly #ejected: (Ejection | null)[];
  readonly #clients = new Bag<ClientConnection>();
  #listener: Listener | null = null;
  #accepted = 0;
  #turnedAway = 0;
  #onListening: (error: Error | null) => void = () => undefined;
  #frozen = false;

  constructor(options: ProxyOptions) {
    const { world, name, backends } = options;
    this.name = name;
    this.#options = options;
    this.#world = world;
    this.#policy = options.policy();
    this.cpu = world.cpu(name);
    this.cpuCost = options.cpuCost;
    this.admission = options.admission;
    this.authentication =
      options.authentication === null ? null : new Authentication(world, name, options.authentication);
    this.dropAfter = world.clock.deadlines(options.authentication?.dropAfter ?? 0);
    this.#wholeRing = this.#ring = new Ring(
      backends.map((backend) => ({ host: backend.name })),
      { hash: options.hash },
    );
    this.#ejected = backends.map(() => null);
    this.#pools = backends.map(
      (backend, index) =>
        new Pool(
          {
            world,
            node: name,
            index,
            address: backend.address,
            connections: options.connectionsPerBackend,
            timeout: this.#policy.timeout,
          },
          this,
        ),
    );
  }

  /** `onListening` hears null, or why it cannot listen. */
  start(onListening: (error: Error | null) => void): void {
    this.#onListening = onListening;
    const { name, address, maxConnections, port } = this.#options;
    this.#listener = this.#world.net.listen(
      port === undefined ? { node: name, address, maxConnections } : { node: name, address, maxConnections, port },
      this,
    );
  }

  /** The process is gone: its connections are reset, who waited is forgotten. */
  crash(): void {
    this.#accepted = this.accepted;
    this.#turnedAway = this.turnedAway;
    this.#listener = null;
    this.#world.net.kill(this.name);
    this.authentication?.clear();
    for (const client of this.#clients.all()) client.onClose('reset');
    for (const pool of this.#pools) {
      pool.close();
      pool.thaw();
    }
    this.#ejected.forEach((_, backend) => this.readmit(backend));
    this.#policy = this.#options.policy();
    this.#frozen = false;
  }

  /** Accepts, then silence. */
  hang(): void {
    this.#frozen = true;
    for (const client of this.#clients.all()) client.freeze();
    for (const pool of this.#pools) pool.freeze();
    this.authentication?.freeze();
  }

  recover(): void {
    this.#frozen = false;
    for (const client of this.#clients.all()) client.thaw();
    for (const pool of this.#pools) pool.thaw();
    this.authentication?.thaw();
  }

  onListening(error: Error | null): void {
    this.#onListening(error);
  }

  accept(socket: Socket): SocketHandler {
    const client = new ClientConnection(this, socket);
    this.#clients.add(client);
    if (this.#frozen) client.freeze();
    return client;
  }

  closed(client: ClientConnection): void {
    this.#clients.delete(client);
  }

  now(): Nanos {
    return this.#world.clock.now();
  }

  /** Where clients connect to; live: known once it listens. */
  get address(): string {
    return this.#listener?.address ?? this.#options.address;
  }

  get accepted(): number {
    return this.#accepted + (this.#listener?.accepted ?? 0);
  }

  get turnedAway(): number {
    return this.#turnedAway + (this.#listener?.turnedAway ?? 0);
  }

  get connections(): number {
    return this.#clients.size;
  }

  /** Requests that wait for backends. */
  get waiting(): number {
    let sum = 0;
    for (const pool of this.#pools) sum += pool.waiting;
    return sum;
  }

  /** The backend that holds this key while none is ejected. */
  home(key: Uint8Array, start: number, end: number): number {
    return this.#wholeRing.locate(key, start, end);
  }

  /** Takes the backend out of the ring and fails what waits for it. `until`: readmitted then; Infinity: by hand. */
  eject(backend: number, by: string, until: Nanos = Infinity): void {
    const current = this.#ejected[backend];
    if (current) {
      // By hand takes over from the policy, whose time must not end it.
      if (until !== Infinity || current.by !== POLICY) return;
      this.readmit(backend);
    }
    const at = this.#world.clock.now();
    const ejection: Ejection = { backend, at, by, until: null };
    this.ejections.push(ejection);
    this.#ejected[backend] = ejection;
    this.#rebuild();
    this.#pools[backend]!.close();
    if (until !== Infinity) {
      this.#world.clock.at(until, { fire: () => this.#ejected[backend] === ejection && this.readmit(backend) });
    }
  }

  readmit(backend: number): void {
    const ejection = this.#ejected[backend];
    if (!ejection) return;
    ejection.until = this.#world.clock.now();
    this.#ejected[backend] = null;
    this.#rebuild();
  }

  /** Passes a keyed request on to the backend that holds its key. */
  route(exchange: Exchange, buf: Buffer, request: Request): void {
    const backend = this.#ring.locate(buf, request.keyStart, request.keyEnd);
    if (backend < 0 || this.#ejected[backend] !== null) {
      this.counters.backendFailures++;
      // Miss-fast: a get of an ejected backend's key is a miss; a write cannot be kept.
      const isMiss = backend >= 0 && request.verb === Verb.get;
      exchange.client!.fail(exchange, isMiss ? Status.notFound : Status.temporary);
      return;
    }
    this.counters.routed++;
    this.#pools[backend]!.send(exchange, buf, request.frameStart, request.frameEnd);
  }

  replied(backend: number, exchange: Exchange, buf: Buffer, start: number, end: number, status: number): void {
    const now = this.#world.clock.now();
    const until = this.#policy.answered(backend, now, now - exchange.sentAt);
    if (until > 0) this.#eject(backend, until);
    const client = exchange.client;
    exchange.backend = null;
    this.counters.replied++;
    if (client === null) this.exchanges.give(exchange);
    else client.reply(exchange, buf, start, end, status);
  }

  lost(backend: number, exchanges: readonly Exchange[]): void {
    for (const exchange of exchanges) {
      const client = exchange.client;
      exchange.backend = null;
      if (client === null) {
        this.counters.lostForNobody++;
        this.exchanges.give(exchange);
        continue;
      }
      this.counters.backendFailures++;
      client.fail(exchange, Status.temporary);
    }
    // Who has crashed judges nobody.
    if (exchanges.length === 0 || this.#ejected[backend] !== null || this.#listener === null) return;
    const until = this.#policy.failed(backend, this.#world.clock.now());
    if (until > 0) this.#eject(backend, until);
  }

  #eject(backend: number, until: Nanos): void {
    this.eject(backend, POLICY, until);
  }

  #rebuild(): void {
    if (this.#options.ejectedKeys === 'miss-fast') return;
    const ejected = this.#ejected.flatMap((ejection, i) => (ejection === null ? [] : [i]));
    this.#ring = ejected.length === 0 ? this.#wholeRing : this.#wholeRing.without(ejected);
  }
}
