/** The steps of a check: what each asks, and what its reply means. Pure. */
import { writeGet, writeKeyed, writeSimple, writeStorage } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Status } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeAuth } from '../protocol/sasl.ts';
import type { HeardReply } from './caller.ts';
import type { FindingCode } from './findings.ts';
import type { ReplyNote } from './notes.ts';
import type { Question, StepName } from './step.ts';
import { firstLine } from './stranger.ts';

export interface Credential {
  readonly user: string;
  readonly password: string;
}

/** What is asked about, and what was learnt so far. */
export interface Visit {
  /** Null: nobody signs in. */
  readonly credential: Credential | null;
  readonly key: Buffer;
  readonly value: Buffer;
  /** The credential may not write. */
  readOnly: boolean;
}

/** What a reply says of the server. */
export type Judgement =
  | { readonly kind: 'well'; readonly detail: string }
  /** Not as it should be, but no reason to stop. */
  | { readonly kind: 'note'; readonly detail: string; readonly note: ReplyNote }
  | { readonly kind: 'wrong'; readonly code: FindingCode; readonly detail: string };

/** The value must not outlive a check that is cut off. */
const EXPIRY_SECONDS = 60;

export const OPCODES: Readonly<Record<Question, number>> = {
  version: Opcode.version,
  mechanisms: Opcode.mechs,
  authentication: Opcode.auth,
  set: Opcode.set,
  get: Opcode.get,
  delete: Opcode.delete,
};

export function question(step: Question, visit: Visit, opaque: number): Buffer {
  const { credential, key, value } = visit;
  const out = new Bytes();
  const opcode = OPCODES[step];
  switch (step) {
    case 'version':
    case 'mechanisms':
      writeSimple(out, opcode, opaque);
      break;
    case 'authentication':
      writeAuth(out, 'PLAIN', credential!.user, credential!.password, opaque);
      break;
    case 'set':
      writeStorage(out, opcode, key, 0, key.length, value, 0, value.length, 0, EXPIRY_SECONDS, 0, 0, opaque);
      break;
    case 'get':
      writeGet(out, key, 0, key.length, opaque);
      break;
    case 'delete':
      writeKeyed(out, opcode, key, 0, key.length, 0, 0, opaque);
  }
  return out.buf.subarray(0, out.length);
}

/** The step that follows one that went well; null: that was all. */
export function following(step: StepName, { credential, readOnly }: Visit): Question | null {
  switch (step) {
    case 'connect':
      return 'version';
    case 'version':
      return 'mechanisms';
    case 'mechanisms':
      return credential === null ? 'set' : 'authentication';
    case 'authentication':
      return 'set';
    case 'set':
      return 'get';
    case 'get':
      return readOnly ? null : 'delete';
    case 'delete':
      return null;
  }
}

export function judge(step: Question, visit: Visit, reply: HeardReply): Judgement {
  switch (step) {
    case 'version':
      return reply.status === Status.ok ? well(firstLine(reply.value)) : note('no-version', words(reply));
    case 'mechanisms':
      return judgeMechanisms(visit, reply);
    case 'authentication':
      return judgeSignIn(visit, reply);
    case 'set':
      if (reply.status === Status.ok) return well(`${visit.value.length} bytes`);
      if (reply.status === Status.authError && visit.credential !== null) return note('read-only', 'not allowed');
      return judgeRefusal(visit, reply);
    case 'get':
      return judgeGet(visit, reply);
    case 'delete':
      if (reply.status === Status.ok) return well('');
      if (reply.status === Status.notFound) return note('gone-already', 'not found');
      return judgeRefusal(visit, reply);
  }
}

function judgeMechanisms({ credential }: Visit, reply: HeardReply): Judgement {
  if (reply.status === Status.unknownCommand || reply.status === Status.notSupported) {
    return credential === null ? well('none: nobody has to sign in') : wrong('no-sasl', words(reply));
  }
  if (reply.status !== Status.ok) return wrong('sign-in-failed', words(reply));
  const offered = firstLine(reply.value);
  if (credential === null || offered.toUpperCase().split(/[ ,]+/).includes('PLAIN')) return well(offered);
  return wrong('no-plain', offered);
}

function judgeSignIn({ credential }: Visit, reply: HeardReply): Judgement {
  switch (reply.status) {
    case Status.ok:
      return well(`as ${firstLine(Buffer.from(credential!.user))}`);
    case Status.authError:
      return wrong('wrong-credentials', '');
    case Status.invalid:
      return wrong('no-plain', 'other mechanisms');
    case Status.unknownCommand:
      return wrong('no-sasl', '');
    default:
      return wrong('sign-in-failed', words(reply));
  }
}

function judgeGet(visit: Visit, reply: HeardReply): Judgement {
  if (reply.status === Status.notFound) return visit.readOnly ? well('not found, as it should') : wrong('lost', '');
  if (reply.status !== Status.ok) return judgeRefusal(visit, reply);
  return reply.value.equals(visit.value) ? well('the same value') : wrong('other-value', '');
}

function judgeRefusal({ credential }: Visit, reply: HeardReply): Judgement {
  switch (reply.status) {
    case Status.authError:
      return wrong(credential === null ? 'sign-in-required' : 'sign-in-forgotten', '');
    case Status.tooLarge:
      return wrong('too-large', '');
    case Status.outOfMemory:
      return wrong('out-of-memory', '');
    case Status.internal:
    case Status.busy:
    case Status.temporary:
      return wrong('no-backend', words(reply));
    default:
      return wrong('wrong-status', words(reply));
  }
}

function words({ status, value }: HeardReply): string {
  const number = `status 0x${status.toString(16).padStart(2, '0')}`;
  return value.length === 0 ? number : `${number}, ${firstLine(value)}`;
}

const well = (detail: string): Judgement => ({ kind: 'well', detail });
const note = (code: ReplyNote, detail: string): Judgement => ({ kind: 'note', note: code, detail });
const wrong = (code: FindingCode, detail: string): Judgement => ({ kind: 'wrong', code, detail });
