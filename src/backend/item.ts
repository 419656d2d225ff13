import { copyBytes } from '../protocol/bytes.ts';
import type { U64 } from '../protocol/decimal.ts';

/** What memcached spends on an item beside key and value: header, cas, the key's NUL and the value's CRLF. */
const OVERHEAD_BYTES = 48 + 8 + 1 + 2;

export function itemBytes(keyBytes: number, valueBytes: number, flags: number): number {
  return OVERHEAD_BYTES + keyBytes + valueBytes + (flags === 0 ? 0 : 4);
}

/** What meta commands ask or say of an item; a new value has none of it. */
export const Mark = {
  fetched: 1,
  /** May still be shown, but somebody should renew it. */
  stale: 2,
  /** Somebody was told to. */
  won: 4,
  /** Its key was sent in base64, and is told so. */
  base64: 8,
} as const;

/** A stored value. Its bytes are overwritten in place: read them before anything else happens to the store. */
export class Item {
  /** The key, then the value, then room to spare. */
  data: Buffer;
  keyBytes = 0;
  valueBytes = 0;
  flags = 0;
  /** Exact up to 2^53: a store that hands out a million a second reaches that in 285 years. */
  cas = 0;
  /** Unix seconds; 0 for never. */
  expiresAt = 0;
  /** Unix seconds: stored, or used last. */
  usedAt = 0;
  /** Bits of `Mark`. */
  marks = 0;
  hash = 0;
  /** The next in its bucket. */
  chain: Item | null = null;
  newer: Item | null = null;
  older: Item | null = null;

  constructor(bytes: number) {
    this.data = allocate(bytes);
  }

  /** The room is what counts: the bytes are not kept. */
  makeRoom(bytes: number): void {
    if (this.data.length < bytes) this.data = allocate(bytes);
  }

  get bytes(): number {
    return itemBytes(this.keyBytes, this.valueBytes, this.flags);
  }

  get end(): number {
    return this.keyBytes + this.valueBytes;
  }

  expired(now: number): boolean {
    return this.expiresAt !== 0 && this.expiresAt <= now;
  }

  /** A first fetch may be chance: memcached does not take it for use. */
  fetched(now: number): void {
    if ((this.marks & Mark.fetched) !== 0) this.usedAt = now;
    else this.marks |= Mark.fetched;
  }

  /** Reads the value as a number. False: it is none. */
  digits(to: U64): boolean {
    return to.scan(this.data, this.keyBytes, this.end);
  }

  /** There is room behind the value for buf[start, end) already; what was there is in `data`, which may be ours. */
  join(append: boolean, data: Buffer, valueBytes: number, buf: Uint8Array, start: number, end: number): void {
    const { keyBytes } = this;
    const moved = this.data !== data;
    if (moved) copyBytes(this.data, 0, data, 0, keyBytes);
    if (append) {
      if (moved) copyBytes(this.data, keyBytes, data, keyBytes, keyBytes + valueBytes);
      copyBytes(this.data, keyBytes + valueBytes, buf, start, end);
    } else {
      // The ranges may overlap, which `set` allows for and a forward loop does not.
      this.data.set(data.subarray(keyBytes, keyBytes + valueBytes), keyBytes + end - start);
      copyBytes(this.data, keyBytes, buf, start, end);
    }
  }

  hasKey(buf: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.keyBytes) return false;
    const data = this.data;
    for (let i = start, o = 0; i < end; i++, o++) if (buf[i] !== data[o]) return false;
    return true;
  }
}

/** A little more than is needed, so that a value that grows by a few bytes stays where it is. */
function allocate(bytes: number): Buffer {
  return Buffer.allocUnsafe((bytes + 31) & ~31);
}
