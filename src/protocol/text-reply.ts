/**
 * Text replies. What a line means depends on what was asked, so `next` is told. A get whose last value is followed by
 * `END` is one reply with `last` set; a bare `END` is a miss. Lines of stats and values before the last have `last`
 * unset. For errors the value is the line.
 */
import { BODY_BYTES_MAX } from './binary-header.ts';
import { parseDecimal, U64 } from './decimal.ts';
import { Parsed, Reply, Status, Verb, type ReplyParser } from './message.ts';
import { NEWLINE, RETURN, sameText, TextLine } from './text-line.ts';

const NOTHING = Buffer.alloc(0);
const LINE_BYTES_MAX = 4096;
const END = 'END\r\n';

export class TextReplyParser implements ReplyParser {
  readonly reply = new Reply();
  position = 0;
  private buf: Buffer = NOTHING;
  private end = 0;
  private readonly line = new TextLine();
  private readonly number = new U64();

  over(buf: Buffer, start: number, end: number): void {
    this.buf = buf;
    this.position = start;
    this.end = end;
  }

  next(verb: Verb): Parsed {
    const line = this.line;
    if (!line.find(this.buf, this.position, this.end)) {
      return this.end - this.position > LINE_BYTES_MAX ? Parsed.broken : Parsed.more;
    }
    line.split();
    const reply = this.reply;
    reply.status = Status.ok;
    reply.frameStart = line.start;
    reply.frameEnd = line.next;
    reply.keyStart = reply.keyEnd = reply.valueStart = reply.valueEnd = line.end;
    reply.flags = reply.casHi = reply.casLo = 0;
    reply.last = true;
    if (line.count === 0) return Parsed.broken;
    const error = errorStatus(line, this.buf);
    if (error !== Status.ok) return this.whole(error);
    switch (verb) {
      case Verb.get:
      case Verb.gets:
      case Verb.gat:
      case Verb.gats:
        if (line.is(0, 'END')) return this.done(Status.notFound);
        return line.is(0, 'VALUE') ? this.value() : Parsed.broken;
      case Verb.incr:
      case Verb.decr:
        if (this.number.parse(this.buf, line.start, trimmed(this.buf, line))) return this.whole(Status.ok);
        return this.word(verb);
      case Verb.stats:
        return this.stat();
      case Verb.version:
        return line.is(0, 'VERSION') ? this.rest(1) : Parsed.broken;
      case Verb.meta:
        return this.meta();
      default:
        return this.word(verb);
    }
  }

  /** `VALUE <key> <flags> <bytes> [<cas>]`, the data block, and `END` when it is next. */
  private value(): Parsed {
    const line = this.line;
    const reply = this.reply;
    if (line.count < 4 || line.count > 5) return Parsed.broken;
    const flags = parseDecimal(this.buf, line.startOf(2), line.endOf(2));
    const bytes = parseDecimal(this.buf, line.startOf(3), line.endOf(3));
    if (flags < 0 || bytes < 0) return Parsed.broken;
    if (line.count === 5) {
      if (!this.number.parse(this.buf, line.startOf(4), line.endOf(4))) return Parsed.broken;
      reply.casHi = this.number.hi;
      reply.casLo = this.number.lo;
    }
    reply.flags = flags >>> 0;
    reply.keyStart = line.startOf(1);
    reply.keyEnd = line.endOf(1);
    const framed = this.data(bytes);
    if (framed !== Parsed.message) return framed;
    // Whether this is the last value shows in what is next: END, an error, or another VALUE.
    const after = reply.frameEnd;
    if (after >= this.end) return Parsed.more;
    if (this.buf[after] === 0x45) {
      if (this.end - after < END.length) return Parsed.more;
      reply.last = sameText(this.buf, after, after + END.length, END);
      if (reply.last) reply.frameEnd = after + END.length;
    } else reply.last = false;
    return this.done(Status.ok);
  }

  private data(bytes: number): Parsed {
    const reply = this.reply;
    if (bytes > BODY_BYTES_MAX) return Parsed.broken;
    const valueEnd = this.line.next + bytes;
    if (valueEnd + 2 > this.end) return Parsed.more;
    if (this.buf[valueEnd] !== RETURN || this.buf[valueEnd + 1] !== NEWLINE) return Parsed.broken;
    reply.valueStart = this.line.next;
    reply.valueEnd = valueEnd;
    reply.frameEnd = valueEnd + 2;
    return Parsed.message;
  }

  private stat(): Parsed {
    const line = this.line;
    if (line.is(0, 'END') || line.is(0, 'RESET') || line.is(0, 'OK')) return this.done(Status.ok);
    if (!line.is(0, 'STAT') || line.count < 2) return Parsed.broken;
    this.reply.keyStart = line.startOf(1);
    this.reply.keyEnd = line.endOf(1);
    this.reply.last = false;
    return line.count > 2 ? this.rest(2) : this.done(Status.ok);
  }

  /** `VA <bytes> …` has a data block; the rest are lines. The value of a line without data is the line. */
  private meta(): Parsed {
    const line = this.line;
    if (line.is(0, 'VA')) {
      const bytes = line.count > 1 ? parseDecimal(this.buf, line.startOf(1), line.endOf(1)) : -1;
      if (bytes < 0) return Parsed.broken;
      const framed = this.data(bytes);
      return framed === Parsed.message ? this.done(Status.ok) : framed;
    }
    for (const [word, status] of META_WORDS) if (line.is(0, word)) return this.whole(status);
    return Parsed.broken;
  }

  private word(verb: Verb): Parsed {
    for (const [word, status, verbs] of WORDS) {
      if (this.line.is(0, word)) return verbs.includes(verb) ? this.whole(status) : Parsed.broken;
    }
    return Parsed.broken;
  }

  /** The value is the line from this token on. */
  private rest(token: number): Parsed {
    const line = this.line;
    this.reply.valueStart = line.count > token ? line.startOf(token) : line.end;
    return this.done(Status.ok);
  }

  private whole(status: Status): Parsed {
    this.reply.valueStart = this.line.start;
    return this.done(status);
  }

  private done(status: Status): Parsed {
    this.reply.status = status;
    this.position = this.reply.frameEnd;
    return Parsed.message;
  }
}

const STORAGE: readonly Verb[] = [Verb.set, Verb.add, Verb.replace, Verb.append, Verb.prepend, Verb.cas];
const KEYED: readonly Verb[] = [...STORAGE, Verb.delete, Verb.incr, Verb.decr, Verb.touch];
const WORDS: readonly (readonly [word: string, status: Status, verbs: readonly Verb[]])[] = [
  ['STORED', Status.ok, [...STORAGE, Verb.auth]],
  ['NOT_STORED', Status.notStored, STORAGE],
  ['EXISTS', Status.exists, STORAGE],
  ['NOT_FOUND', Status.notFound, KEYED],
  ['DELETED', Status.ok, [Verb.delete]],
  ['TOUCHED', Status.ok, [Verb.touch]],
  ['OK', Status.ok, [Verb.flush, Verb.verbosity, Verb.noop]],
];
const META_WORDS: readonly (readonly [word: string, status: Status])[] = [
  ['HD', Status.ok],
  ['OK', Status.ok],
  ['MN', Status.ok],
  ['ME', Status.ok],
  ['EN', Status.notFound],
  ['NF', Status.notFound],
  ['NS', Status.notStored],
  ['EX', Status.exists],
];

/** decr pads the number it shortened with spaces. */
function trimmed(buf: Uint8Array, line: TextLine): number {
  let end = line.end;
  while (end > line.start && buf[end - 1] === 0x20) end--;
  return end;
}

function errorStatus(line: TextLine, buf: Buffer): Status {
  if (line.is(0, 'ERROR')) return Status.unknownCommand;
  const client = line.is(0, 'CLIENT_ERROR');
  if (!client && !line.is(0, 'SERVER_ERROR')) return Status.ok;
  const text = buf.toString('latin1', line.start, line.end);
  if (text.includes('too large')) return Status.tooLarge;
  if (text.includes('non-numeric')) return Status.nonNumeric;
  if (text.includes('out of memory')) return Status.outOfMemory;
  if (text.includes('unauthenticated') || text.includes('authentication')) return Status.authError;
  return client ? Status.invalid : Status.temporary;
}
