import type { AttemptLog } from '../measure/attempts.ts';
import type { Nanos, Rng, World } from '../world/world.ts';
import type { NewClient } from './client.ts';
import { ConnectionBook } from './connection-counters.ts';
import { FirstTimeout } from './first-timeout.ts';
import type { ClientOptions } from './options.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What the clients of one workload have in common. */
export interface ClientContext {
  readonly world: World;
  /** The node their connections start from. */
  readonly node: string;
  /** All servers' addresses; a client uses those from its home on. */
  readonly servers: readonly string[];
  readonly options: ClientOptions;
  /** Null: no authentication. */
  readonly credentials: Credentials | null;
  /** Of servers that ask for others, or (null) for none; by number. @default the same for all */
  readonly ownCredentials?: readonly (Credentials | null | undefined)[];
  /** Where attempts that are made with them are written down. @default nowhere */
  readonly attempts?: AttemptLog;
  /** For jitter. */
  readonly rng: Rng;
  /** For what draws otherwise: servers, and requests to turn away. @default that for jitter */
  readonly choices?: Rng;
  readonly counters: ClientCounters;
  /** Makes a client. @default our own, `Session` */
  readonly newClient?: NewClient;
}

/** What a client signs in with to the server of this number; null: it does not. */
export function credentialsFor({ credentials, ownCredentials }: ClientContext, server: number): Credentials | null {
  const own = ownCredentials?.[server];
  return own === undefined ? credentials : own;
}

export interface ClientCounters {
  readonly connections: ConnectionBook;
  /** Operations put on the wire, retries included, handshakes not. */
  requests: number;
  /** Replies to them, also those that came too late. */
  replies: number;
  retries: number;
  /** Retries that the budget forbade. */
  retriesShed: number;
  /** Operations that clients turned away themselves. */
  throttled: number;
  /** Servers marked dead. */
  marks: number;
  readonly timeouts: FirstTimeout;
  /** Answers of a library to operations that its watchdog had given up. */
  late: number;
}

/** `timeoutsFrom`: the first timeout is looked for from then on. */
export function newClientCounters(timeoutsFrom: Nanos = 0): ClientCounters {
  return {
    connections: new ConnectionBook(),
    requests: 0,
    replies: 0,
    retries: 0,
    retriesShed: 0,
    throttled: 0,
    marks: 0,
    timeouts: new FirstTimeout(timeoutsFrom),
    late: 0,
  };
}
