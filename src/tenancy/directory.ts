import {
  CacheExists,
  PrimaryCredential,
  TooManyCaches,
  UnknownCache,
  UnknownCredential,
  UserExists,
} from './errors.ts';
import type { CacheLimits } from './plans.ts';
import { Secret } from './secret.ts';

/** Numbers fit the vbucket field of the binary header. 0 is the cache of clusters without tenancy. */
const FIRST_NUMBER = 1;
const LAST_NUMBER = 0xff_ff;

/** What a credential may do. */
export interface Permissions {
  readonly readOnly: boolean;
  readonly flushes: boolean;
  /** Put before every key. Who has one never flushes. */
  readonly namespace: string;
}

export interface NewCredential {
  /** Unique over all caches: a proxy finds the cache by it. */
  readonly user: string;
  readonly password: string;
  readonly readOnly?: boolean;
  readonly noFlush?: boolean;
  /** @default '': none */
  readonly namespace?: string;
}

export interface KnownCache {
  readonly number: number;
  readonly name: string;
  readonly limits: CacheLimits;
  /** Users, the oldest first. */
  readonly users: readonly string[];
  /** Exactly one: the one that the cache's owner is shown. It can do no more than others. */
  readonly primary: string;
}

/** What the nodes hear of, in the order in which it was done. */
export type Change =
  | { readonly kind: 'cache'; readonly cache: number; readonly limits: CacheLimits }
  | {
      readonly kind: 'added';
      readonly cache: number;
      readonly user: string;
      readonly secret: Secret;
      readonly permissions: Permissions;
    }
  | { readonly kind: 'permitted'; readonly cache: number; readonly user: string; readonly permissions: Permissions }
  | { readonly kind: 'revoked'; readonly cache: number; readonly user: string }
  | { readonly kind: 'flushed'; readonly cache: number }
  | { readonly kind: 'deleted'; readonly cache: number };

export interface DirectoryListener {
  changed(change: Change): void;
}

interface Credential {
  readonly secret: Secret;
  permissions: Permissions;
}

interface Cache {
  readonly number: number;
  readonly name: string;
  limits: CacheLimits;
  readonly credentials: Map<string, Credential>;
  primary: string;
}

/**
 * The truth about caches and their credentials: what the company's own database holds. Listeners hear of each change when
 * it is made; what they do with it, and when, is theirs. Everything throws a `TenancyError` when it cannot be done, and
 * then nothing has changed.
 */
export class Directory {
  readonly #caches = new Map<string, Cache>();
  readonly #listeners: DirectoryListener[] = [];
  #nextNumber = FIRST_NUMBER;

  listen(listener: DirectoryListener): void {
    this.#listeners.push(listener);
  }

  /** In the order of their creation. */
  caches(): KnownCache[] {
    return [...this.#caches.values()].map(shown);
  }

  cache(name: string): KnownCache {
    return shown(this.#find(name));
  }

  /** The changes that lead from nothing to how things are. */
  snapshot(): Change[] {
    return [...this.#caches.values()].flatMap(({ number, limits, credentials }) => [
      { kind: 'cache', cache: number, limits } as const,
      ...[...credentials].map(([user, { secret, permissions }]) => {
        return { kind: 'added', cache: number, user, secret, permissions } as const;
      }),
    ]);
  }

  /** A cache with its first credential, the primary. */
  createCache(name: string, limits: CacheLimits, primary: NewCredential): KnownCache {
    if (this.#caches.has(name)) throw new CacheExists(name);
    this.#checkNew(primary.user);
    if (this.#nextNumber > LAST_NUMBER) throw new TooManyCaches(LAST_NUMBER - FIRST_NUMBER + 1);
    const number = this.#nextNumber++;
    const cache: Cache = { number, name, limits, credentials: new Map(), primary: primary.user };
    this.#caches.set(name, cache);
    this.#tell({ kind: 'cache', cache: number, limits });
    this.#add(cache, primary);
    return shown(cache);
  }

  /** With all its credentials and items. Its number is not given again. */
  deleteCache(name: string): void {
    const { number } = this.#find(name);
    this.#caches.delete(name);
    this.#tell({ kind: 'deleted', cache: number });
  }

  /** Upgrade or downgrade. */
  changePlan(name: string, limits: CacheLimits): void {
    const cache = this.#find(name);
    cache.limits = limits;
    this.#tell({ kind: 'cache', cache: cache.number, limits });
  }

  flush(name: string): void {
    this.#tell({ kind: 'flushed', cache: this.#find(name).number });
  }

  addCredential(name: string, credential: NewCredential): void {
    const cache = this.#find(name);
    this.#checkNew(credential.user);
    this.#add(cache, credential);
  }

  /** Makes it the primary; the one that was stays, as any other. */
  promote(name: string, user: string): void {
    const cache = this.#find(name);
    this.#credential(cache, user);
    cache.primary = user;
  }

  /** What it may do from now on. Its namespace stays. */
  permit(name: string, user: string, may: Pick<NewCredential, 'readOnly' | 'noFlush'>): void {
    const cache = this.#find(name);
    const credential = this.#credential(cache, user);
    const permissions = permissionsOf({ ...may, namespace: credential.permissions.namespace });
    credential.permissions = permissions;
    this.#tell({ kind: 'permitted', cache: cache.number, user, permissions });
  }

  revoke(name: string, user: string): void {
    const cache = this.#find(name);
    this.#credential(cache, user);
    if (cache.primary === user) throw new PrimaryCredential(user);
    cache.credentials.delete(user);
    this.#tell({ kind: 'revoked', cache: cache.number, user });
  }

  #add(cache: Cache, { user, password, ...may }: NewCredential): void {
    const credential = { secret: new Secret(password), permissions: permissionsOf(may) };
    cache.credentials.set(user, credential);
    this.#tell({ kind: 'added', cache: cache.number, user, ...credential });
  }

  #find(name: string): Cache {
    const cache = this.#caches.get(name);
    if (cache === undefined) throw new UnknownCache(name, [...this.#caches.keys()]);
    return cache;
  }

  #credential(cache: Cache, user: string): Credential {
    const credential = cache.credentials.get(user);
    if (credential === undefined) throw new UnknownCredential(cache.name, user, [...cache.credentials.keys()]);
    return credential;
  }

  #checkNew(user: string): void {
    for (const { name, credentials } of this.#caches.values()) {
      if (credentials.has(user)) throw new UserExists(user, name);
    }
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener.changed(change);
  }
}

function permissionsOf({ readOnly = false, noFlush = false, namespace = '' }: Partial<NewCredential>): Permissions {
  return { readOnly, flushes: !noFlush && namespace === '', namespace };
}

function shown({ number, name, limits, credentials, primary }: Cache): KnownCache {
  return { number, name, limits, users: [...credentials.keys()], primary };
}
