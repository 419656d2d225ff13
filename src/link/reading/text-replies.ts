import { LOST, MORE } from './framing.ts';
import { LineSearch } from './line-search.ts';
import type { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';
import { TextAnswer } from './text-answer.ts';
import { Strangers } from './text-awaited.ts';

/** Holds nothing between lines. */
const answer = new TextAnswer();

/** A value with its data block is a frame, any other line is one. */
export class TextReplies {
  request: ReadRequest | null = null;
  readonly #session: Session;
  readonly #lines = new LineSearch();
  /** More of its reply is to come. */
  #current: ReadRequest | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  frame(buf: Buffer, start: number, end: number): number {
    const awaited = this.#session.text;
    const current = this.#current;
    if (current === null && awaited.first === undefined) {
      this.#lines.reset();
      return LOST;
    }
    const length = this.#lines.find(buf, start, end);
    if (length === MORE) return MORE;
    if (length === LOST) return this.#lose();
    answer.over(buf, start, start + length);
    const request = current === null ? awaited.claim(answer) : goesOn(current) ? current : null;
    if (request === null) return this.#lose();
    this.request = request instanceof Strangers ? null : request;
    this.#current = answer.isLast ? null : request;
    if (answer.isLast) {
      awaited.answered(request);
      if (request.user !== '' && answer.isStored) this.#session.credential = request.user;
    }
    return length + answer.dataBytes;
  }

  #lose(): number {
    this.#current = null;
    this.#lines.reset();
    this.#session.text.lose();
    return LOST;
  }
}

function goesOn(request: ReadRequest): boolean {
  return request instanceof Strangers ? answer.fitsAnything() : answer.fits(request);
}
