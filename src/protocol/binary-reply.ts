import { BODY_BYTES_MAX, HEADER, REPLY_MAGIC, u32 } from './binary-header.ts';
import { Parsed, Reply, Verb, type ReplyParser, type Status } from './message.ts';
import { Opcode } from './opcodes.ts';

const NOTHING = Buffer.alloc(0);

/** Ignores the verb it is given: a binary reply says what it answers. */
export class BinaryReplyParser implements ReplyParser {
  readonly reply = new Reply();
  position = 0;
  private buf: Buffer = NOTHING;
  private end = 0;

  over(buf: Buffer, start: number, end: number): void {
    this.buf = buf;
    this.position = start;
    this.end = end;
  }

  next(_verb: Verb = Verb.unknown): Parsed {
    const buf = this.buf;
    const at = this.position;
    if (at >= this.end) return Parsed.more;
    if (buf[at] !== REPLY_MAGIC) return Parsed.broken;
    if (this.end - at < HEADER) return Parsed.more;
    const reply = this.reply;
    const opcode = buf[at + 1]!;
    const keyBytes = (buf[at + 2]! << 8) | buf[at + 3]!;
    const extras = buf[at + 4]!;
    const body = u32(buf, at + 8);
    if (keyBytes + extras > body || body > BODY_BYTES_MAX) return Parsed.broken;
    const frameEnd = at + HEADER + body;
    if (frameEnd > this.end) return Parsed.more;

    const keyStart = at + HEADER + extras;
    // Whatever the peer sent: an unknown status is still a number.
    reply.status = ((buf[at + 6]! << 8) | buf[at + 7]!) as Status;
    reply.opcode = opcode;
    reply.opaque = u32(buf, at + 12);
    reply.frameStart = at;
    reply.frameEnd = frameEnd;
    reply.keyStart = keyStart;
    reply.keyEnd = keyStart + keyBytes;
    reply.valueStart = keyStart + keyBytes;
    reply.valueEnd = frameEnd;
    reply.flags = extras >= 4 ? u32(buf, at + HEADER) : 0;
    reply.casHi = u32(buf, at + 16);
    reply.casLo = u32(buf, at + 20);
    reply.last = opcode !== Opcode.stat || keyBytes === 0 || reply.status !== 0;
    this.position = frameEnd;
    return Parsed.message;
  }
}
