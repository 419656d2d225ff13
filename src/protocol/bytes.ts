/** A growable output buffer, reused for as long as its owner lives: encoders append to it, its owner writes it to a socket. */
export class Bytes {
  buf: Buffer;
  length = 0;

  constructor(capacity = 256) {
    this.buf = Buffer.allocUnsafeSlow(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for n more bytes and returns the index at which they go; the caller fills all of them. */
  grow(n: number): number {
    const at = this.length;
    this.length = at + n;
    if (this.length > this.buf.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.length, this.buf.length * 2));
      this.buf.copy(larger, 0, 0, at);
      this.buf = larger;
    }
    return at;
  }

  append(from: Uint8Array, start: number, end: number): void {
    const at = this.grow(end - start);
    copyBytes(this.buf, at, from, start, end);
  }

  /** Latin-1 text. */
  text(s: string): void {
    const at = this.grow(s.length);
    for (let i = 0; i < s.length; i++) this.buf[at + i] = s.charCodeAt(i);
  }
}

/** Copies from[start, end) to `to` at `at`. Up to about 40 bytes a loop beats a call into the engine (55 ns, any size). */
export function copyBytes(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): void {
  if (end - start <= 40) for (let i = start, o = at; i < end; i++, o++) to[o] = from[i]!;
  else to.set(new Uint8Array(from.buffer, from.byteOffset + start, end - start), at);
}
