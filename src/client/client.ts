import type { ClientContext } from './context.ts';
import type { Operation } from './operation.ts';

/** What a workload needs of a client, whoever wrote it: our own `Session`, or a library behind an adapter. */
export interface Client {
  /** Connects and signs in before the first operation asks for it. */
  warm(): void;
  /** The operation's owner hears of its end exactly once. */
  start(operation: Operation): void;
  /** No more operations will come. */
  close(): void;
  /** No more pages will begin: closes when what is under way has ended. @default `close` */
  retire?(): void;
  /** Has a connection that somebody has to close. @default true */
  readonly connected?: boolean;
}

/** `home`: index of the first server to use. */
export type NewClient = (context: ClientContext, home: number) => Client;
