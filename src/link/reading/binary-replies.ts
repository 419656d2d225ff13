import { BODY_BYTES_MAX, HEADER, KEY_BYTES_MAX, REPLY_MAGIC, u32 } from '../../protocol/binary-header.ts';
import { Status, Verb } from '../../protocol/message.ts';
import { Opcode, VERB_OF, WITH_KEY_OF } from '../../protocol/opcodes.ts';
import { LOST, MORE } from './framing.ts';
import type { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';

/** Each frame says what it answers, also where nobody knows what came before. */
export class BinaryReplies {
  request: ReadRequest | null = null;
  readonly #session: Session;
  #lost: boolean;

  constructor(session: Session, fresh: boolean) {
    this.#session = session;
    this.#lost = !fresh;
  }

  frame(buf: Buffer, start: number, end: number): number {
    if (this.#lost && !looksLikeReply(buf, start, end)) return LOST;
    this.#lost = buf[start] !== REPLY_MAGIC;
    if (this.#lost) return LOST;
    if (end - start < HEADER) return MORE;
    const opcode = buf[start + 1]!;
    const keyBytes = (buf[start + 2]! << 8) | buf[start + 3]!;
    const keyStart = start + HEADER + buf[start + 4]!;
    const body = u32(buf, start + 8);
    const bodyEnd = start + HEADER + body;
    this.#lost = keyStart + keyBytes > bodyEnd || body > BODY_BYTES_MAX;
    if (this.#lost) return LOST;
    const named = WITH_KEY_OF[opcode] === 1 && keyBytes <= KEY_BYTES_MAX;
    if (named && end < keyStart + keyBytes) return MORE;
    const key = named ? buf.toString('latin1', keyStart, keyStart + keyBytes) : '';
    const isLast = opcode !== Opcode.stat || keyBytes === 0 || statusOf(buf, start) !== Status.ok;
    this.request = this.#session.binary.answer(opcode, u32(buf, start + 12), key, isLast);
    return bodyEnd - start;
  }
}

/** Whether a whole header stands here that anybody would take for one. */
function looksLikeReply(buf: Buffer, start: number, end: number): boolean {
  if (buf[start] !== REPLY_MAGIC || end - start < HEADER) return false;
  return VERB_OF[buf[start + 1]!] !== Verb.unknown && buf[start + 5] === 0;
}

function statusOf(buf: Buffer, start: number): number {
  return (buf[start + 6]! << 8) | buf[start + 7]!;
}
