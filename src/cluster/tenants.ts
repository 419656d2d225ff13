import type { Backend } from '../backend/server.ts';
import { Directory, type Change, type DirectoryListener } from '../tenancy/directory.ts';
import type { Admission, CacheShares, Grant } from '../tenancy/grant.ts';
import { Replica } from '../tenancy/replica.ts';
import { drawPassword } from '../tenancy/secret.ts';
import { Shares } from '../tenancy/shares.ts';
import type { Nanos, World } from '../world/world.ts';

export interface TenantsPlan {
  /** Proxies hear of changes within this time. */
  readonly syncWithin: Nanos;
  /** Makes the caches that the cluster begins with. */
  readonly found: (directory: Directory, passwordOf: (user: string) => string) => void;
}

export interface TenantsOptions {
  readonly world: World;
  readonly plan: TenantsPlan;
  readonly proxies: readonly string[];
  readonly backends: number;
  /** Bytes that a backend has for all caches. */
  readonly memoryLimit: number;
}

/** What became of a cache, over all nodes; of one that was deleted, until then. */
export interface CacheUse {
  readonly name: string;
  /** What its backends counted since they last started. */
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly items: number;
  readonly bytes: number;
  /** What its proxies did. */
  readonly connections: number;
  readonly authentications: number;
  readonly overLimit: number;
}

type StoreUse = Pick<CacheUse, 'hits' | 'misses' | 'evictions' | 'items' | 'bytes'>;

const STATS = {
  hits: 'get_hits',
  misses: 'get_misses',
  evictions: 'evictions',
  items: 'curr_items',
  bytes: 'bytes',
} as const satisfies Record<keyof StoreUse, string>;

/**
 * The caches of a cluster and their credentials, and how its nodes hear of them: each proxy from its own copy of the
 * directory, at its own time; backends at once, for a cache's memory and items are theirs alone.
 */
export class Tenants implements DirectoryListener {
  readonly directory = new Directory();
  readonly shares: CacheShares;
  readonly #world: World;
  readonly #replicas: ReadonlyMap<string, Replica>;
  readonly #passwords = new Map<string, string>();
  #backends: readonly Backend[] = [];
  /** Every cache that ever was. */
  readonly #names = new Map<number, string>();
  readonly #gone = new Map<number, StoreUse>();

  constructor({ world, plan, proxies, backends, memoryLimit }: TenantsOptions) {
    this.#world = world;
    this.shares = new Shares(this.directory, { backends, memory: memoryLimit });
    this.directory.listen(this);
    plan.found(this.directory, (user) => this.passwordOf(user));
    const { syncWithin } = plan;
    this.#replicas = new Map(proxies.map((node) => [node, new Replica(this.directory, { world, node, syncWithin })]));
  }

  /** These hold the caches from now on. */
  serve(backends: readonly Backend[]): void {
    this.#backends = backends;
  }

  /** What a proxy admits by. */
  admission(proxy: string): Admission {
    return this.#replica(proxy);
  }

  /** What its owner was told; for clients, and for nobody's eyes. */
  passwordOf(user: string): string {
    const password = this.#passwords.get(user) ?? drawPassword(this.#world, user);
    this.#passwords.set(user, password);
    return password;
  }

  /** Where the keys are of who signs in with this credential. */
  placeOf(user: string): Pick<Grant, 'cache' | 'namespace'> {
    const added = this.directory.snapshot().find((change) => change.kind === 'added' && change.user === user);
    if (added?.kind !== 'added') throw new Error(`place: expected a credential's user, got ${user}`);
    return { cache: added.cache, namespace: Buffer.from(added.permissions.namespace, 'utf8') };
  }

  /** The proxy hangs, and hears of nothing. */
  freeze(proxy: string): void {
    this.#replicas.get(proxy)?.freeze();
  }

  thaw(proxy: string): void {
    this.#replicas.get(proxy)?.thaw();
  }

  changed(change: Change): void {
    switch (change.kind) {
      case 'cache':
        this.#names.set(change.cache, this.#nameOf(change.cache));
        return this.#resize();
      case 'flushed':
        for (const backend of this.#backends) backend.flushCache(change.cache);
        return;
      case 'deleted':
        return this.#drop(change.cache);
      default:
    }
  }

  /** In the order of the caches' creation. */
  uses(): CacheUse[] {
    return [...this.#names].map(([number, name]) => {
      const tallies = [...this.#replicas.values()].map((replica) => replica.tally(number));
      return {
        name,
        ...(this.#gone.get(number) ?? this.#stored(number)),
        connections: tallies.reduce((n, tally) => n + tally.connections, 0),
        authentications: tallies.reduce((n, tally) => n + tally.authentications, 0),
        overLimit: tallies.reduce((n, tally) => n + tally.overLimit, 0),
      };
    });
  }

  /** One cache's share depends on all the others. */
  #resize(): void {
    for (const { number } of this.directory.caches()) for (const backend of this.#backends) backend.resize(number);
  }

  #drop(cache: number): void {
    this.#gone.set(cache, this.#stored(cache));
    for (const backend of this.#backends) backend.drop(cache);
    this.#resize();
  }

  #stored(cache: number): StoreUse {
    const stats = this.#backends.map((backend) => new Map(backend.statsOf(cache) ?? []));
    const sum = (stat: string): number => stats.reduce((n, each) => n + Number(each.get(stat) ?? 0), 0);
    const { hits, misses, evictions, items, bytes } = STATS;
    return { hits: sum(hits), misses: sum(misses), evictions: sum(evictions), items: sum(items), bytes: sum(bytes) };
  }

  #nameOf(cache: number): string {
    return this.directory.caches().find(({ number }) => number === cache)!.name;
  }

  #replica(proxy: string): Replica {
    const replica = this.#replicas.get(proxy);
    if (replica === undefined) throw new Error(`replica: expected a proxy of this cluster, got ${proxy}`);
    return replica;
  }
}
