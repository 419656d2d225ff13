import type { Outcome } from '../../measure/outcome.ts';
import type { Nanos } from '../../world/world.ts';
import type { ClientContext } from '../context.ts';

/** A client library at work for one client; one adapter file makes it of each. */
export interface Library {
  /** Connects, and signs in. */
  warm(): void;
  /** `ended` may never be called, or twice: whoever calls this keeps watch. */
  get(key: string, ended: (outcome: Outcome, value: Value | null) => void): void;
  set(key: string, value: Buffer, ended: (outcome: Outcome) => void): void;
  /** Ends all sockets, also those that the library has lost sight of; opens no more. */
  close(): void;
  /** Has a socket open, or opening. */
  readonly connected: boolean;
}

export interface ForeignServer {
  /** `host:port`. */
  readonly address: string;
  /** Among the context's servers. */
  readonly number: number;
}

/** Some libraries make text of everything: of an ASCII value, the same. */
export type Value = Buffer | string;

/** What an adapter is made of. */
export interface LibraryOptions {
  readonly context: ClientContext;
  /** Those that the client knows, its home first. */
  readonly servers: readonly ForeignServer[];
}

/** A library, ready to make clients. */
export interface Driver {
  /** How long a library that works may take for one operation, with its own timeouts and retries. */
  patience(context: ClientContext): Nanos;
  open(options: LibraryOptions): Library;
}
