import { writeErrorReply } from '../protocol/binary-encode.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Protocol, type Request } from '../protocol/message.ts';
import { writeTextLine } from '../protocol/text-encode.ts';
import type { Commands } from './commands.ts';

/** As `memcached -F`: nobody may flush. */
export class WithoutFlush implements Commands {
  private readonly commands: Commands;
  private readonly binary: boolean;

  constructor(commands: Commands, protocol: Protocol) {
    this.commands = commands;
    this.binary = protocol === 'binary';
  }

  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    if (request.verb !== Verb.flush) return this.commands.execute(request, buf, out, now);
    if (this.binary) writeErrorReply(out, request.opcode, Status.authError, request.opaque);
    else if (!request.quiet) writeTextLine(out, 'CLIENT_ERROR flush_all not allowed');
    return true;
  }

  refuse(request: Request, status: number, text: string, buf: Buffer, out: Bytes, now: number): void {
    this.commands.refuse(request, status, text, buf, out, now);
  }
}
