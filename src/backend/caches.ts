import { Verb } from '../protocol/message.ts';
import type { CacheShares } from '../tenancy/grant.ts';
import { Counters } from './counters.ts';
import { Executor } from './executor.ts';
import { Store } from './store.ts';

export interface CachesOptions {
  readonly shares: CacheShares | null;
  /** Of the one cache where there are no shares. */
  readonly memoryLimit: number;
  readonly itemLimit: number;
  /** The node's own, which the one cache's are counted among. */
  readonly counters: Counters;
}

/**
 * The caches of a node by their numbers, each with items, memory and counts of its own: what one does evicts and shows
 * nothing of another. They are made when they are first asked for.
 */
export class Caches {
  /** Cache 0. Where there are no shares it stands for every number: memcached ignores the vbucket field. */
  readonly main: Executor;
  /** What was counted by caches that were dropped, before a `stats reset`, and of caches that there are not. */
  readonly retired = new Counters();
  private readonly options: CachesOptions;
  private readonly others = new Map<number, Executor>();
  /** The one that was asked for last: next time it is not looked up. */
  private last: Executor | null;
  private lastNumber: number;

  constructor(options: CachesOptions) {
    const { shares, counters, memoryLimit, itemLimit } = options;
    this.options = options;
    const memory = shares === null ? memoryLimit : (shares.memoryOf(0) ?? 0);
    const store = new Store({ memoryLimit: memory, itemLimit });
    this.main = new Executor(store, shares === null ? counters : new Counters());
    this.last = shares === null ? this.main : null;
    this.lastNumber = shares === null ? 0 : -1;
  }

  /** Null: there is no such cache. */
  of(cache: number): Executor | null {
    return cache === this.lastNumber ? this.last : this.find(cache);
  }

  /** The counts of all caches, without those of the node. */
  sum(): Counters {
    return new Counters().add(this.main.counters, ...[...this.others.values()].map(({ counters }) => counters));
  }

  /** Somebody has asked a cache that there is not. */
  missing(verb: Verb): void {
    if (verb < Verb.flush) this.retired.noCache++;
  }

  /** Of those that are here now. */
  get evictions(): number {
    return [this.main, ...this.others.values()].reduce((n, { store }) => n + store.tally.evicted, 0);
  }

  resize(cache: number, now: number): void {
    const { shares } = this.options;
    if (shares === null) return;
    const memory = shares.memoryOf(cache);
    if (memory === null) this.drop(cache);
    else this.made(cache)?.store.limit(memory, now);
  }

  drop(cache: number): void {
    if (this.options.shares === null) return;
    const executor = this.made(cache);
    this.lastNumber = -1;
    this.others.delete(cache);
    if (executor === undefined) return;
    this.reset(executor);
    executor.store.empty();
  }

  /** `stats reset`. */
  reset(executor: Executor): void {
    this.retired.add(executor.counters);
    executor.counters.reset();
    executor.store.tally.reset();
    executor.prefixes.reset();
  }

  private made(cache: number): Executor | undefined {
    return cache === 0 ? this.main : this.others.get(cache);
  }

  private find(cache: number): Executor | null {
    const { shares, itemLimit } = this.options;
    if (shares === null) return this.main;
    let executor = this.made(cache);
    // Cache 0's store is made before it is known whether there is a cache 0.
    if (executor === undefined || executor === this.main) {
      const memory = shares.memoryOf(cache);
      if (memory === null) return null;
      if (executor === undefined) {
        executor = new Executor(new Store({ memoryLimit: memory, itemLimit }), new Counters());
        this.others.set(cache, executor);
      } else executor.store.limit(memory, 0);
    }
    this.lastNumber = cache;
    this.last = executor;
    return executor;
  }
}
