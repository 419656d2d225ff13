import { REPLY_MAGIC } from '../../protocol/binary-header.ts';
import { BinaryReplies } from './binary-replies.ts';
import type { Framing } from './framing.ts';
import type { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';
import { TextReplies } from './text-replies.ts';

/** Downstream. */
export class ReplyFraming implements Framing {
  request: ReadRequest | null = null;
  readonly #session: Session;
  readonly #text: TextReplies;
  readonly #binary: BinaryReplies;

  constructor(session: Session, fresh: boolean) {
    this.#session = session;
    this.#text = new TextReplies(session);
    this.#binary = new BinaryReplies(session, fresh);
  }

  frame(buf: Buffer, start: number, end: number): number {
    const binary = this.#session.protocol === 'binary' || buf[start] === REPLY_MAGIC;
    const replies = binary ? this.#binary : this.#text;
    const frame = replies.frame(buf, start, end);
    this.request = replies.request;
    return frame;
  }

  /** It has been answered all the same. */
  drop(): void {}
}
