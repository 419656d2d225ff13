import { parseDecimal } from '../../protocol/decimal.ts';
import { Parsed, Verb } from '../../protocol/message.ts';
import { TextLine } from '../../protocol/text-line.ts';
import { TextReplyParser } from '../../protocol/text-reply.ts';
import { mayAnswerMeta } from './meta-request.ts';
import type { ReadRequest } from './read-request.ts';

/** A line of a text reply, and the data block it announces: whose it may be. */
export class TextAnswer {
  isStored = false;
  /** Of what it was fitted to last: this line ends the reply. */
  isLast = true;
  /** Of what it was fitted to last: the length of the data block behind the line, its CRLF included. */
  dataBytes = 0;
  /** An error is anybody's. */
  #isError = false;
  #buf: Buffer = Buffer.alloc(0);
  readonly #line = new TextLine();
  /** Only ever shown a line, without the data block. */
  readonly #parser = new TextReplyParser();

  /** buf[start, end) is the line, its end included. */
  over(buf: Buffer, start: number, end: number): void {
    const line = this.#line;
    this.#buf = buf;
    line.find(buf, start, end);
    line.split();
    this.#isError = line.is(0, 'ERROR') || line.is(0, 'CLIENT_ERROR') || line.is(0, 'SERVER_ERROR');
    this.isStored = line.is(0, 'STORED');
  }

  /** It may be the answer to this request, or a part of it. */
  fits(request: ReadRequest): boolean {
    return this.#fitsVerb(request.verb) && (request.verb !== Verb.meta || this.#isError || this.#fitsMeta(request));
  }

  /** It repeats what a meta command gave to know its answer by. */
  get isNamed(): boolean {
    const { start, end } = this.#line;
    return / [Ok]/.test(this.#buf.toString('latin1', start, end));
  }

  /** It is, or begins, a whole answer to something. */
  fitsAnything(): boolean {
    const line = this.#line;
    if (line.is(0, 'VALUE')) return this.#fitsVerb(Verb.get);
    if (line.is(0, 'STAT') || this.#isListing) return this.#fitsVerb(Verb.stats);
    if (line.is(0, 'VA')) return this.#fitsVerb(Verb.meta);
    this.dataBytes = 0;
    this.isLast = true;
    return true;
  }

  /** It does not name a key that was not asked for. */
  isOfKeys(request: ReadRequest): boolean {
    const line = this.#line;
    if (!line.is(0, 'VALUE') || request.isCut) return true;
    return request.keys.includes(this.#buf.toString('latin1', line.startOf(1), line.endOf(1)));
  }

  #fitsVerb(verb: Verb): boolean {
    const line = this.#line;
    const parser = this.#parser;
    this.dataBytes = 0;
    this.isLast = false;
    if (verb === Verb.stats && this.#isListing) return true;
    parser.over(this.#buf, line.start, line.next);
    const parsed = parser.next(verb);
    if (parsed === Parsed.message) this.isLast = parser.reply.last;
    if (parsed !== Parsed.more) return parsed === Parsed.message;
    // A value, in one line with its length.
    this.isLast = verb === Verb.meta;
    const length = this.isLast ? 1 : 3;
    this.dataBytes = parseDecimal(this.#buf, line.startOf(length), line.endOf(length)) + 2;
    return true;
  }

  #fitsMeta(request: ReadRequest): boolean {
    return mayAnswerMeta(request, this.#buf, this.#line.start, this.#line.end);
  }

  /** Of `stats cachedump` and `stats detail dump`. */
  get #isListing(): boolean {
    return this.#line.is(0, 'ITEM') || this.#line.is(0, 'PREFIX');
  }
}
