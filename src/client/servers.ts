import { PeakEwma } from '../measure/peak-ewma.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { Connection } from './connection.ts';
import type { ClientContext } from './context.ts';
import { jittered } from './retry.ts';

export interface Server {
  /** In the context's list. */
  readonly number: number;
  connection: Connection | null;
  /** Left alone until then. */
  deadUntil: Nanos;
  /** Failures that counted against it, since it last answered or was marked. */
  failures: number;
  /** Attempts that wait for it, and what they took; null where nobody compares. */
  pending: number;
  readonly latency: PeakEwma | null;
}

/** Finagle's. */
const DECAY: Nanos = 10 * SECOND;

/** The servers that a session knows: which it asks next, and which it leaves alone. */
export class Servers {
  readonly list: readonly Server[];
  readonly #context: ClientContext;

  /** `home`: index of the first. */
  constructor(context: ClientContext, home: number) {
    this.#context = context;
    const { servers, options } = context;
    this.list = Array.from({ length: Math.min(options.servers, servers.length) }, (_, i) => ({
      number: (home + i) % servers.length,
      connection: null,
      deadUntil: 0,
      failures: 0,
      pending: 0,
      latency: options.choice === 'p2c' ? new PeakEwma(DECAY) : null,
    }));
  }

  /** For the next attempt; null: all are left alone. */
  next(): Server | null {
    return this.#context.options.choice === 'p2c' ? this.#betterOfTwo() : this.#firstAlive();
  }

  answered(server: Server): void {
    if (server.failures > 0) server.failures = 0;
  }

  /** A failure that counts against it. False: it may yet have more of them. */
  failed(server: Server): boolean {
    const { options, world, rng, counters } = this.#context;
    const now = world.clock.now();
    if (options.deadTime === 0 || server.deadUntil > now) return true;
    if (++server.failures < (options.failures ?? 1)) {
      server.deadUntil = now + (options.pause ?? 0);
      return false;
    }
    counters.marks++;
    server.failures = 0;
    server.deadUntil = now + jittered(options.deadTime, options.deadJitter, rng);
    return true;
  }

  #firstAlive(): Server | null {
    const now = this.#context.world.clock.now();
    for (const server of this.list) if (server.deadUntil <= now) return server;
    return null;
  }

  /** Two drawn from those that are not left alone, and the one that costs less of them. */
  #betterOfTwo(): Server | null {
    const { world, rng, choices = rng } = this.#context;
    const now = world.clock.now();
    let alive = 0;
    for (const { deadUntil } of this.list) if (deadUntil <= now) alive++;
    if (alive === 0) return null;
    const first = this.#alive(choices.below(alive), now);
    if (alive === 1) return first;
    let second = first;
    while (second === first) second = this.#alive(choices.below(alive), now);
    return cost(second, now) < cost(first, now) ? second : first;
  }

  /** The one of this place among those that are not left alone. */
  #alive(place: number, now: Nanos): Server {
    for (const server of this.list) if (server.deadUntil <= now && place-- === 0) return server;
    throw new Error('expected as many servers alive as were counted');
  }
}

function cost(server: Server, now: Nanos): number {
  return server.latency!.load(server.pending, now);
}
