/**
 * The header that starts every message of the binary protocol, 24 bytes, big-endian:
 *
 *   0 magic | 1 opcode | 2 key length (2) | 4 extras length | 5 data type | 6 status or vbucket (2)
 *   8 body length = extras + key + value (4) | 12 opaque (4) | 16 cas (8)
 *
 * Bytes are read and written one by one: `readUInt32BE` and its kin check their arguments at a cost this path can feel.
 */
import type { Bytes } from './bytes.ts';

export const HEADER = 24;
export const REQUEST_MAGIC = 0x80;
export const REPLY_MAGIC = 0x81;
export const KEY_BYTES_MAX = 250;
/** A longer body is taken for a broken stream: a real one swallows it, we will not hold that much. */
export const BODY_BYTES_MAX = 8 << 20;

export function u32(buf: Uint8Array, at: number): number {
  return ((buf[at]! << 24) | (buf[at + 1]! << 16) | (buf[at + 2]! << 8) | buf[at + 3]!) >>> 0;
}

export function putU32(buf: Uint8Array, at: number, value: number): void {
  buf[at] = value >>> 24;
  buf[at + 1] = value >>> 16;
  buf[at + 2] = value >>> 8;
  buf[at + 3] = value;
}

/** `words` positional: this is called for every message that is written. Vbucket or status is `status`. */
export function putHeader(
  buf: Uint8Array,
  at: number,
  magic: number,
  opcode: number,
  keyBytes: number,
  extras: number,
  status: number,
  body: number,
  opaque: number,
  casHi: number,
  casLo: number,
): void {
  buf[at] = magic;
  buf[at + 1] = opcode;
  buf[at + 2] = keyBytes >>> 8;
  buf[at + 3] = keyBytes;
  buf[at + 4] = extras;
  buf[at + 5] = 0;
  buf[at + 6] = status >>> 8;
  buf[at + 7] = status;
  putU32(buf, at + 8, body);
  putU32(buf, at + 12, opaque);
  putU32(buf, at + 16, casHi);
  putU32(buf, at + 20, casLo);
}

/** Starts a message that is header + body long, and returns where its body goes. */
export function startMessage(
  out: Bytes,
  magic: number,
  opcode: number,
  keyBytes: number,
  extras: number,
  status: number,
  body: number,
  opaque: number,
  casHi: number,
  casLo: number,
): number {
  const at = out.grow(HEADER + body);
  putHeader(out.buf, at, magic, opcode, keyBytes, extras, status, body, opaque, casHi, casLo);
  return at + HEADER;
}
