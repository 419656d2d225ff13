/**
 * SASL PLAIN (RFC 4616): `authzid \0 user \0 password`. Clients send the authzid empty or, like libmemcached's, equal to
 * the user: it is accepted and ignored.
 */
import { timingSafeEqual } from 'node:crypto';
import { REQUEST_MAGIC, startMessage } from './binary-header.ts';
import { copyBytes, type Bytes } from './bytes.ts';
import type { Request } from './message.ts';
import { Opcode } from './opcodes.ts';

/** Decoded copies: they outlive the borrowed buffer. */
export interface PlainCredentials {
  readonly user: Buffer;
  readonly password: Buffer;
}

/** A longer body is no sign-in. */
const PLAIN_BYTES_MAX = 1024;

/** Null when the body is not two NULs around a user that is not empty. The password may hold anything but NUL. */
export function decodePlain(buf: Buffer, start: number, end: number): PlainCredentials | null {
  if (end - start > PLAIN_BYTES_MAX) return null;
  const body = buf.subarray(start, end);
  const afterAuthzid = body.indexOf(0);
  const afterUser = body.indexOf(0, afterAuthzid + 1);
  if (afterAuthzid < 0 || afterUser < 0 || afterUser === afterAuthzid + 1) return null;
  if (body.indexOf(0, afterUser + 1) >= 0) return null;
  return {
    user: Buffer.from(body.subarray(afterAuthzid + 1, afterUser)),
    password: Buffer.from(body.subarray(afterUser + 1)),
  };
}

/**
 * What a text client signs in with: `set <key> 0 0 <bytes>` and a data block. Two readings of one form: MemCachier's (the
 * key is the user, the data the password) and that of `memcached -Y` (any key; the data is `user password`).
 */
export function decodeTextSignIn(request: Request, buf: Buffer): PlainCredentials[] {
  const { keyStart, keyEnd, valueStart, valueEnd } = request;
  if (valueEnd - valueStart > PLAIN_BYTES_MAX || keyStart === keyEnd) return [];
  const data = Buffer.from(buf.subarray(valueStart, valueEnd));
  const readings = [{ user: Buffer.from(buf.subarray(keyStart, keyEnd)), password: data }];
  const space = data.indexOf(0x20);
  if (space > 0) readings.push({ user: data.subarray(0, space), password: data.subarray(space + 1) });
  return readings;
}

export function encodePlain(user: string, password: string): Buffer {
  return Buffer.from(`\0${user}\0${password}`, 'utf8');
}

/** Reused: signing in is what a storm does most. */
const left = Buffer.alloc(PLAIN_BYTES_MAX);
const right = Buffer.alloc(PLAIN_BYTES_MAX);

/** Takes the same time wherever the secrets differ: both are padded to one length, and their lengths compared apart. */
export function sameSecret(given: Uint8Array, expected: Uint8Array): boolean {
  const size = PLAIN_BYTES_MAX;
  if (given.length > size || expected.length > size) return false;
  left.fill(0).set(given);
  right.fill(0).set(expected);
  const same = timingSafeEqual(left, right);
  left.fill(0);
  right.fill(0);
  return same && given.length === expected.length;
}

/** The AUTH request of the binary protocol. */
export function writeAuth(out: Bytes, mechanism: string, user: string, password: string, opaque: number): void {
  const name = Buffer.from(mechanism, 'latin1');
  const plain = encodePlain(user, password);
  const body = name.length + plain.length;
  const at = startMessage(out, REQUEST_MAGIC, Opcode.auth, name.length, 0, 0, body, opaque, 0, 0);
  copyBytes(out.buf, at, name, 0, name.length);
  copyBytes(out.buf, at + name.length, plain, 0, plain.length);
}
