/**
 * What the codecs and the nodes say to each other. One `Request` (one `Reply`) per parser is reused for every message:
 * it holds positions in the buffer that was parsed, never copies, and is valid until the next `next()` or until the
 * borrowed buffer goes back.
 */

export const Verb = {
  get: 1,
  gets: 2,
  set: 3,
  add: 4,
  replace: 5,
  append: 6,
  prepend: 7,
  cas: 8,
  delete: 9,
  incr: 10,
  decr: 11,
  touch: 12,
  gat: 13,
  gats: 14,
  flush: 15,
  version: 16,
  stats: 17,
  verbosity: 18,
  noop: 19,
  quit: 20,
  mechs: 21,
  auth: 22,
  step: 23,
  meta: 24,
  /** A well-framed command that nobody knows: text is answered `ERROR`, binary status 0x81. */
  unknown: 25,
} as const;
export type Verb = (typeof Verb)[keyof typeof Verb];

export type Protocol = 'text' | 'binary';

const NO_NAMESPACE = Buffer.alloc(0);

export class Request {
  verb: Verb = Verb.unknown;
  /** Binary: the opcode as sent. Text: 0. */
  opcode = 0;
  /** Binary quiet variants and text `noreply`. */
  quiet = false;
  /** Binary getk/getkq: the reply carries the key. */
  withKey = false;
  /** The whole frame; for one key of a text multi-get, the whole command. */
  frameStart = 0;
  frameEnd = 0;
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  flags = 0;
  /**
   * Seconds as sent: 0 never, up to 30 days relative, above that unix time, negative (text only): expired at once.
   * The delay of flush, the level of verbosity.
   */
  expiry = 0;
  /** 64 bits in two halves, unsigned. */
  casHi = 0;
  casLo = 0;
  deltaHi = 0;
  deltaLo = 0;
  initialHi = 0;
  initialLo = 0;
  /** Binary: the vbucket field, by which proxies name a cache to backends. Text: 0. */
  cache = 0;
  /** Of the credential that asks: the key begins with it, and no reply tells it. Empty: none. */
  namespace: Buffer = NO_NAMESPACE;
  /** Binary: copied into the reply. */
  opaque = 0;
  /** Text multi-get: this is the first, this the last key of its command (both true for all else). */
  first = true;
  last = true;
}

export const Parsed = {
  /** Nothing complete is left: keep what starts at `position`. */
  more: 0,
  /** A message was filled in; `position` is behind it. */
  message: 1,
  /** The command is malformed but the stream goes on: `error` is the reply's text or status; `position` is behind it. */
  bad: 2,
  /** The stream cannot be trusted any more: answer `error` if there is one, and close. */
  broken: 3,
} as const;
export type Parsed = (typeof Parsed)[keyof typeof Parsed];

/** Decodes requests (a server's side). Holds no state between buffers: what is incomplete is parsed again. */
export interface RequestParser {
  readonly request: Request;
  /** Starts on buf[start, end). */
  over(buf: Buffer, start: number, end: number): void;
  next(): Parsed;
  /** The first byte not consumed. */
  readonly position: number;
  /** What is too large to be read is `bad`, and to be skipped, as with memcached. @default false: it breaks the stream */
  swallows: boolean;
  /** After `bad`: bytes behind `position` that belong to what was refused, to be dropped unread as they come. */
  readonly skip: number;
  /** After `bad` or `broken`. Text: the whole line without CRLF, '' for none. */
  readonly errorText: string;
  /** After `bad` or `broken`. Binary status; 0: close without an answer. */
  readonly errorStatus: Status;
}

export const Status = {
  ok: 0x00,
  notFound: 0x01,
  exists: 0x02,
  tooLarge: 0x03,
  invalid: 0x04,
  notStored: 0x05,
  nonNumeric: 0x06,
  authError: 0x20,
  authContinue: 0x21,
  unknownCommand: 0x81,
  outOfMemory: 0x82,
  notSupported: 0x83,
  internal: 0x84,
  busy: 0x85,
  temporary: 0x86,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

export class Reply {
  status: Status = Status.ok;
  /** Binary: the opcode. Text: 0. */
  opcode = 0;
  opaque = 0;
  frameStart = 0;
  frameEnd = 0;
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  flags = 0;
  casHi = 0;
  casLo = 0;
  /** False while more replies to the same request follow: values of a text multi-get, lines of stats. */
  last = true;
}

/** Decodes replies (a client's side). The text protocol has to be told what was asked. */
export interface ReplyParser {
  readonly reply: Reply;
  over(buf: Buffer, start: number, end: number): void;
  /** `verb`: of the request that is answered; the binary parser ignores it. */
  next(verb: Verb): Parsed;
  readonly position: number;
}
