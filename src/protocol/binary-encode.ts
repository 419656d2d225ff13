/**
 * Binary messages, appended to a `Bytes`. Arguments are positional numbers and borrowed ranges: nothing is allocated
 * for a get, a set or their replies.
 */
import { putU32, REPLY_MAGIC, REQUEST_MAGIC, startMessage } from './binary-header.ts';
import { copyBytes, type Bytes } from './bytes.ts';
import { Status } from './message.ts';
import { Opcode } from './opcodes.ts';

// ---- requests

export function writeGet(out: Bytes, key: Uint8Array, keyStart: number, keyEnd: number, opaque: number): void {
  writeKeyed(out, Opcode.get, key, keyStart, keyEnd, 0, 0, opaque);
}

/** get, getq, getk, getkq, delete, deleteq, stat: a key and nothing else. */
export function writeKeyed(
  out: Bytes,
  opcode: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  casHi: number,
  casLo: number,
  opaque: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const at = startMessage(out, REQUEST_MAGIC, opcode, keyBytes, 0, 0, keyBytes, opaque, casHi, casLo);
  copyBytes(out.buf, at, key, keyStart, keyEnd);
}

/** set, add, replace and their quiet forms. A cas other than 0 makes the write conditional. */
export function writeStorage(
  out: Bytes,
  opcode: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  valueStart: number,
  valueEnd: number,
  flags: number,
  expiry: number,
  casHi: number,
  casLo: number,
  opaque: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const body = 8 + keyBytes + valueEnd - valueStart;
  const at = startMessage(out, REQUEST_MAGIC, opcode, keyBytes, 8, 0, body, opaque, casHi, casLo);
  putU32(out.buf, at, flags);
  putU32(out.buf, at + 4, expiry);
  copyBytes(out.buf, at + 8, key, keyStart, keyEnd);
  copyBytes(out.buf, at + 8 + keyBytes, value, valueStart, valueEnd);
}

/** append, prepend and their quiet forms; auth and step are of the same shape. */
export function writeConcat(
  out: Bytes,
  opcode: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  valueStart: number,
  valueEnd: number,
  casHi: number,
  casLo: number,
  opaque: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const body = keyBytes + valueEnd - valueStart;
  const at = startMessage(out, REQUEST_MAGIC, opcode, keyBytes, 0, 0, body, opaque, casHi, casLo);
  copyBytes(out.buf, at, key, keyStart, keyEnd);
  copyBytes(out.buf, at + keyBytes, value, valueStart, valueEnd);
}

/** incr, decr and their quiet forms. Expiry 0xffffffff: do not create what is not there. */
export function writeCounter(
  out: Bytes,
  opcode: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  deltaHi: number,
  deltaLo: number,
  initialHi: number,
  initialLo: number,
  expiry: number,
  casHi: number,
  casLo: number,
  opaque: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const at = startMessage(out, REQUEST_MAGIC, opcode, keyBytes, 20, 0, 20 + keyBytes, opaque, casHi, casLo);
  putU32(out.buf, at, deltaHi);
  putU32(out.buf, at + 4, deltaLo);
  putU32(out.buf, at + 8, initialHi);
  putU32(out.buf, at + 12, initialLo);
  putU32(out.buf, at + 16, expiry);
  copyBytes(out.buf, at + 20, key, keyStart, keyEnd);
}

/** touch, gat, gatq, gatk, gatkq. */
export function writeTouch(
  out: Bytes,
  opcode: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  expiry: number,
  opaque: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const at = startMessage(out, REQUEST_MAGIC, opcode, keyBytes, 4, 0, 4 + keyBytes, opaque, 0, 0);
  putU32(out.buf, at, expiry);
  copyBytes(out.buf, at + 4, key, keyStart, keyEnd);
}

/** Header only: noop, version, quit, quitq, mechs, stat, and flush without a delay. */
export function writeSimple(out: Bytes, opcode: number, opaque: number): void {
  startMessage(out, REQUEST_MAGIC, opcode, 0, 0, 0, 0, opaque, 0, 0);
}

/** flush and flushq with their delay in seconds; verbosity with its level. */
export function writeWord(out: Bytes, opcode: number, word: number, opaque: number): void {
  const at = startMessage(out, REQUEST_MAGIC, opcode, 0, 4, 0, 4, opaque, 0, 0);
  putU32(out.buf, at, word);
}

// ---- replies

/** Header only: stored, deleted, touched, flushed, noop, quit, and a conditional write's success. */
export function writeReply(
  out: Bytes,
  opcode: number,
  status: number,
  opaque: number,
  casHi: number,
  casLo: number,
): void {
  startMessage(out, REPLY_MAGIC, opcode, 0, 0, status, 0, opaque, casHi, casLo);
}

/** A hit of get or gat; an empty key range for the forms without key. */
export function writeValueReply(
  out: Bytes,
  opcode: number,
  opaque: number,
  flags: number,
  casHi: number,
  casLo: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  valueStart: number,
  valueEnd: number,
): void {
  const keyBytes = keyEnd - keyStart;
  const body = 4 + keyBytes + valueEnd - valueStart;
  const at = startMessage(out, REPLY_MAGIC, opcode, keyBytes, 4, Status.ok, body, opaque, casHi, casLo);
  putU32(out.buf, at, flags);
  copyBytes(out.buf, at + 4, key, keyStart, keyEnd);
  copyBytes(out.buf, at + 4 + keyBytes, value, valueStart, valueEnd);
}

/** The new value of incr or decr. */
export function writeCounterReply(
  out: Bytes,
  opcode: number,
  opaque: number,
  valueHi: number,
  valueLo: number,
  casHi: number,
  casLo: number,
): void {
  const at = startMessage(out, REPLY_MAGIC, opcode, 0, 0, Status.ok, 8, opaque, casHi, casLo);
  putU32(out.buf, at, valueHi);
  putU32(out.buf, at + 4, valueLo);
}

/** A status with the text memcached sends along ('Not found', …). */
export function writeErrorReply(out: Bytes, opcode: number, status: number, opaque: number): void {
  const text = STATUS_TEXT.get(status) ?? UNKNOWN_STATUS_TEXT;
  const at = startMessage(out, REPLY_MAGIC, opcode, 0, 0, status, text.length, opaque, 0, 0);
  copyBytes(out.buf, at, text, 0, text.length);
}

/** A reply whose key and value are Latin-1 text: version, mechs, auth, and a line of stat ('' and '' ends it). */
export function writeTextReply(
  out: Bytes,
  opcode: number,
  status: number,
  opaque: number,
  key: string,
  value: string,
): void {
  const body = key.length + value.length;
  const at = startMessage(out, REPLY_MAGIC, opcode, key.length, 0, status, body, opaque, 0, 0);
  out.buf.write(key + value, at, body, 'latin1');
}

const UNKNOWN_STATUS_TEXT = Buffer.from('Unknown error');
const STATUS_TEXTS: readonly (readonly [status: Status, text: string])[] = [
  [Status.notFound, 'Not found'],
  [Status.exists, 'Data exists for key.'],
  [Status.tooLarge, 'Too large.'],
  [Status.invalid, 'Invalid arguments'],
  [Status.notStored, 'Not stored.'],
  [Status.nonNumeric, 'Non-numeric server-side value for incr or decr'],
  [Status.authError, 'Auth failure.'],
  [Status.unknownCommand, 'Unknown command'],
  [Status.outOfMemory, 'Out of memory'],
  [Status.notSupported, 'Not supported'],
  [Status.internal, 'Internal error'],
  [Status.busy, 'Busy'],
  [Status.temporary, 'Temporary failure'],
];
const STATUS_TEXT: ReadonlyMap<number, Buffer> = new Map(
  STATUS_TEXTS.map(([status, text]) => [status, Buffer.from(text)]),
);
