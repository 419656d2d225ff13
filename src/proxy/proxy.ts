/**
 * The memcached router between clients and backends.
 *
 *   client ──> ClientConnection ──> Router ──> Pool ──> BackendConnection ──> backend
 *          <── (in the requests' order)  <── replied <── (first in, first out)
 *
 * Any proxy serves any key; a key belongs to one backend. So a slow backend holds up, on each proxy, every client whose
 * next reply comes from it.
 */
import type { Protocol, Request } from '../protocol/message.ts';
import { EVERYTHING, type Admission, type Grant } from '../tenancy/grant.ts';
import { Bag } from '../world/bag.ts';
import type { Acceptor, Cpu, Deadlines, Listener, Nanos, Socket, SocketHandler, World } from '../world/world.ts';
import { Authentication } from './authentication.ts';
import { BinaryDialect } from './binary-dialect.ts';
import { ClientConnection } from './client-connection.ts';
import { newProxyCounters } from './counters.ts';
import type { Dialect, Frame } from './dialect.ts';
import type { Ejection } from './ejections.ts';
import { ExchangePool, type Exchange } from './exchange.ts';
import type { ProxyOptions } from './options.ts';
import { ReplyMeter } from './reply-meter.ts';
import { Router, type RouterHost } from './router.ts';
import { TextDialect } from './text-dialect.ts';

export type { ProxyOptions } from './options.ts';

export class Proxy implements Acceptor, RouterHost {
  readonly name: string;
  /** Before a client has signed in; then the backends' own. */
  readonly version = '1.6.18';
  readonly counters = newProxyCounters();
  /** For its connections. */
  readonly dialects: Record<Protocol, Dialect> = { binary: new BinaryDialect(), text: new TextDialect() };
  /** Of all connections, where nobody has to sign in. */
  readonly openGrant: Grant = { ...EVERYTHING, user: '' };
  /** Of its backends, then of its gutter. */
  readonly meter: ReplyMeter;
  readonly exchanges = new ExchangePool();
  readonly authentication: Authentication | null;
  readonly admission: Admission;
  readonly dropAfter: Deadlines;
  readonly cpu: Cpu;
  readonly cpuCost: Nanos;
  readonly #options: ProxyOptions;
  readonly #world: World;
  readonly #router: Router;
  readonly #clients = new Bag<ClientConnection>();
  #listener: Listener | null = null;
  #accepted = 0;
  #turnedAway = 0;
  #synsDropped = 0;
  #onListening: (error: Error | null) => void = () => undefined;
  #frozen = false;
  #nextLane = 0;

  constructor(options: ProxyOptions) {
    const { world, name } = options;
    this.name = name;
    this.#options = options;
    this.#world = world;
    this.meter = new ReplyMeter(options.backends.length + (options.gutter?.backends.length ?? 0));
    this.cpu = world.cpu(name);
    this.cpuCost = options.cpuCost;
    this.admission = options.admission;
    this.authentication =
      options.authentication === null ? null : new Authentication(world, name, options.authentication);
    this.dropAfter = world.clock.deadlines(options.authentication?.dropAfter ?? 0);
    options.admission.onVoid = (grant) => this.#revoke(grant);
    this.#router = new Router(options, this);
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
    this.#router.crash();
    this.#frozen = false;
  }

  /** Accepts, then silence. */
  hang(): void {
    this.#frozen = true;
    for (const client of this.#clients.all()) client.freeze();
    this.#router.freeze();
    this.authentication?.freeze();
  }

  recover(): void {
    this.#frozen = false;
    for (const client of this.#clients.all()) client.thaw();
    this.#router.thaw();
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
    return this.#router.waiting;
  }

  get isFrozen(): boolean {
    return this.#frozen;
  }

  get isUp(): boolean {
    return this.#listener !== null;
  }

  get ejections(): readonly Ejection[] {
    return this.#router.ejections;
  }

  /** The backend that holds this key while none is ejected. */
  home(key: Uint8Array, start: number, end: number): number {
    return this.#router.home(key, start, end);
  }

  /** Takes the backend out of the ring and fails what waits for it. `until`: readmitted then; Infinity: by hand. */
  eject(backend: number, by: string, until: Nanos = Infinity): void {
    this.#router.eject(backend, by, until);
  }

  readmit(backend: number): void {
    this.#router.readmit(backend);
  }

  route(exchange: Exchange, frame: Frame): void {
    this.#router.route(exchange, frame);
  }

  gather(client: ClientConnection, whole: Exchange, request: Request, topic: string): void {
    this.#router.gather(client, whole, request, topic);
  }

  #revoke(grant: Grant): void {
    for (const client of [...this.#clients.all()]) {
      if (!client.signIn.holds(grant)) continue;
      this.counters.revoked++;
      client.hangUp();
    }
  }
}
