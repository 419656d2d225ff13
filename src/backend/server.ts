import { BinaryRequestParser } from '../protocol/binary-request.ts';
import type { Protocol, RequestParser } from '../protocol/message.ts';
import { TextRequestParser } from '../protocol/text-request.ts';
import type { Admission, CacheShares } from '../tenancy/grant.ts';
import {
  SECOND,
  type Acceptor,
  type Address,
  type Cpu,
  type Listener,
  type Nanos,
  type Rng,
  type Socket,
  type SocketHandler,
  type Task,
  type World,
} from '../world/world.ts';
import { createCommands, type Commands, type CommandsOptions } from './commands.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import { Counters } from './counters.ts';
import { Executor } from './executor.ts';
import { generalStats, type Stat } from './stats.ts';
import { Store } from './store.ts';

/** CPU time of one request: a fixed part and an exponentially distributed one of this mean (0: none is drawn). */
export interface ServiceTime {
  readonly fixed: Nanos;
  readonly exponential: Nanos;
}

export interface BackendOptions {
  readonly world: World;
  readonly name: string;
  /** Where it listens. @default its name */
  readonly address?: Address;
  /** Live world: the port; absent or 0 for an ephemeral one. */
  readonly port?: number;
  /** Live world: the interface. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 10 us fixed */
  readonly serviceTime?: ServiceTime;
  /** Bytes of items. @default 64 MiB */
  readonly memoryLimit?: number;
  /** Bytes of one item with its overhead. @default 1 MiB */
  readonly itemLimit?: number;
  /** More connections than that are accepted, told so and closed. @default 1024 */
  readonly maxConnections?: number;
  /** Connections that wait to be accepted. @default 1024 */
  readonly backlog?: number;
  /** Unix time, in seconds, at the start of the world: what absolute expiries are held against. @default 1577836800 */
  readonly epochSeconds?: number;
  /** @default '1.6.18', whose manners these are */
  readonly version?: string;
  /** Stats only. @default 1 */
  readonly pid?: number;
  /** Who may sign in, by SASL or by text. @default null: nobody has to */
  readonly admission?: Admission | null;
  /** The caches that share it; requests name theirs. @default null: there is one, with all the memory */
  readonly caches?: CacheShares | null;
}

const DEFAULTS: Required<Omit<BackendOptions, 'world' | 'name' | 'address' | 'port' | 'host'>> = {
  serviceTime: { fixed: 10_000, exponential: 0 },
  memoryLimit: 64 << 20,
  itemLimit: 1 << 20,
  maxConnections: 1024,
  backlog: 1024,
  epochSeconds: 1_577_836_800,
  version: '1.6.18',
  pid: 1,
  admission: null,
  caches: null,
};

/** A memcached. */
export class Backend implements Acceptor {
  readonly name: string;
  readonly address: Address;
  listener: Listener | null = null;
  /** Crashes so far: each takes the counters with it. */
  restarts = 0;
  private readonly options: BackendOptions & typeof DEFAULTS;
  private readonly cpu: Cpu;
  private readonly rng: Rng;
  private process: Process;
  /** What the processes before this one had counted. */
  private readonly past = new Counters();
  private onReady: ((error: Error | null) => void) | null = null;

  constructor(options: BackendOptions) {
    const { world, name } = options;
    this.name = name;
    this.address = options.address ?? name;
    this.options = { ...DEFAULTS, ...options };
    this.cpu = world.cpu(name);
    this.rng = world.rng(`backend/${name}/service`);
    this.process = new Process(this.options, this.cpu, this.rng, () => this.listener);
  }

  get counters(): Counters {
    return this.process.counters;
  }

  /** Over all crashes: what a monitor that never missed a sample has added up. */
  get lifetime(): Counters {
    return new Counters().add(this.past).add(this.process.counters);
  }

  get store(): Store {
    return this.process.store;
  }

  /** False between a crash and the restart. */
  get running(): boolean {
    return this.listener !== null;
  }

  /** `onReady` hears when it listens, or why it cannot. */
  start(onReady?: (error: Error | null) => void): void {
    if (this.listener !== null) throw new Error(`backend ${this.name}: expected to be down, is running`);
    const { world, port, host, backlog, maxConnections } = this.options;
    this.onReady = onReady ?? null;
    this.listener = world.net.listen(
      {
        node: this.name,
        address: this.address,
        backlog,
        maxConnections,
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
      },
      this,
    );
  }

  /** The process is gone, and with it all connections, requests and items. */
  crash(): void {
    if (this.listener === null) return;
    this.restarts++;
    this.past.add(this.process.counters);
    this.options.world.net.kill(this.name);
    this.listener = null;
    this.process = new Process(this.options, this.cpu, this.rng, () => this.listener);
  }

  /** Cold: the store is empty. A node that still runs crashes first. */
  restart(onReady?: (error: Error | null) => void): void {
    this.crash();
    this.start(onReady);
  }

  stats(topic = ''): readonly Stat[] | null {
    return this.process.stats(topic);
  }

  accept(socket: Socket): SocketHandler {
    return new Connection(this.process, socket);
  }

  onListening(error: Error | null): void {
    if (error !== null) this.listener = null;
    this.onReady?.(error);
  }
}

/** All that a crash takes. */
class Process implements ConnectionHost {
  readonly world: World;
  readonly counters = new Counters();
  readonly store: Store;
  readonly scanners: Record<Protocol, RequestParser> = {
    binary: new BinaryRequestParser(),
    text: new TextRequestParser(),
  };
  readonly commands: Record<Protocol, Commands>;
  readonly costless: boolean;
  private readonly options: BackendOptions & typeof DEFAULTS;
  private readonly cpu: Cpu;
  private readonly rng: Rng;
  private readonly listener: () => Listener | null;
  private readonly startedAt: Nanos;

  constructor(options: BackendOptions & typeof DEFAULTS, cpu: Cpu, rng: Rng, listener: () => Listener | null) {
    const { fixed, exponential } = options.serviceTime;
    this.options = options;
    this.world = options.world;
    this.cpu = cpu;
    this.rng = rng;
    this.listener = listener;
    this.startedAt = options.world.clock.now();
    this.costless = fixed === 0 && exponential === 0;
    this.store = new Store({ memoryLimit: options.memoryLimit, itemLimit: options.itemLimit });
    const commands: CommandsOptions = {
      executor: new Executor(this.store, this.counters),
      version: options.version,
      stats: (topic) => this.stats(topic),
    };
    this.commands = { binary: createCommands('binary', commands), text: createCommands('text', commands) };
  }

  serve(task: Task): void {
    const { fixed, exponential } = this.options.serviceTime;
    this.cpu.run(exponential === 0 ? fixed : fixed + Math.round(this.rng.exponential(exponential)), task);
  }

  unixSeconds(): number {
    return this.options.epochSeconds + Math.floor(this.world.clock.now() / SECOND);
  }

  stats(topic: string): readonly Stat[] | null {
    if (topic === '') return this.general();
    if (topic === 'reset') this.counters.reset();
    return TOPICS.has(topic) ? [] : null;
  }

  private general(): Stat[] {
    const { pid, version, maxConnections, world } = this.options;
    const listener = this.listener();
    const facts = {
      pid,
      version,
      maxConnections,
      uptimeSeconds: Math.floor((world.clock.now() - this.startedAt) / SECOND),
      unixSeconds: this.unixSeconds(),
      connections: listener?.connections ?? 0,
      accepted: listener?.accepted ?? 0,
      turnedAway: listener?.turnedAway ?? 0,
    };
    return generalStats(facts, this.counters, this.store);
  }
}

/** Known, and empty here. */
const TOPICS: ReadonlySet<string> = new Set(['reset', 'items', 'slabs', 'sizes', 'settings', 'conns', 'cachedump']);
