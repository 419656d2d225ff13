/**
 * Where a keyed request goes, and what a reply or a loss says of its backend.
 *
 *   route ──> ejections (whose key is it?), failover (who else?) ──> pass ──> pool ──> backend
 *   the same, where keys live on several backends: replicas ──> pass, once or more
 *   replied, lost ──> policy (is it sick?) ──> ejections, probes
 */
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Reply, type Request } from '../protocol/message.ts';
import type { Nanos, World } from '../world/world.ts';
import type { ProxyCounters } from './counters.ts';
import type { Frame } from './dialect.ts';
import { Ejections, POLICY, type Ejection } from './ejections.ts';
import type { Exchange, ExchangeOwner, ExchangePool } from './exchange.ts';
import { Failover, MISS } from './failover.ts';
import { Gates } from './gates.ts';
import { Gathering, writeGathered, type Gatherer } from './gathering.ts';
import { LeaseDesk } from './lease-desk.ts';
import type { Failure, Policy, PolicySeat } from './policies/policy.ts';
import type { ProxyOptions } from './options.ts';
import { createPools, type Pool, type PoolOwner } from './pool.ts';
import { Probe, Probes } from './probes.ts';
import type { ReplyMeter } from './reply-meter.ts';
import { Copies } from './replicas/copies.ts';
import { Replicas, type ReplicasOptions } from './replicas/replicas.ts';

/** What the router knows of its proxy. */
export interface RouterHost {
  readonly counters: ProxyCounters;
  readonly exchanges: ExchangePool;
  readonly isFrozen: boolean;
  /** Its process lives. */
  readonly isUp: boolean;
  readonly meter: ReplyMeter;
}

/** What all backends are asked. */
const question = new Bytes(64);

export class Router implements PoolOwner {
  readonly #host: RouterHost;
  readonly #options: ProxyOptions;
  readonly #world: World;
  readonly #seat: PolicySeat;
  #policy: Policy;
  readonly #pools: Pool[];
  readonly #ejections: Ejections;
  readonly #failover: Failover;
  readonly #probes: Probes;
  /** Null: everything may pass. */
  readonly #gates: Gates | null;
  /** Null: a miss is a miss. */
  readonly #leases: LeaseDesk | null;
  /** Null: a key lives on one backend. */
  readonly #replicas: Replicas | null;

  constructor(options: ProxyOptions, host: RouterHost) {
    const { world, name, backends } = options;
    this.#host = host;
    this.#options = options;
    this.#world = world;
    this.#seat = { backends: backends.length, rng: world.rng(`${name}/policy`) };
    this.#policy = options.policy(this.#seat);
    const { panicPercent, probation = false } = this.#policy;
    this.#ejections = new Ejections({
      ...options,
      backends: backends.map((backend) => backend.name),
      panicPercent,
      returned: (backend) => this.#failover.returned(backend),
    });
    this.#failover = new Failover(options, this.#ejections, host.counters, probation);
    this.#probes = new Probes({
      clock: world.clock,
      exchanges: host.exchanges,
      isFrozen: () => host.isFrozen,
      send: (backend, exchange, { buf, length }) => this.#pools[backend]!.send(exchange, buf, 0, length),
      readmit: (backend) => this.readmit(backend),
    });
    this.#pools = createPools(options, this.#policy.timeout, this);
    this.#gates = options.gate === undefined ? null : new Gates(options.gate, this.#pools);
    this.#leases = options.leases === undefined ? null : new LeaseDesk(options.leases, host.counters);
    this.#replicas = options.replicas === undefined ? null : this.#createReplicas(options.replicas);
  }

  /** Requests that wait for backends; probes are none. */
  get waiting(): number {
    let sum = (this.#replicas?.surplus ?? 0) - this.#probes.inFlight;
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
  eject(backend: number, by: string, until: Nanos): void {
    if (this.#ejections.eject(backend, by, until) !== null) this.#out(backend);
  }

  readmit(backend: number): void {
    this.#ejections.readmit(backend);
  }

  /** The process is gone, and what its policy had learnt. */
  crash(): void {
    for (const pool of this.#pools) {
      pool.close();
      pool.thaw();
    }
    this.#ejections.readmitAll();
    this.#failover.forget();
    this.#policy = this.#options.policy(this.#seat);
    this.#gates?.forget();
    this.#leases?.forget();
    this.#replicas?.forget();
  }

  freeze(): void {
    for (const pool of this.#pools) pool.freeze();
  }

  thaw(): void {
    for (const pool of this.#pools) pool.thaw();
  }

  /** Passes a keyed request on to the backend that holds its key. */
  route(exchange: Exchange, frame: Frame): void {
    this.#leases?.asked(exchange, frame);
    const { waitingMax } = this.#policy;
    if (waitingMax !== undefined && this.waiting >= waitingMax) {
      this.#host.counters.overflowed++;
      return this.#decline(exchange, Status.temporary);
    }
    if (this.#replicas !== null && this.#replicas.route(exchange, frame)) return;
    const backend = this.#failover.isIdle
      ? this.#ejections.locate(frame.buf, frame.keyStart, frame.keyEnd)
      : this.#failover.destination(exchange.verb, frame);
    if (backend < 0) {
      // Miss-fast: a get of an ejected backend's key is a miss; a write cannot be kept.
      const isMiss = backend === MISS && (exchange.verb === Verb.get || exchange.verb === Verb.gets);
      return this.#decline(exchange, isMiss ? Status.notFound : Status.temporary);
    }
    if (this.#failover.keeps) exchange.question.append(frame.buf, frame.start, frame.end);
    this.#pass(backend, exchange, frame);
  }

  /** Asks all backends; those that are out have failed already. What they say comes back as one answer to `whole`. */
  gather(client: Gatherer, whole: Exchange, request: Request, topic: string): void {
    const { counters, exchanges } = this.#host;
    const gathering = new Gathering(client, whole, topic, (exchange) => exchanges.give(exchange));
    gathering.expect();
    this.#pools.forEach((pool, backend) => {
      const exchange = exchanges.take();
      exchange.owner = gathering;
      exchange.verb = request.verb;
      exchange.lane = whole.lane;
      gathering.expect();
      if (!this.#ejections.isAsked(backend)) return gathering.failed(exchange, Status.temporary);
      // Asked on the lane of all the client asks, a flush comes after what was asked before it, and before what follows.
      writeGathered(question, request, topic, whole.grant!.cache);
      counters.gathered++;
      pool.send(exchange, question.buf, 0, question.length);
    });
    gathering.settle();
  }

  replied(backend: number, exchange: Exchange, buf: Buffer, reply: Reply): void {
    const { owner } = exchange;
    if (owner instanceof Probe) return owner.answered(exchange);
    const now = this.#world.clock.now();
    this.#host.meter.replied(backend, now - exchange.sentAt);
    if (this.#isJudged(backend)) this.#heed(backend, this.#policy.answered(backend, now, now - exchange.sentAt));
    this.#gates?.replied(backend, now - exchange.sentAt);
    if (this.#replicas !== null && backend < this.#seat.backends)
      this.#replicas.answered(backend, now - exchange.sentAt);
    exchange.backend = null;
    if (!isPart(owner)) {
      this.#host.counters.replied++;
      this.#failover.answered(backend, exchange.verb, reply.status);
      if (owner !== null) this.#leases?.answered(exchange, buf, reply, now);
    }
    if (owner === null) this.#host.exchanges.give(exchange);
    else owner.answered(exchange, buf, reply);
  }

  lost(backend: number, exchanges: readonly Exchange[], why: Failure): void {
    for (const exchange of exchanges) this.#fail(backend, exchange);
    // Who has crashed judges nobody.
    if (exchanges.length === 0 || !this.#isJudged(backend) || !this.#host.isUp) return;
    this.#heed(backend, this.#policy.failed(backend, this.#world.clock.now(), why, exchanges.length));
    this.#failover.failed(backend);
  }

  #pass(backend: number, exchange: Exchange, { buf, start, end }: Frame): void {
    if (this.#gates !== null && !this.#gates.admits(backend, exchange.lane, this.#world.clock.now())) {
      this.#host.counters.shed++;
      return this.#decline(exchange, Status.busy);
    }
    this.#host.counters.routed++;
    this.#pools[backend]!.send(exchange, buf, start, end);
  }

  /** No backend hears of it. */
  #decline(exchange: Exchange, status: Status): void {
    if (!isPart(exchange.owner)) this.#host.counters.backendFailures++;
    exchange.owner!.failed(exchange, status);
  }

  /** It was passed on, and is lost with its connection. */
  #fail(backend: number, exchange: Exchange): void {
    const { counters, exchanges, isUp } = this.#host;
    const { owner } = exchange;
    exchange.backend = null;
    if (exchange.question.length > 0 && owner !== null && isUp) {
      const { buf, length } = exchange.question;
      const to = this.#failover.again(backend, exchange);
      if (to >= 0) return this.#pass(to, exchange, { buf, start: 0, end: length, keyStart: 0, keyEnd: 0 });
    }
    if (owner === null) {
      counters.lostForNobody++;
      exchanges.give(exchange);
      return;
    }
    if (!isPart(owner)) counters.backendFailures++;
    owner.failed(exchange, Status.temporary);
  }

  #createReplicas(options: ReplicasOptions): Replicas {
    const { clock } = this.#world;
    const { counters, exchanges } = this.#host;
    return new Replicas(options, {
      clock,
      counters,
      exchanges,
      rng: this.#world.rng(`${this.#options.name}/choice`),
      backends: this.#seat.backends,
      isFrozen: () => this.#host.isFrozen,
      locate: ({ buf, keyStart, keyEnd }, count, out) => this.#ejections.locateAll(buf, keyStart, keyEnd, count, out),
      isAsked: (backend) => this.#ejections.isAsked(backend),
      waiting: (backend) => this.#pools[backend]!.waiting,
      pass: (backend, exchange, frame) => this.#pass(backend, exchange, frame),
    });
  }

  /** The gutter's are not, nor who is out and asked all the same. */
  #isJudged(backend: number): boolean {
    return backend < this.#seat.backends && !this.#ejections.isOut(backend);
  }

  #out(backend: number): void {
    this.#failover.left(backend);
    this.#pools[backend]!.close();
  }

  #heed(backend: number, until: Nanos): void {
    if (until === 0) return;
    const policy = this.#policy;
    const ejection = this.#ejections.eject(backend, POLICY, until);
    if (ejection === null) return;
    this.#out(backend);
    if (until < Infinity) return;
    this.#probes.begin(ejection, () => policy.probeAt!(backend, this.#world.clock.now()));
  }
}

/** It is no client's request, or one of several that make up one: whoever asked for it counts. */
function isPart(owner: ExchangeOwner | null): boolean {
  return owner instanceof Gathering || owner instanceof Copies || owner instanceof Probe;
}
