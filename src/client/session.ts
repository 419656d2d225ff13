import { Outcome } from '../measure/outcome.ts';
import type { Deadlines, Nanos } from '../world/world.ts';
import { Break } from './breaks.ts';
import type { Client } from './client.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import type { ClientContext } from './context.ts';
import type { Operation } from './operation.ts';
import { RetryBudget, jittered } from './retry.ts';

export interface Server {
  /** In the context's list. */
  readonly number: number;
  connection: Connection | null;
  /** Left alone until then. */
  deadUntil: Nanos;
}

/**
 * A client library at work: chooses the server, sends, times out, tries again, fails over. Persistent clients have one
 * for their whole life; per-request and leaky ones a new one for each page, which knows nothing of dead servers.
 *
 *   perform ─> attempt ─┬─> answered ─> completed
 *      ^                └─> failed ─┬─> attempts left: wait, perform again
 *      └────────────────────────────┴─> none left: mark the server dead, perform on the next, or give up
 */
export class Session implements Client, ConnectionOwner {
  readonly #context: ClientContext;
  readonly #servers: Server[] = [];
  readonly #timeouts: Deadlines;
  readonly #budget: RetryBudget | null;
  /** Operations under way. */
  #open = 0;
  /** Goes when the last of them has ended. */
  #retired = false;

  /** `home`: index of the first server to use. */
  constructor(context: ClientContext, home: number) {
    this.#context = context;
    const { servers, options } = context;
    const known = Math.min(options.servers, servers.length);
    for (let i = 0; i < known; i++) {
      this.#servers.push({ number: (home + i) % servers.length, connection: null, deadUntil: 0 });
    }
    this.#timeouts = context.world.clock.deadlines(options.timeout);
    this.#budget =
      options.retryBudget === null ? null : new RetryBudget(options.retryBudget, context.world.clock.now());
  }

  /** Has a connection, or tries to have one. */
  get connected(): boolean {
    return this.#servers.some(({ connection }) => connection !== null);
  }

  /** Connects and signs in before the first operation asks for it. */
  warm(): void {
    if (!this.#retired) this.#connection(this.#servers[0]!);
  }

  start(operation: Operation): void {
    operation.session = this;
    this.#open++;
    operation.attemptsLeft = this.#context.options.attempts;
    operation.failure = null;
    this.#budget?.request(this.#context.world.clock.now());
    this.perform(operation);
  }

  perform(operation: Operation): void {
    const server = this.#firstAlive();
    // Who has asked somebody fails for that one's reason; who found all marked has asked nobody.
    if (server === null) return this.#complete(operation, operation.failure ?? Outcome['no-servers']);
    operation.server = server;
    this.#timeouts.arm(operation.deadline);
    this.#connection(server).send(operation);
  }

  /** The operation's attempt, or its present step, took too long. */
  timedOut(operation: Operation): void {
    const connection = operation.connection!;
    const { dropOnTimeout } = this.#context.options;
    const why = TIMEOUT_IN[connection.state];
    const cause = DROPPED_IN[connection.state];
    connection.notInTime();
    connection.abandon(operation);
    // Whoever hears of the failure and asks again gets a new one.
    if (dropOnTimeout) operation.server!.connection = null;
    this.#failed(operation, why);
    // The others on it are failed by the loss, after the one that caused it.
    if (dropOnTimeout) connection.drop(Outcome.reset, cause);
  }

  /** No more operations will come. Leaky clients forget to call it. */
  close(): void {
    for (const server of this.#servers) {
      server.connection?.end();
      server.connection = null;
    }
  }

  /** No more pages will begin; closes when those under way are over. */
  retire(): void {
    this.#retired = true;
    this.#closeIfOver();
  }

  answered(operation: Operation, outcome: Outcome): void {
    this.#timeouts.disarm(operation.deadline);
    this.#log(operation, outcome);
    this.#complete(operation, outcome);
  }

  stepped(operation: Operation): void {
    if (this.#context.options.timeoutOf === 'step') this.#timeouts.arm(operation.deadline);
  }

  lost(connection: Connection, operations: readonly Operation[], why: Outcome): void {
    for (const server of this.#servers) {
      if (server.connection !== connection) continue;
      server.connection = null;
      if (isConnectFailure(why)) this.#connectFailed(server);
    }
    for (const operation of operations) {
      this.#timeouts.disarm(operation.deadline);
      this.#failed(operation, why);
    }
  }

  #failed(operation: Operation, why: Outcome): void {
    const { options, world, rng, counters } = this.#context;
    const server = operation.server!;
    operation.failure = why;
    this.#log(operation, why);
    if (why === Outcome['connect-timeout']) this.#connectFailed(server);
    if (--operation.attemptsLeft > 0) {
      if (this.#budget !== null && !this.#budget.take(world.clock.now())) {
        counters.retriesShed++;
        return this.#complete(operation, why);
      }
      counters.retries++;
      const delay = jittered(options.retryDelay, options.retryJitter, rng);
      world.clock.at(world.clock.now() + delay, operation.retry);
      return;
    }
    if (options.deadAfter !== 'attempts' || options.deadTime === 0) return this.#complete(operation, why);
    this.#mark(server);
    if (options.servers === 1) return this.#complete(operation, why);
    counters.retries++;
    operation.attemptsLeft = options.attempts;
    this.perform(operation);
  }

  #connectFailed(server: Server): void {
    if (this.#context.options.deadAfter === 'connect') this.#mark(server);
  }

  #mark(server: Server): void {
    const { options, world, rng, counters } = this.#context;
    const now = world.clock.now();
    if (options.deadTime === 0 || server.deadUntil > now) return;
    counters.marks++;
    server.deadUntil = now + jittered(options.deadTime, options.deadJitter, rng);
  }

  #firstAlive(): Server | null {
    const now = this.#context.world.clock.now();
    for (const server of this.#servers) if (server.deadUntil <= now) return server;
    return null;
  }

  #connection(server: Server): Connection {
    return (server.connection ??= new Connection(this.#context, this, server.number));
  }

  #log(operation: Operation, outcome: Outcome): void {
    const { attempts, servers, world } = this.#context;
    if (attempts === undefined) return;
    attempts.ended(servers[operation.server!.number]!, outcome, world.clock.now());
  }

  #complete(operation: Operation, outcome: Outcome): void {
    operation.session = null;
    operation.server = null;
    this.#open--;
    // A page's next operation may begin here.
    operation.owner!.completed(operation, outcome);
    if (this.#retired) this.#closeIfOver();
  }

  #closeIfOver(): void {
    if (this.#open === 0) this.close();
  }
}

/** What a timeout means, by how far the connection had come. */
const TIMEOUT_IN: Record<Connection['state'], Outcome> = {
  connecting: Outcome['connect-timeout'],
  greeting: Outcome['auth-timeout'],
  'signing-in': Outcome['auth-timeout'],
  ready: Outcome.timeout,
  closed: Outcome.timeout,
};

/** Why a client that drops its connection then does. */
const DROPPED_IN: Record<Connection['state'], Break> = {
  connecting: Break['connect-timeout'],
  greeting: Break['auth-timeout'],
  'signing-in': Break['auth-timeout'],
  ready: Break.timeout,
  closed: Break.timeout,
};

function isConnectFailure(why: Outcome): boolean {
  return why === Outcome.refused || why === Outcome['connect-timeout'];
}
