import type { Acceptor, Address, Cpu, Listener, Rng, Socket, SocketHandler } from '../world/world.ts';
import { Connection } from './connection.ts';
import { Counters } from './counters.ts';
import { BACKEND_DEFAULTS, type BackendOptions, type CompleteOptions } from './options.ts';
import { Process } from './process.ts';
import type { Stat } from './stats.ts';
import type { Store } from './store.ts';

export type { BackendOptions, ServiceTime } from './options.ts';

/** A memcached. */
export class Backend implements Acceptor {
  readonly name: string;
  readonly address: Address;
  listener: Listener | null = null;
  /** Crashes so far: each takes the counters with it. */
  restarts = 0;
  private readonly options: CompleteOptions;
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
    this.options = { ...BACKEND_DEFAULTS, ...options };
    this.cpu = world.cpu(name);
    this.rng = world.rng(`backend/${name}/service`);
    this.process = new Process(this.options, this.cpu, this.rng, () => this.listener);
  }

  /** The sum over all caches, since the start or their `stats reset`. */
  get counters(): Counters {
    return this.process.total();
  }

  /** Over all crashes, and over caches that were dropped: what a monitor that never missed a sample has added up. */
  get lifetime(): Counters {
    return new Counters().add(this.past, this.process.caches.retired, this.process.total());
  }

  /** Cache 0's: all there is where no caches share the backend. */
  get store(): Store {
    return this.process.caches.main.store;
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
    this.past.add(this.process.caches.retired, this.process.total());
    this.options.world.net.kill(this.name);
    this.listener = null;
    this.process.signIns?.clear();
    this.process = new Process(this.options, this.cpu, this.rng, () => this.listener);
  }

  /** Cold: the store is empty. A node that still runs crashes first. */
  restart(onReady?: (error: Error | null) => void): void {
    this.crash();
    this.start(onReady);
  }

  /** Null: there is no such topic. */
  stats(topic = ''): readonly Stat[] | null {
    return this.process.stats(this.process.caches.main, topic);
  }

  /** The same of one cache; null also when there is no such cache. */
  statsOf(cache: number, topic = ''): readonly Stat[] | null {
    const executor = this.process.caches.of(cache);
    return executor === null ? null : this.process.stats(executor, topic);
  }

  /** Reads the cache's share again. A smaller one evicts at once; of one that is gone the items go too. */
  resize(cache: number): void {
    this.process.caches.resize(cache, this.process.unixSeconds());
  }

  /** Forgets the cache with its items and counters. It begins anew if it is asked for while it has a share. */
  drop(cache: number): void {
    this.process.caches.drop(cache);
  }

  /** Null: there is no such cache. */
  storeOf(cache: number): Store | null {
    return this.process.caches.of(cache)?.store ?? null;
  }

  /** Items of all caches that went before their time, since the start. */
  get evictions(): number {
    return this.process.caches.evictions;
  }

  /** Forgets the cache's items. */
  flushCache(cache: number): void {
    this.process.caches.of(cache)?.store.flush(0, this.process.unixSeconds());
  }

  accept(socket: Socket): SocketHandler {
    return new Connection(this.process, socket);
  }

  onListening(error: Error | null): void {
    if (error !== null) this.listener = null;
    this.onReady?.(error);
  }
}
