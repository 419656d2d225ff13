import { Backend } from '../backend/server.ts';
import type { Client } from '../client/client.ts';
import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { Operation } from '../client/operation.ts';
import { pooled } from '../client/presets/pooled.ts';
import { Session } from '../client/session.ts';
import { OUTCOMES, type Outcome } from '../measure/outcome.ts';
import type { PageEnd } from '../measure/pages.ts';
import { Verb } from '../protocol/message.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { AppOptions } from './app-options.ts';
import type { OriginOptions } from './origin-options.ts';
import { Origin } from './origin.ts';
import { WebApp } from './web-app.ts';
import { WebPage, type WebPageOwner, type WebPageShape } from './web-page.ts';

export interface AppRigOptions {
  readonly app?: Partial<AppOptions>;
  readonly origin?: Partial<OriginOptions>;
  readonly page?: Partial<WebPageShape>;
  /** The node that is the cache. @default an own backend without latency */
  readonly cache?: (world: VirtualWorld) => string;
}

/** A web app, a cache and an origin, of which a query takes 10 ms. What happens is written down, in ms since the start. */
export class AppRig implements WebPageOwner {
  readonly world: VirtualWorld = createVirtualWorld({ seed: 'app' });
  readonly origin: Origin;
  readonly app: WebApp;
  readonly log: string[] = [];
  /** Page ends alone. */
  readonly ends: string[] = [];
  /** Pages that are over, and may be used again. */
  idle = 0;
  readonly #shape: WebPageShape;
  readonly #client: Session;
  readonly #names = new Map<WebPage, string>();

  constructor({ app = {}, origin = {}, page = {}, cache = backend }: AppRigOptions = {}) {
    const { world } = this;
    this.#shape = { operations: 1, order: 'sequential', ...page };
    this.origin = new Origin(world, 'origin', {
      concurrency: 2,
      serviceTime: { fixed: 10 * MILLISECOND, exponential: 0 },
      queue: 1000,
      contention: 0,
      skipAbandoned: false,
      ...origin,
    });
    this.origin.start(() => undefined);
    const context: ClientContext = {
      world,
      node: 'shop',
      servers: [cache(world)],
      options: { ...pooled, timeout: 200 * MILLISECOND },
      credentials: null,
      rng: world.rng('shop'),
      counters: newClientCounters(),
    };
    this.app = new WebApp(
      {
        workers: 2,
        queue: 10,
        deadline: 100 * MILLISECOND,
        backfill: true,
        leaseWait: 5 * MILLISECOND,
        leaseWaits: 3,
        node: 'shop',
        origin: 'origin',
        window: SECOND,
        ...app,
      },
      context,
    );
    this.#client = new Session(context, 0);
    world.run(MILLISECOND);
  }

  /** A page arrives that asks for these keys. */
  visit(name: string, ...keys: number[]): WebPage {
    const page = new WebPage(this.app, this, { ...this.#shape, operations: keys.length });
    keys.forEach((key, i) => aim(page.operations[i]!, key));
    this.#names.set(page, name);
    page.arrive(this.now());
    return page;
  }

  /** Lets so many ms pass. */
  pass(ms: number): this {
    this.world.run(this.now() + ms * MILLISECOND);
    return this;
  }

  start(operation: Operation, client: Client, intendedAt: Nanos): void {
    operation.intendedAt = intendedAt;
    client.start(operation);
  }

  startMore(operation: Operation, client: Client): void {
    this.start(operation, client, this.now());
  }

  startAgain(operation: Operation, client: Client): void {
    this.log.push(`again ${operation.keyNumber}`);
    client.start(operation);
  }

  record(operation: Operation, outcome: Outcome): void {
    this.log.push(`${operation.verb === Verb.get ? 'get' : 'set'} ${operation.keyNumber} ${OUTCOMES[outcome]!}`);
  }

  ended(page: WebPage, how: PageEnd, skipped: number): void {
    const end = `${this.#names.get(page)!} ${how}@${this.ms}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    this.log.push(end);
    this.ends.push(end);
  }

  over(): void {
    this.idle++;
  }

  processOf(): number {
    return 0;
  }

  clientOf(): Client {
    return this.#client;
  }

  now(): Nanos {
    return this.world.clock.now();
  }

  get ms(): number {
    return this.now() / MILLISECOND - 1;
  }
}

export function aim(operation: Operation, key: number): void {
  operation.keys = Buffer.from(`key:${key}`);
  operation.keyStart = 0;
  operation.keyEnd = operation.keys.length;
  operation.keyNumber = key;
  operation.verb = Verb.get;
  operation.valueBytes = 100;
}

function backend(world: VirtualWorld): string {
  new Backend({ world, name: 'cache', serviceTime: { fixed: 0, exponential: 0 } }).start();
  return 'cache';
}
