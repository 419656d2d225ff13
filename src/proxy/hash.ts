/**
 * Key hashes as libmemcached and twemproxy compute them, 32 bits each. They return an int32, which V8 keeps unboxed
 * (use `>>> 0` for the unsigned value). Bytes from 0x80 are sign-extended, as C's signed `char` is on x86-64.
 */
import { createHash } from 'node:crypto';

export type KeyHash = (buf: Uint8Array, start: number, end: number) => number;

/** The low 32 bits of the 64-bit FNV-1a: the high half never flows back into them. */
function fnv1a_64(buf: Uint8Array, start: number, end: number): number {
  let hash = 0x84222325 | 0;
  // `start`..`end` lie inside the buffer, so the cast away from `undefined` is true; the same below.
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (((buf[i] as number) << 24) >> 24), 0x1b3);
  return hash;
}

function fnv1a_32(buf: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (((buf[i] as number) << 24) >> 24), 0x01000193);
  return hash;
}

/** Bob Jenkins' one-at-a-time: libmemcached's default without ketama. */
function one_at_a_time(buf: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) {
    hash = (hash + (((buf[i] as number) << 24) >> 24)) | 0;
    hash = (hash + (hash << 10)) | 0;
    hash ^= hash >>> 6;
  }
  hash = (hash + (hash << 3)) | 0;
  hash ^= hash >>> 11;
  return (hash + (hash << 15)) | 0;
}

/** The first word of the digest; libmemcached's default for weighted ketama. Two orders slower than the others. */
function md5(buf: Uint8Array, start: number, end: number): number {
  return createHash('md5').update(buf.subarray(start, end)).digest().readInt32LE(0);
}

export const KEY_HASHES = { fnv1a_64, fnv1a_32, one_at_a_time, md5 } satisfies Record<string, KeyHash>;
export type KeyHashName = keyof typeof KEY_HASHES;
