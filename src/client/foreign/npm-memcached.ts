import Memcached from 'memcached';
import { Outcome } from '../../measure/outcome.ts';
import { MILLISECOND, type Nanos } from '../../world/world.ts';
import type { ClientContext } from '../context.ts';
import type { Driver, ForeignServer, Library, LibraryOptions, Value } from './library.ts';
import { Sockets, type LibrarySocket } from './sockets.ts';
import { systemOutcome } from './system-error.ts';
import { Timers } from './timers.ts';

/** Timers are not exact. */
const SLACK: Nanos = 500 * MILLISECOND;

/**
 * memcached 2.2 of npm: text protocol, a pool of connections, no sign-in. Takes from the client's options what it has a
 * setting for: the timeout and the attempts of a connect, the delay between them, the dead time, servers. It waits for
 * an answer for ever.
 */
export const npmMemcachedDriver: Driver = {
  /** A timeout for the answer, which it has none for, as its user would have set one around it. */
  patience({ options }: ClientContext): Nanos {
    return options.attempts * (options.timeout + options.retryDelay) + options.timeout + SLACK;
  },
  open: (options) => new NpmMemcached(options),
};

class NpmMemcached implements Library {
  readonly #client: Memcached;
  readonly #servers: readonly ForeignServer[];
  readonly #sockets: Sockets;
  /** Of its log of issues: up to five hours. */
  readonly #timers = new Timers();
  #closed = false;

  constructor({ context, servers }: LibraryOptions) {
    const { options } = context;
    this.#servers = servers;
    this.#sockets = new Sockets({ context, isRequest: () => true });
    const retryDelay = options.retryDelay / MILLISECOND;
    const addresses = servers.map(({ address }) => address);
    this.#client = new Memcached(addresses, {
      timeout: options.timeout / MILLISECOND,
      retries: options.attempts - 1,
      factor: 1,
      minTimeout: retryDelay,
      maxTimeout: retryDelay,
      retry: options.deadTime / MILLISECOND,
    });
    const { connections, issues } = this.#client;
    this.#client.connections = new Proxy(connections, {
      set: (pools, address: string, pool: Memcached.Pool) => {
        this.#watch(pool, servers[addresses.indexOf(address)]!.number);
        pools[address] = pool;
        return true;
      },
    });
    this.#client.issues = new Proxy(issues, {
      set: (all, address: string, issue: Memcached.Issue) => {
        const log = issue.log.bind(issue);
        issue.log = (message) => this.#timers.during(() => log(message));
        all[address] = issue;
        return true;
      },
    });
  }

  get connected(): boolean {
    return this.#sockets.any;
  }

  warm(): void {
    this.#client.connect(this.#servers[0]!.address, () => undefined);
  }

  get(key: string, ended: (outcome: Outcome, value: Value | null) => void): void {
    this.#client.get(key, (error, value) => {
      if (failed(error)) ended(outcomeOf(error), null);
      else if (value === undefined) ended(Outcome.miss, null);
      else if (typeof value === 'string') ended(Outcome.hit, value);
      // What SERVER_ERROR leaves of an answer.
      else ended(Outcome['server-error'], null);
    });
  }

  set(key: string, value: Buffer, ended: (outcome: Outcome) => void): void {
    // As text, as programs store it; bytes it would mark by a flag, and escape.
    this.#client.set(key, value.toString('latin1'), 0, (error, stored) => {
      if (failed(error)) ended(outcomeOf(error));
      else ended(stored === true ? Outcome.stored : Outcome['server-error']);
    });
  }

  close(): void {
    this.#closed = true;
    this.#sockets.destroyAll();
    this.#timers.clear();
  }

  /** All of its sockets are made by the pool's generator. */
  #watch(pool: Memcached.Pool, server: number): void {
    const generate = pool.generator.bind(pool);
    // Without parameters: the pool counts them.
    pool.generator = (): LibrarySocket | null => {
      // Null: it then has the pool for full.
      if (this.#closed) return null;
      const socket = generate();
      if (socket !== null) this.#sockets.watch(socket, server);
      return socket;
    };
  }
}

type Failure = Error | string;

function failed(error: Memcached.Failure): error is Failure | readonly Error[] {
  return Array.isArray(error) ? error.length > 0 : Boolean(error);
}

/** By the words of its source: it has no codes. */
function outcomeOf(error: Failure | readonly Error[]): Outcome {
  const first = typeof error === 'string' || error instanceof Error ? error : error[0]!;
  const text = typeof first === 'string' ? first : first.message;
  if (text === 'Item is not stored') return Outcome.declined;
  if (text === 'Timed out while trying to establish connection') return Outcome['connect-timeout'];
  if (text === 'The connection pool is full' || text === 'over queue limit') return Outcome.shed;
  if (/^Server at .* not available$/.test(text)) return Outcome['no-servers'];
  if (text.startsWith('Connection readyState')) return Outcome.reset;
  if (text.startsWith('Unknown response')) return Outcome['protocol-error'];
  return systemOutcome(first) ?? Outcome['server-error'];
}
