import type { PlainCredentials } from '../protocol/sasl.ts';
import type { Nanos, Rng, Task, World } from '../world/world.ts';
import type { Change, Directory, DirectoryListener, Permissions } from './directory.ts';
import type { Admission, Grant } from './grant.ts';
import { Secret } from './secret.ts';

export interface ReplicaOptions {
  readonly world: World;
  /** The proxy whose it is. */
  readonly node: string;
  /** The proxy asks the directory so often: it hears of a change within this time. > 0 */
  readonly syncWithin: Nanos;
}

/** Of one cache, at one proxy. */
export interface CacheTally {
  /** Connections that are signed in now. */
  connections: number;
  /** Sign-ins that were let in. */
  authentications: number;
  /** Sign-ins that were right, but one connection too many for the plan. */
  overLimit: number;
}

interface Held {
  readonly secret: Secret;
  readonly grant: LiveGrant;
}

/** The proxy's view of a credential: whoever signed in with it holds this object, and sees it change. */
class LiveGrant implements Grant {
  readonly user: string;
  readonly cache: number;
  readonly namespace: Buffer;
  readOnly = false;
  flushes = false;

  constructor(user: string, cache: number, permissions: Permissions) {
    this.user = user;
    this.cache = cache;
    this.namespace = Buffer.from(permissions.namespace, 'utf8');
    this.permit(permissions);
  }

  permit({ readOnly, flushes }: Permissions): void {
    this.readOnly = readOnly;
    this.flushes = flushes;
  }
}

/**
 * What one proxy has heard of the directory: its copy, on its disk, so a crash does not take it. The proxy asks at an
 * interval, at its own time within it, and then hears of everything that was done before, in order:
 *
 *   changes      a     b c
 *   proxy-1   |─────────────────|─────────────────|     hears a, b and c at once
 *   proxy-2        |─────────────────|─────────────     hears a late, b and c as soon
 *
 * No timer runs while there is nothing to hear.
 */
export class Replica implements Admission, DirectoryListener, Task {
  onVoid: ((grant: Grant) => void) | null = null;
  readonly #world: World;
  readonly #interval: Nanos;
  /** When it asks: at this time, and every interval after it. */
  readonly #phase: Nanos;
  readonly #users = new Map<string, Held>();
  /** Connections allowed, by cache; null: unlimited. */
  readonly #limits = new Map<number, number | null>();
  readonly #tallies = new Map<number, CacheTally>();
  /** Done, and not yet heard of. */
  #unheard: Change[] = [];
  #frozen = false;
  #missed = false;

  constructor(directory: Directory, { world, node, syncWithin }: ReplicaOptions) {
    const rng: Rng = world.rng(`tenancy/${node}/sync`);
    this.#world = world;
    this.#interval = syncWithin;
    this.#phase = Math.floor(rng.uniform() * syncWithin);
    for (const change of directory.snapshot()) this.#hear(change);
    directory.listen(this);
  }

  changed(change: Change): void {
    this.#unheard.push(change);
    if (this.#unheard.length === 1) this.#world.clock.at(this.#nextPoll(), this);
  }

  /** The process hangs: it asks nobody. */
  freeze(): void {
    this.#frozen = true;
  }

  /** What it should have asked meanwhile it asks now. */
  thaw(): void {
    this.#frozen = false;
    if (this.#missed) this.fire();
  }

  /** The proxy asks. */
  fire(): void {
    this.#missed = this.#frozen;
    if (this.#frozen) return;
    const changes = this.#unheard;
    this.#unheard = [];
    for (const change of changes) this.#hear(change);
  }

  admit(given: PlainCredentials): Grant | null {
    const held = this.#users.get(given.user.toString('utf8'));
    // An unknown user costs the same comparison as a known one.
    const same = (held?.secret ?? NOBODY).is(given.password);
    return same && held !== undefined ? held.grant : null;
  }

  enter(grant: Grant): boolean {
    // It may have become void while the sign-in was worked on.
    if (this.#users.get(grant.user)?.grant !== grant) return false;
    const tally = this.#tallyOf(grant.cache);
    const limit = this.#limits.get(grant.cache) ?? Infinity;
    if (tally.connections >= limit) {
      tally.overLimit++;
      return false;
    }
    tally.connections++;
    tally.authentications++;
    return true;
  }

  leave(grant: Grant): void {
    this.#tallyOf(grant.cache).connections--;
  }

  /** Also of caches that are no more. */
  tally(cache: number): Readonly<CacheTally> {
    return { ...this.#tallyOf(cache) };
  }

  #hear(change: Change): void {
    switch (change.kind) {
      case 'cache':
        this.#limits.set(change.cache, change.limits.connections);
        return;
      case 'added': {
        const { user, cache, secret, permissions } = change;
        this.#users.set(user, { secret, grant: new LiveGrant(user, cache, permissions) });
        return;
      }
      case 'permitted':
        this.#users.get(change.user)?.grant.permit(change.permissions);
        return;
      case 'revoked':
        return this.#void(change.user);
      case 'deleted':
        for (const [user, { grant }] of this.#users) if (grant.cache === change.cache) this.#void(user);
        this.#limits.delete(change.cache);
        return;
      case 'flushed':
      // The backends' business.
    }
  }

  #void(user: string): void {
    const held = this.#users.get(user);
    this.#users.delete(user);
    if (held !== undefined) this.onVoid?.(held.grant);
  }

  #tallyOf(cache: number): CacheTally {
    let tally = this.#tallies.get(cache);
    if (tally === undefined) this.#tallies.set(cache, (tally = { connections: 0, authentications: 0, overLimit: 0 }));
    return tally;
  }

  /** The first one after now. */
  #nextPoll(): Nanos {
    const past = this.#world.clock.now() - this.#phase;
    return this.#phase + (Math.floor(past / this.#interval) + 1) * this.#interval;
  }
}

const NOBODY = new Secret('nobody');
