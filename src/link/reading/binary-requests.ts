import { BODY_BYTES_MAX, HEADER, REQUEST_MAGIC, u32 } from '../../protocol/binary-header.ts';
import { BinaryRequestParser } from '../../protocol/binary-request.ts';
import { Parsed, Verb } from '../../protocol/message.ts';
import { QUIET_OF, VERB_OF } from '../../protocol/opcodes.ts';
import { decodePlain } from '../../protocol/sasl.ts';
import { commandName, isAboutKeys } from './command-names.ts';
import { LOST, MORE } from './framing.ts';
import { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';

/** Only a shorter body is waited for to see who signs in. */
const SIGN_IN_BYTES_MAX = 1024;
const META_NAME_BYTES = 2;

/** Only ever shown a header, it tells whether a server would go on behind it. Holds nothing between calls. */
const parser = new BinaryRequestParser();
parser.swallows = true;

export class BinaryRequests {
  request: ReadRequest | null = null;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  frame(buf: Buffer, start: number, end: number): number {
    if (buf[start] !== REQUEST_MAGIC) return LOST;
    if (end - start < HEADER) return MORE;
    if (!isAccepted(buf, start)) return LOST;
    const opcode = buf[start + 1]!;
    const bodyStart = start + HEADER;
    const bodyEnd = bodyStart + u32(buf, start + 8);
    // The table is filled with verbs only.
    const verb = VERB_OF[opcode] as Verb;
    const keyStart = bodyStart + buf[start + 4]!;
    const keyEnd = keyStart + ((buf[start + 2]! << 8) | buf[start + 3]!);
    if (end < decidedBy(verb, keyEnd, bodyStart, bodyEnd)) return MORE;
    if (verb === Verb.unknown) {
      this.request = null;
      return bodyEnd - start;
    }
    if (signsIn(verb, bodyStart, bodyEnd)) this.#signIn(buf, keyStart, keyEnd, bodyEnd);
    const command =
      verb === Verb.meta
        ? buf.toString('latin1', keyEnd, Math.min(keyEnd + META_NAME_BYTES, bodyEnd))
        : commandName(verb);
    const key = isAboutKeys(verb) ? [buf.toString('latin1', keyStart, keyEnd)] : [];
    const request = new ReadRequest(verb, command, key, this.#session.credential);
    request.quiet = QUIET_OF[opcode] === 1;
    this.#session.binary.add(request, opcode, u32(buf, start + 12));
    this.request = request;
    return bodyEnd - start;
  }

  #signIn(buf: Buffer, keyStart: number, keyEnd: number, bodyEnd: number): void {
    if (buf.toString('latin1', keyStart, keyEnd).toUpperCase() !== 'PLAIN') return;
    const given = decodePlain(buf, keyEnd, bodyEnd);
    if (given !== null) this.#session.credential = given.user.toString('latin1');
  }
}

/** Whether a whole header stands here that anybody would take for one. */
export function looksLikeRequest(buf: Buffer, start: number, end: number): boolean {
  if (buf[start] !== REQUEST_MAGIC || end - start < HEADER) return false;
  if (VERB_OF[buf[start + 1]!] === Verb.unknown || buf[start + 5] !== 0) return false;
  return u32(buf, start + 8) <= BODY_BYTES_MAX && isAccepted(buf, start);
}

function isAccepted(buf: Buffer, start: number): boolean {
  parser.over(buf, start, start + HEADER);
  return parser.next() !== Parsed.broken;
}

function signsIn(verb: Verb, bodyStart: number, bodyEnd: number): boolean {
  return (verb === Verb.auth || verb === Verb.step) && bodyEnd - bodyStart <= SIGN_IN_BYTES_MAX;
}

/** Where what has to be known of a request ends. */
function decidedBy(verb: Verb, keyEnd: number, bodyStart: number, bodyEnd: number): number {
  if (verb === Verb.meta) return Math.min(keyEnd + META_NAME_BYTES, bodyEnd);
  return signsIn(verb, bodyStart, bodyEnd) ? bodyEnd : keyEnd;
}
