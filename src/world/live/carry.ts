const EMPTY = Buffer.alloc(0);
/** A buffer above this is given back once it is empty: one large value must not cost its size per connection for ever. */
const KEEP_BYTES = 64 * 1024;

/** Bytes in order, written behind and consumed in front: buffer[start, end). */
export class Carry {
  buffer: Buffer = EMPTY;
  start = 0;
  end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Copies from[start, end). */
  append(from: Uint8Array, start: number, end: number): void {
    const n = end - start;
    if (this.end + n > this.buffer.length) this.#reserve(n);
    // Short copies are faster byte by byte than through a call into the engine.
    if (n <= 64) for (let o = this.end; start < end;) this.buffer[o++] = from[start++]!;
    else this.buffer.set(start === 0 && end === from.length ? from : from.subarray(start, end), this.end);
    this.end += n;
  }

  consumeTo(index: number): void {
    this.start = index;
    if (this.start === this.end) this.clear();
  }

  clear(): void {
    this.start = this.end = 0;
    if (this.buffer.length > KEEP_BYTES) this.buffer = EMPTY;
  }

  /** Gives the buffer away to who still reads it, and starts with a new one. */
  abandon(): void {
    this.start = this.end = 0;
    this.buffer = EMPTY;
  }

  #reserve(n: number): void {
    const { length } = this;
    const target =
      length + n > this.buffer.length ? Buffer.allocUnsafeSlow(Math.max(256, 2 * (length + n))) : this.buffer;
    this.buffer.copy(target, 0, this.start, this.end);
    this.buffer = target;
    this.start = 0;
    this.end = length;
  }
}
