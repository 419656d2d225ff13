import memjs from 'memjs';
import { Outcome } from '../../measure/outcome.ts';
import { Opcode } from '../../protocol/opcodes.ts';
import { MILLISECOND, SECOND, type Nanos } from '../../world/world.ts';
import { credentialsFor, type ClientContext } from '../context.ts';
import type { Driver, Library, LibraryOptions, Value } from './library.ts';
import { Sockets } from './sockets.ts';
import { systemOutcome } from './system-error.ts';

/** Timers are not exact. */
const SLACK: Nanos = 500 * MILLISECOND;

/**
 * memjs 1.3: binary protocol, SASL. Takes from the client's options what it has a setting for: timeout, attempts, retry
 * delay, dead time, servers. With more than one server it spreads keys over them, and fails over.
 */
export const memjsDriver: Driver = {
  /** Its time to connect is twice its timeout; every attempt may need both. */
  patience({ options, servers }: ClientContext): Nanos {
    const attempt = 3 * options.timeout + options.retryDelay;
    return options.attempts * attempt * Math.min(options.servers, servers.length) + SLACK;
  },
  open: (options) => new Memjs(options),
};

class Memjs implements Library {
  readonly #client: memjs.Client;
  readonly #sockets: Sockets;

  constructor({ context, servers }: LibraryOptions) {
    const { options } = context;
    this.#sockets = new Sockets({ context, isRequest });
    this.#client = memjs.Client.create(servers.map(({ address }) => address).join(','), {
      timeout: options.timeout / SECOND,
      retries: options.attempts,
      retry_delay: options.retryDelay / SECOND,
      failover: servers.length > 1 && options.deadTime > 0,
      failoverTime: options.deadTime / SECOND,
      logger: { log: () => undefined },
    });
    this.#client.servers.forEach((server, i) => {
      // Here, for where its options have none it takes those of the environment.
      const credentials = credentialsFor(context, servers[i]!.number);
      server.username = credentials?.user;
      server.password = credentials?.password;
      const sock = server.sock.bind(server);
      // All of its sockets are opened here.
      server.sock = (sasl, go) => {
        sock(sasl, go);
        if (server._socket !== undefined) this.#sockets.watch(server._socket, servers[i]!.number);
      };
    });
  }

  get connected(): boolean {
    return this.#sockets.any;
  }

  warm(): void {
    this.#client.servers[0]!.sock(false, () => undefined);
  }

  get(key: string, ended: (outcome: Outcome, value: Value | null) => void): void {
    this.#client.get(key, (error, value) => {
      if (error) ended(outcomeOf(error), null);
      else ended(value === null ? Outcome.miss : Outcome.hit, value);
    });
  }

  set(key: string, value: Buffer, ended: (outcome: Outcome) => void): void {
    this.#client.set(key, value, {}, (error) => ended(error ? outcomeOf(error) : Outcome.stored));
  }

  close(): void {
    // A retry that it has planned must find nothing to do.
    this.#client.perform = () => undefined;
    for (const server of this.#client.servers) server.sock = () => undefined;
    this.#sockets.destroyAll();
  }
}

function isRequest(chunk: string | Uint8Array): boolean {
  const opcode = chunk[1];
  return opcode !== Opcode.mechs && opcode !== Opcode.auth;
}

/** By the words of its source: it has no codes. */
function outcomeOf(error: Error | string): Outcome {
  const text = typeof error === 'string' ? error : error.message;
  if (text === 'Memcached server authentication failed!') return Outcome['auth-failed'];
  if (text === 'socket timed out connecting to server.') return Outcome['connect-timeout'];
  if (text === 'socket timed out waiting on response.') return Outcome.timeout;
  if (text === 'No servers available') return Outcome['no-servers'];
  return systemOutcome(error) ?? Outcome['server-error'];
}
