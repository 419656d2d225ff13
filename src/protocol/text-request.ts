/**
 * Text requests as memcached 1.6 reads them, its error texts included. One key of a multi-get is one request:
 *
 *   get a b c CR LF      a: first         b                 c: last
 *                        position stays at the `g`          position moves behind the LF
 *
 * so a consumer takes a command to its last key before it hands the buffer back.
 */
import { BODY_BYTES_MAX, KEY_BYTES_MAX } from './binary-header.ts';
import { parseDecimal, U64 } from './decimal.ts';
import { Meta, META_TOKENS_MAX } from './meta.ts';
import { Parsed, Request, Status, Verb, type RequestParser } from './message.ts';
import { endsLine, sameText, SPACE, TextLine } from './text-line.ts';
import { textVerb } from './text-verbs.ts';

const NOTHING = Buffer.alloc(0);
/** A line without an end that is longer than this is garbage, unless it may be a multi-get. */
const LINE_BYTES_MAX = 2048;
const GET_LINE_BYTES_MAX = 1 << 20;
const GET_INDENT_MAX = 100;
const VALUE_BYTES_LIMIT = 0x7fff_fffd;
const TWO_31 = 2_147_483_648;
const BAD_FORMAT = 'CLIENT_ERROR bad command line format';
const BAD_CHUNK = 'CLIENT_ERROR bad data chunk';
const BAD_EXPIRY = 'CLIENT_ERROR invalid exptime argument';
const BAD_DELTA = 'CLIENT_ERROR invalid numeric delta argument';
const BAD_DELETE = 'CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]';
const TOO_LARGE = 'SERVER_ERROR object too large for cache';

export class TextRequestParser implements RequestParser {
  readonly request = new Request();
  errorStatus: Status = Status.ok;
  errorText = '';
  skip = 0;
  swallows = false;
  position = 0;
  private buf: Buffer = NOTHING;
  private end = 0;
  private readonly line = new TextLine();
  private readonly number = new U64();
  /** Where the next key of a multi-get begins; 0 between commands. */
  private nextKey = 0;

  over(buf: Buffer, start: number, end: number): void {
    this.buf = buf;
    this.position = start;
    this.end = end;
    this.nextKey = 0;
  }

  next(): Parsed {
    if (this.nextKey !== 0) return this.takeKey(false);
    const line = this.line;
    if (!line.find(this.buf, this.position, this.end)) return this.unfinishedLine();
    line.split();
    const request = this.request;
    request.verb = line.count === 0 ? Verb.unknown : textVerb(this.buf, line.startOf(0), line.endOf(0));
    request.quiet = false;
    request.frameStart = line.start;
    request.frameEnd = line.next;
    request.keyStart = request.keyEnd = request.valueStart = request.valueEnd = line.next;
    request.flags = request.expiry = request.casHi = request.casLo = 0;
    request.first = request.last = true;
    switch (request.verb) {
      case Verb.get:
      case Verb.gets:
      case Verb.gat:
      case Verb.gats:
        return this.retrieval();
      case Verb.set:
      case Verb.add:
      case Verb.replace:
      case Verb.append:
      case Verb.prepend:
        return line.count === 5 || line.count === 6 ? this.storage() : this.unknown();
      case Verb.cas:
        return line.count === 6 || line.count === 7 ? this.storage() : this.unknown();
      case Verb.incr:
      case Verb.decr:
        return line.count === 3 || line.count === 4 ? this.counter() : this.unknown();
      case Verb.touch:
        return line.count === 3 || line.count === 4 ? this.touch() : this.unknown();
      case Verb.delete:
        return line.count >= 2 && line.count <= 4 ? this.deletion() : this.unknown();
      case Verb.flush:
        return line.count <= 3 ? this.flush() : this.unknown();
      case Verb.verbosity:
        return line.count === 2 || line.count === 3 ? this.verbosity() : this.unknown();
      case Verb.meta:
        return this.meta();
      default:
        if (line.count > 1) this.keyIs(1);
        return this.message();
    }
  }

  private unfinishedLine(): Parsed {
    const length = this.end - this.position;
    const limit = length > LINE_BYTES_MAX && this.mayBeGet() ? GET_LINE_BYTES_MAX : LINE_BYTES_MAX;
    if (length <= limit) return Parsed.more;
    this.errorText = '';
    return Parsed.broken;
  }

  private mayBeGet(): boolean {
    const buf = this.buf;
    let at = this.position;
    while (buf[at] === SPACE && at - this.position < GET_INDENT_MAX) at++;
    return sameText(buf, at, at + 4, 'get ') || sameText(buf, at, at + 5, 'gets ');
  }

  private retrieval(): Parsed {
    const line = this.line;
    const touches = this.request.verb === Verb.gat || this.request.verb === Verb.gats;
    const keysFrom = touches ? 2 : 1;
    if (line.count < keysFrom) return this.unknown();
    if (touches && !this.expiryIs(1)) return this.bad(BAD_EXPIRY);
    if (line.count === keysFrom) return touches ? this.bad('END') : this.unknown();
    let length = 0;
    for (let at = line.startOf(keysFrom); at < line.end; at++) {
      length = this.buf[at] === SPACE ? 0 : length + 1;
      if (length > KEY_BYTES_MAX) return this.bad(BAD_FORMAT);
    }
    this.nextKey = line.startOf(keysFrom);
    return this.takeKey(true);
  }

  private takeKey(first: boolean): Parsed {
    const request = this.request;
    const buf = this.buf;
    const end = this.line.end;
    let at = this.nextKey;
    request.keyStart = at;
    while (at < end && buf[at] !== SPACE) at++;
    request.keyEnd = at;
    while (at < end && buf[at] === SPACE) at++;
    request.first = first;
    request.last = at >= end;
    this.nextKey = request.last ? 0 : at;
    if (request.last) this.position = request.frameEnd;
    return Parsed.message;
  }

  /** `<command> <key> <flags> <exptime> <bytes> [<cas>] [noreply]` and the data block. */
  private storage(): Parsed {
    const line = this.line;
    const request = this.request;
    const tokens = request.verb === Verb.cas ? 6 : 5;
    this.quietIs(tokens);
    const bytes = cut(this.decimal(4));
    const flags = this.flags(2);
    if (flags < 0 || !this.expiryIs(3) || bytes < 0 || bytes > VALUE_BYTES_LIMIT) return this.bad(BAD_FORMAT);
    if (!this.keyIs(1)) return this.bad(BAD_FORMAT);
    request.flags = flags;
    if (request.verb === Verb.cas) {
      if (!this.number.scan(this.buf, line.startOf(5), line.endOf(5))) return this.bad(BAD_FORMAT);
      request.casHi = this.number.hi;
      request.casLo = this.number.lo;
    }
    return this.data(bytes);
  }

  private data(bytes: number): Parsed {
    const request = this.request;
    if (bytes > BODY_BYTES_MAX) return this.tooLarge(bytes);
    const valueEnd = this.line.next + bytes;
    if (valueEnd + 2 > this.end) return Parsed.more;
    request.valueEnd = valueEnd;
    request.frameEnd = valueEnd + 2;
    const framed = request.verb === Verb.meta || endsLine(this.buf, valueEnd);
    return framed ? this.message() : this.bad(BAD_CHUNK);
  }

  private counter(): Parsed {
    const line = this.line;
    const request = this.request;
    this.quietIs(3);
    if (!this.keyIs(1)) return this.bad(BAD_FORMAT);
    if (!this.number.scan(this.buf, line.startOf(2), line.endOf(2))) return this.bad(BAD_DELTA);
    request.deltaHi = this.number.hi;
    request.deltaLo = this.number.lo;
    return this.message();
  }

  private touch(): Parsed {
    this.quietIs(3);
    if (!this.keyIs(1)) return this.bad(BAD_FORMAT);
    return this.expiryIs(2) ? this.message() : this.bad(BAD_EXPIRY);
  }

  /** An old form has a time after the key; only 0 is still accepted. */
  private deletion(): Parsed {
    const count = this.line.count;
    const noreply = this.quietIs(2);
    const zero = this.line.is(2, '0');
    const valid = count === 2 || (count === 3 && (zero || noreply)) || (count === 4 && zero && noreply);
    if (!valid) return this.bad(BAD_DELETE);
    return this.keyIs(1) ? this.message() : this.bad(BAD_FORMAT);
  }

  private flush(): Parsed {
    const noreply = this.quietIs(1);
    if (this.line.count === (noreply ? 2 : 1)) return this.message();
    return this.expiryIs(1) ? this.message() : this.bad(BAD_EXPIRY);
  }

  private verbosity(): Parsed {
    this.quietIs(1);
    return this.expiryIs(1) && this.request.expiry >= 0 ? this.message() : this.bad(BAD_FORMAT);
  }

  /** Framed only: the rest of the line, and whether the data block of `ms` ends as it should, is its executor's to see. */
  private meta(): Parsed {
    const line = this.line;
    const command = this.buf[line.startOf(0) + 1];
    if (command === Meta.noop) return this.message();
    if (line.count < 2) return command === Meta.debug ? this.bad(BAD_FORMAT) : this.unknown();
    if (!this.keyIs(1)) return this.bad(BAD_FORMAT);
    if (command !== Meta.set) return this.message();
    if (line.count > META_TOKENS_MAX) return this.bad('CLIENT_ERROR options flags too long');
    const bytes = line.count > 2 ? this.decimal(2) : -1;
    return bytes < 0 || bytes > VALUE_BYTES_LIMIT ? this.bad(BAD_FORMAT) : this.data(bytes);
  }

  private decimal(token: number): number {
    return parseDecimal(this.buf, this.line.startOf(token), this.line.endOf(token));
  }

  /** The lower 32 bits of what may have 64; -1 for what is no number. */
  private flags(token: number): number {
    const flags = this.decimal(token);
    if (flags >= 0) return flags >>> 0;
    return this.number.scan(this.buf, this.line.startOf(token), this.line.endOf(token)) ? this.number.lo : -1;
  }

  /** A time in seconds with an optional sign. memcached keeps 32 bits of it: beyond 2038 is before 1970. */
  private expiryIs(token: number): boolean {
    const negative = this.buf[this.line.startOf(token)] === 0x2d;
    const start = this.line.startOf(token) + (negative ? 1 : 0);
    const end = this.line.endOf(token);
    const seconds = parseDecimal(this.buf, start, end);
    if (seconds < 0) return this.longExpiryIs(start, end, negative);
    this.request.expiry = (negative ? -seconds : seconds) | 0;
    return true;
  }

  /** Up to 63 bits are read, though 32 are kept. */
  private longExpiryIs(start: number, end: number, negative: boolean): boolean {
    const { number } = this;
    if (!number.parse(this.buf, start, end)) return false;
    this.request.expiry = (negative ? -number.lo : number.lo) | 0;
    return number.hi < TWO_31 || (negative && number.hi === TWO_31 && number.lo === 0);
  }

  private keyIs(token: number): boolean {
    this.request.keyStart = this.line.startOf(token);
    this.request.keyEnd = this.line.endOf(token);
    return this.line.lengthOf(token) <= KEY_BYTES_MAX;
  }

  /** `noreply` counts where it is the last token, behind at least `from` others. */
  private quietIs(from: number): boolean {
    const last = this.line.count - 1;
    return (this.request.quiet = last >= from && this.line.is(last, 'noreply'));
  }

  private message(): Parsed {
    this.position = this.request.frameEnd;
    return Parsed.message;
  }

  private unknown(): Parsed {
    this.request.verb = Verb.unknown;
    this.request.quiet = false;
    return this.message();
  }

  /** memcached's `noreply` silences errors too. */
  private tooLarge(bytes: number): Parsed {
    this.bad(TOO_LARGE);
    if (!this.swallows) return Parsed.broken;
    this.errorStatus = Status.tooLarge;
    this.skip = bytes + 2;
    return Parsed.bad;
  }

  private bad(text: string): Parsed {
    this.skip = 0;
    this.errorStatus = Status.ok;
    this.errorText = this.request.quiet ? '' : text;
    this.position = this.request.frameEnd;
    return Parsed.bad;
  }
}

/** Of a length, too, memcached keeps 32 bits. */
function cut(value: number): number {
  return value < 0 ? value : value | 0;
}
