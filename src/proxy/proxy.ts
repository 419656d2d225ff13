/**
 * The memcached router between clients and backends.
 *
 *   client ──> ClientConnection ──> ring ──> Pool ──> BackendConnection ──> backend
 *          <── (in the requests' order)  <── replied <── (first in, first out)
 *
 * Any proxy serves any key; a key belongs to one backend. So a slow backend holds up, on each proxy, every client whose
 * next reply comes from it.
 */
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Protocol, type Reply, type Request } from '../protocol/message.ts';
import { EVERYTHING, type Admission, type Grant } from '../tenancy/grant.ts';
import { Bag } from '../world/bag.ts';
import type { Acceptor, Cpu, Deadlines, Listener, Nanos, Socket, SocketHandler, World } from '../world/world.ts';
import { Authentication } from './authentication.ts';
import { BinaryDialect } from './binary-dialect.ts';
import { ClientConnection } from './client-connection.ts';
import { newProxyCounters } from './counters.ts';
import type { Dialect, Frame } from './dialect.ts';
import { Ejections, POLICY, type Ejection } from './ejections.ts';
import { ExchangePool, type Exchange } from './exchange.ts';
import { Gathering, writeGathered } from './gathering.ts';
import type { Failure, Policy, PolicySeat } from './policies/policy.ts';
import type { ProxyOptions } from './options.ts';
import { createPools, type Pool, type PoolOwner } from './pool.ts';
import { Probe, Probes } from './probes.ts';
import { TextDialect } from './text-dialect.ts';

export type { ProxyOptions } from './options.ts';

/** What all backends are asked. */
const question = new Bytes(64);

export class Proxy implements Acceptor, PoolOwner {
  readonly name: string;
  /** Before a client has signed in; then the backends' own. */
  readonly version = '1.6.18';
  readonly counters = newProxyCounters();
  /** For its connections. */
  readonly dialects: Record<Protocol, Dialect> = { binary: new BinaryDialect(), text: new TextDialect() };
  /** Of all connections, where nobody has to sign in. */
  readonly openGrant: Grant = { ...EVERYTHING, user: '' };
  readonly exchanges = new ExchangePool();
  readonly authentication: Authentication | null;
  readonly admission: Admission;
  readonly dropAfter: Deadlines;
  readonly cpu: Cpu;
  readonly cpuCost: Nanos;
  readonly #options: ProxyOptions;
  readonly #world: World;
  readonly #seat: PolicySeat;
  #policy: Policy;
  readonly #pools: Pool[];
  readonly #ejections: Ejections;
  readonly #probes: Probes;
  readonly #clients = new Bag<ClientConnection>();
  #listener: Listener | null = null;
  #accepted = 0;
  #turnedAway = 0;
  #synsDropped = 0;
  #onListening: (error: Error | null) => void = () => undefined;
  #frozen = false;
  #nextLane = 0;

  constructor(options: ProxyOptions) {
    const { world, name, backends } = options;
    this.name = name;
    this.#options = options;
    this.#world = world;
    this.#seat = { backends: backends.length, rng: world.rng(`${name}/policy`) };
    this.#policy = options.policy(this.#seat);
    this.cpu = world.cpu(name);
    this.cpuCost = options.cpuCost;
    this.admission = options.admission;
    this.authentication =
      options.authentication === null ? null : new Authentication(world, name, options.authentication);
    this.dropAfter = world.clock.deadlines(options.authentication?.dropAfter ?? 0);
    options.admission.onVoid = (grant) => this.#revoke(grant);
    this.#ejections = new Ejections({ ...options, backends: backends.map((backend) => backend.name) });
    this.#probes = new Probes({
      clock: world.clock,
      exchanges: this.exchanges,
      isFrozen: () => this.#frozen,
      send: (backend, exchange, { buf, length }) => this.#pools[backend]!.send(exchange, buf, 0, length),
      readmit: (backend) => this.readmit(backend),
    });
    this.#pools = createPools(options, this.#policy.timeout, this);
  }

  /** `onListening` hears null, or why it cannot listen. */
  start(onListening: (error: Error | null) => void): void {
    this.#onListening = onListening;
    const { name, address, maxConnections, port, host, backlog } = this.#options;
    this.#listener = this.#world.net.listen(
      {
        node: name,
        address,
        maxConnections,
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
        ...(backlog === undefined ? {} : { backlog }),
      },
      this,
    );
  }

  /** The process is gone: its connections are reset, who waited is forgotten. */
  crash(): void {
    this.#accepted = this.accepted;
    this.#turnedAway = this.turnedAway;
    this.#synsDropped = this.synsDropped;
    this.#listener = null;
    this.#world.net.kill(this.name);
    this.authentication?.clear();
    for (const client of this.#clients.all()) client.onClose('reset');
    for (const pool of this.#pools) {
      pool.close();
      pool.thaw();
    }
    this.#ejections.readmitAll();
    this.#policy = this.#options.policy(this.#seat);
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
    const lane = this.#nextLane++ % this.#options.connectionsPerBackend;
    const client = new ClientConnection(this, socket, lane);
    this.#clients.add(client);
    if (this.#frozen) client.freeze();
    return client;
  }

  closed(client: ClientConnection): void {
    this.#clients.delete(client);
  }

  /** Counts a connection of the grant's cache; false: there is no room for it. */
  enter(grant: Grant): boolean {
    return this.admission.enter(grant);
  }

  leave(grant: Grant): void {
    this.admission.leave(grant);
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

  /** Dropped by a full backlog. */
  get synsDropped(): number {
    return this.#synsDropped + (this.#listener?.dropped ?? 0);
  }

  /** Connections that the kernel has completed and the process has not accepted. */
  get backlog(): number {
    return this.#listener?.waiting ?? 0;
  }

  get connections(): number {
    return this.#clients.size;
  }

  /** Requests that wait for backends; probes are none. */
  get waiting(): number {
    let sum = -this.#probes.inFlight;
    for (const pool of this.#pools) sum += pool.waiting;
    return sum;
  }

  get ejections(): readonly Ejection[] {
    return this.#ejections.list;
  }

  /** The backend that holds this key while none is ejected. */
  home(key: Uint8Array, start: number, end: number): number {
    return this.#ejections.home(key, start, end);
  }

  /** Takes the backend out of the ring and fails what waits for it. `until`: readmitted then; Infinity: by hand. */
  eject(backend: number, by: string, until: Nanos = Infinity): void {
    if (this.#ejections.eject(backend, by, until) !== null) this.#pools[backend]!.close();
  }

  readmit(backend: number): void {
    this.#ejections.readmit(backend);
  }

  /** Passes a keyed request on to the backend that holds its key. */
  route(exchange: Exchange, { buf, start, end, keyStart, keyEnd }: Frame): void {
    const backend = this.#ejections.locate(buf, keyStart, keyEnd);
    if (backend < 0 || this.#ejections.isOut(backend)) {
      this.counters.backendFailures++;
      // Miss-fast: a get of an ejected backend's key is a miss; a write cannot be kept.
      const isMiss = backend >= 0 && (exchange.verb === Verb.get || exchange.verb === Verb.gets);
      exchange.owner!.failed(exchange, isMiss ? Status.notFound : Status.temporary);
      return;
    }
    this.counters.routed++;
    this.#pools[backend]!.send(exchange, buf, start, end);
  }

  /** Asks all backends; those that are out have failed already. What they say comes back as one answer to `whole`. */
  gather(client: ClientConnection, whole: Exchange, request: Request, topic: string): void {
    const gathering = new Gathering(client, whole, topic, (exchange) => this.exchanges.give(exchange));
    gathering.expect();
    this.#pools.forEach((pool, backend) => {
      const exchange = this.exchanges.take();
      exchange.owner = gathering;
      exchange.verb = request.verb;
      exchange.lane = whole.lane;
      gathering.expect();
      if (this.#ejections.isOut(backend)) return gathering.failed(exchange, Status.temporary);
      // Asked on the lane of all the client asks, a flush comes after what was asked before it, and before what follows.
      writeGathered(question, request, topic, whole.grant!.cache);
      this.counters.gathered++;
      pool.send(exchange, question.buf, 0, question.length);
    });
    gathering.settle();
  }

  replied(backend: number, exchange: Exchange, buf: Buffer, reply: Reply): void {
    const { owner } = exchange;
    if (owner instanceof Probe) return owner.answered(exchange);
    const now = this.#world.clock.now();
    this.#heed(backend, this.#policy.answered(backend, now, now - exchange.sentAt));
    exchange.backend = null;
    if (!(owner instanceof Gathering)) this.counters.replied++;
    if (owner === null) this.exchanges.give(exchange);
    else owner.answered(exchange, buf, reply);
  }

  lost(backend: number, exchanges: readonly Exchange[], why: Failure): void {
    for (const exchange of exchanges) {
      const { owner } = exchange;
      exchange.backend = null;
      if (owner === null) {
        this.counters.lostForNobody++;
        this.exchanges.give(exchange);
        continue;
      }
      if (!(owner instanceof Gathering || owner instanceof Probe)) this.counters.backendFailures++;
      owner.failed(exchange, Status.temporary);
    }
    // Who has crashed judges nobody.
    if (exchanges.length === 0 || this.#ejections.isOut(backend) || this.#listener === null) return;
    this.#heed(backend, this.#policy.failed(backend, this.now(), why, exchanges.length));
  }

  #heed(backend: number, until: Nanos): void {
    if (until === 0) return;
    const policy = this.#policy;
    const ejection = this.#ejections.eject(backend, POLICY, until);
    if (ejection === null) return;
    this.#pools[backend]!.close();
    if (until < Infinity) return;
    this.#probes.begin(ejection, () => policy.probeAt!(backend, this.now()));
  }

  #revoke(grant: Grant): void {
    for (const client of [...this.#clients.all()]) {
      if (!client.signIn.holds(grant)) continue;
      this.counters.revoked++;
      client.hangUp();
    }
  }
}
