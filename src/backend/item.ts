/** What memcached spends on an item beside key and value: header, cas, the key's NUL and the value's CRLF. */
const OVERHEAD_BYTES = 48 + 8 + 1 + 2;

export function itemBytes(keyBytes: number, valueBytes: number, flags: number): number {
  return OVERHEAD_BYTES + keyBytes + valueBytes + (flags === 0 ? 0 : 4);
}

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
