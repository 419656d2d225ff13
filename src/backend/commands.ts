import type { Bytes } from '../protocol/bytes.ts';
import { Verb, type Request } from '../protocol/message.ts';
import type { AdminCommands } from './admin-commands.ts';
import type { Caches } from './caches.ts';
import type { MetaCommands } from './meta-commands.ts';
import type { Settings } from './settings.ts';
import type { Topics } from './topics.ts';

/** Of a cache that does not exist nothing is told, and these tell nothing of one. */
export function needsCache(verb: Verb): boolean {
  return verb <= Verb.flush || verb === Verb.stats || verb === Verb.meta;
}

export interface Commands {
  /** Executes the request and appends its answer, if it has one. False: the connection is to be closed after it. */
  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean;
  /** Answers what the parser refused. What is too large to be read takes what it was to replace with it. */
  refuse(request: Request, status: number, text: string, buf: Buffer, out: Bytes, now: number): void;
}

export interface CommandsOptions {
  readonly caches: Caches;
  readonly version: string;
  /** Both protocols carry them. */
  readonly meta: MetaCommands;
  readonly topics: Topics;
  readonly admin: AdminCommands;
  readonly settings: Settings;
}
