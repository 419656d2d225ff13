import { newClientCounters, type ClientContext } from '../client/context.ts';
import { Session } from '../client/session.ts';
import { Gauge } from '../measure/timeline.ts';
import type { Clock, Deadlines, Nanos } from '../world/world.ts';
import { originClient, type AppOptions } from './app-options.ts';
import { WorkerPool } from './worker-pool.ts';

export interface AppCounters {
  /** Questions to the origin, and those of them that came of a cache that did not answer. */
  originReads: number;
  cacheFailures: number;
  /** Sets of what the origin had told. */
  backfills: number;
  /** Waits for what somebody else was fetching. */
  leaseWaits: number;
}

export interface WebAppOptions extends AppOptions {
  /** The node that it runs on: the workload. */
  readonly node: string;
  /** The origin's address. */
  readonly origin: string;
  /** Of its series. */
  readonly window: Nanos;
}

/**
 * A customer's web app: pages take turns at finitely many workers, which read from the cache and, where it has nothing,
 * from the origin. Its pages are `WebPage`s.
 */
export class WebApp {
  readonly options: WebAppOptions;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly counters: AppCounters = { originReads: 0, cacheFailures: 0, backfills: 0, leaseWaits: 0 };
  readonly pool: WorkerPool;
  /** Workers at work, and pages that wait for one, over time. */
  readonly busy: Gauge;
  readonly waiting: Gauge;
  #until: Nanos = Infinity;

  constructor(options: WebAppOptions, { world, rng }: Pick<ClientContext, 'world' | 'rng'>) {
    this.options = options;
    this.clock = world.clock;
    this.deadlines = world.clock.deadlines(options.deadline);
    this.busy = new Gauge(options.window);
    this.waiting = new Gauge(options.window);
    const context: ClientContext = {
      world,
      node: options.node,
      servers: [options.origin],
      options: originClient(options),
      credentials: null,
      rng,
      counters: newClientCounters(),
    };
    const workers = Array.from({ length: options.workers }, (_, number) => {
      return { number, origin: new Session(context, 0) };
    });
    this.pool = new WorkerPool(workers, options.queue, (busy, waiting) => {
      const now = this.clock.now();
      if (now > this.#until) return;
      this.busy.set(now, busy);
      this.waiting.set(now, waiting);
    });
  }

  /** What comes later is not counted: in the live world workers are still at work when the run has ended. */
  countUntil(at: Nanos): void {
    this.#until = at;
  }
}
