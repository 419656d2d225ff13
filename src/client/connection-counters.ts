import type { Nanos } from '../world/world.ts';
import { BREAKS, isOwnFault, type Break } from './breaks.ts';
import type { ConnectionMode } from './options.ts';

/** Clients whom one server did not serve in time, or not at all: connections that were wanted and did not come to be usable. */
export interface TurnedAway {
  count: number;
  readonly first: Nanos;
  last: Nanos;
}

/**
 * The lives of connections. Each is tried, may open, may become ready (signed in, where that is asked for), and ends
 * once, or lasts until the run does: tried = closed + broken + held.
 */
export class ConnectionCounters {
  tried = 0;
  opened = 0;
  signedIn = 0;
  /** Ready, and not ended. */
  ready = 0;
  /** By their client, in peace. */
  closed = 0;
  /** By number of `Break`. */
  readonly broken: number[] = BREAKS.map(() => 0);
  /** By number of server; absent: nobody. */
  readonly turnedAway: (TurnedAway | undefined)[] = [];

  get brokenInAll(): number {
    return this.broken.reduce((sum, count) => sum + count, 0);
  }

  get turnedAwayInAll(): number {
    return this.turnedAway.reduce((sum, one) => sum + (one?.count ?? 0), 0);
  }

  /** Take a descriptor now. */
  get held(): number {
    return this.tried - this.closed - this.brokenInAll;
  }

  /** Tried, and neither ready nor ended: in a handshake, in a backlog, in the queue of authentication. */
  get waiting(): number {
    return this.held - this.ready;
  }

  turnAway(server: number, now: Nanos): void {
    const one = (this.turnedAway[server] ??= { count: 0, first: now, last: now });
    one.count++;
    one.last = now;
  }
}

/** Those of all connections, and of those that were tried in each mode. */
export class ConnectionBook extends ConnectionCounters {
  readonly modes: Readonly<Record<ConnectionMode, ConnectionCounters>> = {
    persistent: new ConnectionCounters(),
    'per-request': new ConnectionCounters(),
    leaky: new ConnectionCounters(),
  };
}

/** The life of one connection, as its workload's book has it. */
export class ConnectionLife {
  readonly #all: ConnectionCounters;
  readonly #alike: ConnectionCounters;
  readonly #server: number;
  #stage: 'waiting' | 'ready' | 'over' = 'waiting';
  #turnedAway = false;

  constructor(book: ConnectionBook, mode: ConnectionMode, server: number) {
    this.#all = book;
    this.#alike = book.modes[mode];
    this.#server = server;
    this.#all.tried++;
    this.#alike.tried++;
  }

  opened(): void {
    this.#all.opened++;
    this.#alike.opened++;
  }

  ready(signedIn: boolean): void {
    if (this.#stage !== 'waiting') return;
    this.#stage = 'ready';
    this.#all.ready++;
    this.#alike.ready++;
    if (!signedIn) return;
    this.#all.signedIn++;
    this.#alike.signedIn++;
  }

  closed(): void {
    if (!this.#end()) return;
    this.#all.closed++;
    this.#alike.closed++;
  }

  broken(cause: Break, now: Nanos): void {
    if (this.#stage === 'waiting' && !isOwnFault(cause)) this.notInTime(now);
    if (!this.#end()) return;
    this.#all.broken[cause]!++;
    this.#alike.broken[cause]!++;
  }

  /** Somebody gave up waiting for it to be ready, though it may still become so. */
  notInTime(now: Nanos): void {
    if (this.#stage !== 'waiting' || this.#turnedAway) return;
    this.#turnedAway = true;
    this.#all.turnAway(this.#server, now);
    this.#alike.turnAway(this.#server, now);
  }

  /** False when it is over already. */
  #end(): boolean {
    if (this.#stage === 'over') return false;
    if (this.#stage === 'ready') {
      this.#all.ready--;
      this.#alike.ready--;
    }
    this.#stage = 'over';
    return true;
  }
}
