import { parseDecimal } from '../../protocol/decimal.ts';
import { Parsed, Verb, type Request } from '../../protocol/message.ts';
import { NEWLINE, RETURN, sameText, SPACE, TextLine } from '../../protocol/text-line.ts';
import { TextRequestParser } from '../../protocol/text-request.ts';
import { textVerb } from '../../protocol/text-verbs.ts';
import { commandName, isAboutKeys } from './command-names.ts';
import { LOST, MORE } from './framing.ts';
import { LINE_BYTES_MAX, LineSearch } from './line-search.ts';
import { readMeta } from './meta-request.ts';
import { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';

const NAME_BYTES_MAX = 9;

/** Only ever shown a line, without the data block, it tells what a server would make of it. Holds nothing between lines. */
const parser = new TextRequestParser();
parser.swallows = true;
const line = new TextLine();

export class TextRequests {
  request: ReadRequest | null = null;
  /** What comes belongs to a line that was too long to wait for. */
  midLine = false;
  readonly #session: Session;
  readonly #lines = new LineSearch();
  /** Nothing was asked on this connection. */
  #first: boolean;

  constructor(session: Session, fresh: boolean) {
    this.#session = session;
    this.#first = fresh;
  }

  frame(buf: Buffer, start: number, end: number): number {
    if (this.midLine) return this.#restOfLine(buf, start, end);
    const length = this.#lines.find(buf, start, end);
    if (length === MORE) return MORE;
    if (length === LOST) return this.#longLine(buf, start);
    const first = this.#first;
    this.#first = false;
    parser.over(buf, start, start + length);
    const parsed = parser.next();
    const asked = parser.request;
    if (parsed === Parsed.broken) return LOST;
    if (asked.verb === Verb.unknown || (parsed === Parsed.bad && parser.skip === 0)) {
      this.request = null;
      if (parsed !== Parsed.bad || parser.errorText !== '') this.#session.text.addStranger();
      return length;
    }
    const request = this.#read(asked, buf, start, start + length);
    if (first && isSignIn(asked)) request.user = buf.toString('latin1', asked.keyStart, asked.keyEnd);
    this.request = request;
    if (!asked.quiet && asked.verb !== Verb.quit) this.#session.text.add(request);
    if (parsed === Parsed.message) return length;
    return length + (parsed === Parsed.bad ? parser.skip : dataBytes(asked.verb, buf, start, length));
  }

  /** buf[start, end) is the line. */
  #read(asked: Request, buf: Buffer, start: number, end: number): ReadRequest {
    const { verb, keyStart, keyEnd } = asked;
    const { credential } = this.#session;
    if (verb === Verb.meta) return readMeta(buf, start, endOfText(buf, start, end), credential);
    if (!isAboutKeys(verb)) return new ReadRequest(verb, commandName(verb), [], credential);
    const keys = isRetrieval(verb)
      ? buf.toString('latin1', keyStart, endOfText(buf, start, end))
      : [buf.toString('latin1', keyStart, keyEnd)];
    return new ReadRequest(verb, commandName(verb), keys, credential);
  }

  /** A server reads on only if it may be a get of many keys; those that came so far have to do. */
  #longLine(buf: Buffer, start: number): number {
    const gets = sameText(buf, start, start + 5, 'gets ');
    if (!gets && !sameText(buf, start, start + 4, 'get ')) return LOST;
    const known = buf.toString('latin1', start + 4, start + LINE_BYTES_MAX);
    const verb = gets ? Verb.gets : Verb.get;
    const keys = known.slice(gets ? 1 : 0, known.lastIndexOf(' ') + 1);
    this.request = new ReadRequest(verb, commandName(verb), keys, this.#session.credential);
    this.request.isCut = true;
    this.#session.text.add(this.request);
    this.midLine = true;
    this.#first = false;
    return LINE_BYTES_MAX;
  }

  #restOfLine(buf: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && buf[at] !== NEWLINE) at++;
    if (at === end) return end - start;
    this.midLine = false;
    return at + 1 - start;
  }
}

/** Whether a command by its name begins here. */
export function beginsCommand(buf: Buffer, start: number, end: number): 'yes' | 'no' | 'maybe' {
  const limit = Math.min(end, start + NAME_BYTES_MAX + 1);
  let at = start;
  while (at < limit && isOfName(buf[at]!)) at++;
  if (at === end && at - start <= NAME_BYTES_MAX) return 'maybe';
  const ends = buf[at] === SPACE || buf[at] === RETURN || buf[at] === NEWLINE;
  return at < limit && ends && textVerb(buf, start, at) !== Verb.unknown ? 'yes' : 'no';
}

function isOfName(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;
}

function isRetrieval(verb: Verb): boolean {
  return verb === Verb.get || verb === Verb.gets || verb === Verb.gat || verb === Verb.gats;
}

/** `set <user> 0 0 <bytes>` in front of all else. */
function isSignIn({ verb, quiet, flags, expiry }: Request): boolean {
  return verb === Verb.set && !quiet && flags === 0 && expiry === 0;
}

/** Of the data block that was not shown to the parser, its CRLF included. */
function dataBytes(verb: Verb, buf: Buffer, start: number, length: number): number {
  line.find(buf, start, start + length);
  line.split();
  const token = verb === Verb.meta ? 2 : 4;
  // Of a length memcached keeps 32 bits.
  return (parseDecimal(buf, line.startOf(token), line.endOf(token)) | 0) + 2;
}

/** Where the text of the line ends. */
function endOfText(buf: Buffer, start: number, end: number): number {
  line.find(buf, start, end);
  return line.end;
}
