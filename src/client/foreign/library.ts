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
}

/** Some libraries make text of everything: of an ASCII value, the same. */
export type Value = Buffer | string;

/** What an adapter is made of. */
export interface LibraryOptions {
  readonly context: ClientContext;
  /** `host:port` of each, the client's home first. */
  readonly servers: readonly string[];
}

/** A library, ready to make clients. */
export interface Driver {
  /** How long a library that works may take for one operation, with its own timeouts and retries. */
  patience(context: ClientContext): Nanos;
  open(options: LibraryOptions): Library;
}
