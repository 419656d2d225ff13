import { BODY_BYTES_MAX, HEADER, KEY_BYTES_MAX, REQUEST_MAGIC, u32 } from './binary-header.ts';
import { Parsed, Request, Status, Verb, type RequestParser } from './message.ts';
import { QUIET_OF, SHAPE_OF, Shape, VERB_OF, WITH_KEY_OF } from './opcodes.ts';

const NOTHING = Buffer.alloc(0);

/**
 * A wrong magic ends the stream without a word, once there is a header of it; lengths that contradict each other or the opcode end it with a status,
 * as memcached does. Then the request holds the opcode and opaque to answer with.
 */
export class BinaryRequestParser implements RequestParser {
  readonly request = new Request();
  readonly errorText = '';
  /** 0: close without an answer. */
  errorStatus: Status = Status.ok;
  position = 0;
  skip = 0;
  swallows = false;
  private buf: Buffer = NOTHING;
  private end = 0;

  over(buf: Buffer, start: number, end: number): void {
    this.buf = buf;
    this.position = start;
    this.end = end;
  }

  next(): Parsed {
    const buf = this.buf;
    const at = this.position;
    if (this.end - at < HEADER) return Parsed.more;
    if (buf[at] !== REQUEST_MAGIC) return this.broken(Status.ok);
    const request = this.request;
    const opcode = buf[at + 1]!;
    const keyBytes = (buf[at + 2]! << 8) | buf[at + 3]!;
    const extras = buf[at + 4]!;
    const body = u32(buf, at + 8);
    request.opcode = opcode;
    request.opaque = u32(buf, at + 12);
    if (keyBytes + extras > body) return this.broken(Status.unknownCommand);
    if (keyBytes > KEY_BYTES_MAX || !fits(SHAPE_OF[opcode]!, keyBytes, extras, body)) {
      return this.broken(Status.invalid);
    }
    if (body > BODY_BYTES_MAX) return this.tooLarge(opcode, at + HEADER + extras, keyBytes, body - extras - keyBytes);
    const frameEnd = at + HEADER + body;
    if (frameEnd > this.end) return Parsed.more;

    const keyStart = at + HEADER + extras;
    // The table is filled with verbs only.
    request.verb = VERB_OF[opcode] as Verb;
    request.quiet = QUIET_OF[opcode] === 1;
    request.withKey = WITH_KEY_OF[opcode] === 1;
    request.frameStart = at;
    request.frameEnd = frameEnd;
    request.keyStart = keyStart;
    request.keyEnd = keyStart + keyBytes;
    request.valueStart = keyStart + keyBytes;
    request.valueEnd = frameEnd;
    request.cache = (buf[at + 6]! << 8) | buf[at + 7]!;
    request.casHi = u32(buf, at + 16);
    request.casLo = u32(buf, at + 20);
    if (extras !== 0) this.readExtras(SHAPE_OF[opcode]!, at + HEADER);
    else {
      request.flags = 0;
      request.expiry = 0;
    }
    this.position = frameEnd;
    return Parsed.message;
  }

  private readExtras(shape: number, at: number): void {
    const buf = this.buf;
    const request = this.request;
    request.flags = 0;
    if (shape === Shape.storage) {
      request.flags = u32(buf, at);
      request.expiry = u32(buf, at + 4);
    } else if (shape === Shape.counter) {
      request.deltaHi = u32(buf, at);
      request.deltaLo = u32(buf, at + 4);
      request.initialHi = u32(buf, at + 8);
      request.initialLo = u32(buf, at + 12);
      request.expiry = u32(buf, at + 16);
    } else {
      request.expiry = shape === Shape.unknown ? 0 : u32(buf, at);
    }
  }

  private tooLarge(opcode: number, keyStart: number, keyBytes: number, valueBytes: number): Parsed {
    const { request } = this;
    this.errorStatus = VERB_OF[opcode] === Verb.unknown ? Status.unknownCommand : Status.tooLarge;
    if (!this.swallows) return Parsed.broken;
    if (keyStart + keyBytes > this.end) return Parsed.more;
    // The table is filled with verbs only.
    request.verb = VERB_OF[opcode] as Verb;
    request.keyStart = keyStart;
    request.keyEnd = this.position = keyStart + keyBytes;
    this.skip = valueBytes;
    return Parsed.bad;
  }

  private broken(status: Status): Parsed {
    this.errorStatus = status;
    return Parsed.broken;
  }
}

function fits(shape: number, keyBytes: number, extras: number, body: number): boolean {
  switch (shape) {
    case Shape.key:
      return extras === 0 && keyBytes > 0 && body === keyBytes;
    case Shape.storage:
      return extras === 8 && keyBytes > 0;
    case Shape.concat:
      return extras === 0 && keyBytes > 0;
    case Shape.counter:
      return extras === 20 && keyBytes > 0 && body === keyBytes + 20;
    case Shape.empty:
      return body === 0;
    case Shape.flush:
      return keyBytes === 0 && body === extras && (extras === 0 || extras === 4);
    case Shape.stat:
      return extras === 0 && body === keyBytes;
    case Shape.touch:
      return extras === 4 && keyBytes > 0;
    // Nobody knows these, the verbosity among them: nobody looks inside.
    default:
      return true;
  }
}
