import type { Bytes } from '../protocol/bytes.ts';
import type { Protocol, Request } from '../protocol/message.ts';
import { BinaryCommands } from './binary-commands.ts';
import type { Executor } from './executor.ts';
import type { Stat } from './stats.ts';
import { TextCommands } from './text-commands.ts';

export interface Commands {
  /** Executes the request and appends its answer, if it has one. False: the connection is to be closed after it. */
  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean;
  /** Answers what the parser refused. */
  refuse(request: Request, status: number, text: string, out: Bytes): void;
}

export interface CommandsOptions {
  readonly executor: Executor;
  readonly version: string;
  /** The lines of `stats <topic>`; null for a topic there is not. '' is the general one. `reset` resets. */
  readonly stats: (topic: string) => readonly Stat[] | null;
}

export function createCommands(protocol: Protocol, options: CommandsOptions): Commands {
  return protocol === 'binary' ? new BinaryCommands(options) : new TextCommands(options);
}
