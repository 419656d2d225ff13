import { isAnswered, Outcome } from '../measure/outcome.ts';
import type { Deadlines } from '../world/world.ts';
import { Break } from './breaks.ts';
import type { Client } from './client.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import type { ClientContext } from './context.ts';
import type { Operation } from './operation.ts';
import type { ClientOptions } from './options.ts';
import { RetryBudget, retryDelayOf } from './retry.ts';
import { Servers, type Server } from './servers.ts';
import { Throttle } from './throttle.ts';

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
  readonly #servers: Servers;
  readonly #timeouts: Deadlines;
  readonly #budget: RetryBudget | null;
  readonly #throttle: Throttle | null;
  /** Operations under way. */
  #open = 0;
  /** Goes when the last of them has ended. */
  #retired = false;

  /** `home`: index of the first server to use. */
  constructor(context: ClientContext, home: number) {
    this.#context = context;
    const { options, world, rng, choices = rng } = context;
    this.#servers = new Servers(context, home);
    this.#timeouts = world.clock.deadlines(options.timeout);
    this.#budget = options.retryBudget === null ? null : new RetryBudget(options.retryBudget, world.clock.now());
    this.#throttle = options.throttle === undefined ? null : new Throttle(options.throttle, choices);
  }

  /** Has a connection, or tries to have one. */
  get connected(): boolean {
    return this.#servers.list.some(({ connection }) => connection !== null);
  }

  /** Connects and signs in before the first operation asks for it. */
  warm(): void {
    if (!this.#retired) this.#connection(this.#servers.list[0]!);
  }

  start(operation: Operation): void {
    operation.session = this;
    this.#open++;
    if (this.#throttle !== null && !this.#throttle.admits(this.#context.world.clock.now())) {
      this.#context.counters.throttled++;
      return this.#complete(operation, Outcome.shed);
    }
    operation.attemptsLeft = this.#context.options.attempts;
    operation.failure = null;
    this.#budget?.request(this.#context.world.clock.now());
    this.perform(operation);
  }

  perform(operation: Operation): void {
    const server = this.#servers.next();
    // Who has asked somebody fails for that one's reason; who found all marked has asked nobody.
    if (server === null) return this.#complete(operation, operation.failure ?? Outcome['no-servers']);
    operation.server = server;
    if (server.latency !== null) this.#sentTo(server, operation);
    this.#timeouts.arm(operation.deadline);
    this.#connection(server).send(operation);
  }

  /** The operation's attempt, or its present step, took too long. */
  timedOut(operation: Operation): void {
    const connection = operation.connection!;
    const { counters, world, options } = this.#context;
    const { dropOnTimeout } = options;
    const why = TIMEOUT_IN[connection.state];
    const cause = DROPPED_IN[connection.state];
    counters.timeouts.ended(world.clock.now(), operation.server!.number, why);
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
    for (const server of this.#servers.list) {
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
    this.#servers.answered(operation.server!);
    this.#attemptEnded(operation, outcome);
    this.#complete(operation, outcome);
  }

  stepped(operation: Operation): void {
    if (this.#context.options.timeoutOf === 'step') this.#timeouts.arm(operation.deadline);
  }

  lost(connection: Connection, operations: readonly Operation[], why: Outcome): void {
    for (const server of this.#servers.list) {
      if (server.connection !== connection) continue;
      server.connection = null;
      if (isConnectFailure(why)) this.#connectFailed(server, why);
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
    operation.roundTrips?.end();
    this.#attemptEnded(operation, why);
    if (why === Outcome['connect-timeout'] || why === Outcome['auth-timeout']) this.#connectFailed(server, why);
    if (!isTriedAgain(why, options.retryOn)) return this.#complete(operation, why);
    if (--operation.attemptsLeft > 0) {
      if (this.#budget !== null && !this.#budget.take(world.clock.now())) {
        counters.retriesShed++;
        return this.#complete(operation, why);
      }
      counters.retries++;
      const delay = retryDelayOf(options, options.attempts - operation.attemptsLeft, rng);
      world.clock.at(world.clock.now() + delay, operation.retry);
      return;
    }
    if (options.deadAfter !== 'attempts' || options.deadTime === 0) return this.#complete(operation, why);
    if (!this.#servers.failed(server) || options.servers === 1) return this.#complete(operation, why);
    counters.retries++;
    operation.attemptsLeft = options.attempts;
    this.perform(operation);
  }

  #connectFailed(server: Server, why: Outcome): void {
    const { deadAfter } = this.#context.options;
    const counts = deadAfter === 'sign-in' || (deadAfter === 'connect' && why !== Outcome['auth-timeout']);
    if (counts) this.#servers.failed(server);
  }

  #connection(server: Server): Connection {
    return (server.connection ??= new Connection(this.#context, this, server.number));
  }

  #sentTo(server: Server, operation: Operation): void {
    server.pending++;
    operation.attemptedAt = this.#context.world.clock.now();
  }

  #attemptEnded(operation: Operation, outcome: Outcome): void {
    const { attempts, servers, world } = this.#context;
    const { number, latency } = operation.server!;
    if (latency !== null) {
      operation.server!.pending--;
      latency.observe(world.clock.now() - operation.attemptedAt, world.clock.now());
    }
    attempts?.ended(servers[number]!, outcome, world.clock.now());
  }

  #complete(operation: Operation, outcome: Outcome): void {
    operation.session = null;
    operation.server = null;
    this.#open--;
    if (this.#throttle !== null && isAnswered(outcome)) this.#throttle.accepted(this.#context.world.clock.now());
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

function isTriedAgain(why: Outcome, retryOn: ClientOptions['retryOn'] = 'any'): boolean {
  if (retryOn === 'any') return true;
  const connecting = isConnectFailure(why) || why === Outcome['auth-timeout'] || why === Outcome['auth-failed'];
  return connecting === (retryOn === 'connect');
}
