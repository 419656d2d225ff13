import { EMPTY, giveBuffer, takeBuffer } from './buffer-pool.ts';

/**
 * The bytes of one direction of a connection:
 *
 *     buf:  | consumed | unread | under way | waiting at the sender |
 *                      read     arrived     sent                    written
 *
 * The pipe is one, and does not have one: with thousands of connections an object more is a look into memory more.
 */
export class ByteQueue {
  protected buf: Buffer = EMPTY;
  protected read = 0;
  /** Up to here the receiver was shown: it takes no room of the window, also when it was left for later. */
  protected seen = 0;
  protected arrived = 0;
  protected sent = 0;
  protected written = 0;
  /** The receiver looks at `buf` right now: no byte may move under it. */
  protected delivering = false;

  /** Copies from[start, end). */
  protected append(from: Uint8Array, start: number, end: number): void {
    const n = end - start;
    this.#reserve(n);
    const buf = this.buf;
    let o = this.written;
    // Short copies are faster byte by byte than through a call into the engine.
    if (n <= 48) for (let i = start; i < end; i++) buf[o++] = from[i]!;
    else buf.set(new Uint8Array(from.buffer, from.byteOffset + start, n), o);
    this.written += n;
  }

  /** The next `n` bytes to be sent are lost. */
  protected remove(n: number): void {
    this.buf.copyWithin(this.sent, this.sent + n, this.written);
    this.written -= n;
  }

  /** All is consumed: the buffer is used from its start again. */
  protected rewindToStart(): void {
    this.read = this.seen = this.arrived = this.sent = this.written = 0;
  }

  protected drop(): void {
    this.dropBuffer();
    this.rewindToStart();
  }

  /** A buffer that is being looked at is not used again. */
  protected dropBuffer(): void {
    if (!this.delivering) giveBuffer(this.buf);
    this.buf = EMPTY;
  }

  #reserve(n: number): void {
    if (this.written + n <= this.buf.length) return;
    const live = this.written - this.read;
    let target = this.buf;
    if (live + n > this.buf.length) target = takeBuffer(2 * (live + n));
    else if (this.delivering) target = takeBuffer(this.buf.length);
    this.buf.copy(target, 0, this.read, this.written);
    if (target !== this.buf) this.dropBuffer();
    this.buf = target;
    this.seen -= this.read;
    this.arrived -= this.read;
    this.sent -= this.read;
    this.written -= this.read;
    this.read = 0;
  }
}
