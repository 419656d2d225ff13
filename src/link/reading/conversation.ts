import type { Reader } from './message.ts';
import { ReplyFraming } from './reply-framing.ts';
import { RequestFraming } from './request-framing.ts';
import { Session } from './session.ts';
import { StreamReader } from './stream-reader.ts';

/**
 * What the two directions of a connection say, read as it goes by:
 *
 *   upstream   ─> frames ─> requests ──> awaited ─┐  the bytes of a reply belong to the
 *   downstream ─> frames ─> replies  <────────────┘  message that is the request's
 *
 * Bytes that are not understood are nobody's. Reading goes on with what looks like a beginning, and begins a piece.
 */
export class Conversation {
  readonly upstream: Reader;
  readonly downstream: Reader;

  /** `fresh`: it is read from its first byte on. */
  constructor({ fresh }: { readonly fresh: boolean }) {
    const session = new Session(fresh);
    this.upstream = new StreamReader(new RequestFraming(session, fresh));
    this.downstream = new StreamReader(new ReplyFraming(session, fresh));
  }
}
