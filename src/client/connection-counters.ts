import type { Nanos } from '../world/world.ts';
import { BREAKS, isOwnFault, type Break } from './breaks.ts';

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

/** The life of one connection, as its workload's counters see it. */
export class ConnectionLife {
  readonly #counters: ConnectionCounters;
  readonly #server: number;
  #stage: 'waiting' | 'ready' | 'over' = 'waiting';
  #turnedAway = false;

  constructor(counters: ConnectionCounters, server: number) {
    this.#counters = counters;
    this.#server = server;
    counters.tried++;
  }

  opened(): void {
    this.#counters.opened++;
  }

  ready(signedIn: boolean): void {
    this.#stage = 'ready';
    this.#counters.ready++;
    if (signedIn) this.#counters.signedIn++;
  }

  closed(): void {
    if (this.#end()) this.#counters.closed++;
  }

  broken(cause: Break, now: Nanos): void {
    if (this.#stage === 'waiting' && !isOwnFault(cause)) this.notInTime(now);
    if (this.#end()) this.#counters.broken[cause]!++;
  }

  /** Somebody gave up waiting for it to be ready, though it may still become so. */
  notInTime(now: Nanos): void {
    if (this.#stage !== 'waiting' || this.#turnedAway) return;
    this.#turnedAway = true;
    this.#counters.turnAway(this.#server, now);
  }

  /** False when it is over already. */
  #end(): boolean {
    if (this.#stage === 'over') return false;
    if (this.#stage === 'ready') this.#counters.ready--;
    this.#stage = 'over';
    return true;
  }
}
