import { LOST, MORE, type Framing } from './framing.ts';
import type { Message, Reader } from './message.ts';
import { Passed } from './passed.ts';
import type { ReadRequest } from './read-request.ts';

/** Gives the bytes of one direction, frame by frame, to the messages they belong to. */
export class StreamReader implements Reader {
  message: Message | null = null;
  readonly #framing: Framing;
  readonly #passed = new Passed();
  /** Of the frame that is going by. */
  #request: ReadRequest | null = null;
  /** Its bytes that are not through. */
  #left = 0;

  constructor(framing: Framing) {
    this.#framing = framing;
  }

  peek(buf: Uint8Array, start: number, end: number): number {
    // What is still held stands in the buffer, in front of this.
    this.#passed.keep(start);
    const { next } = this.#passed;
    if (next !== undefined) {
      this.message = next.request;
      const goesOn = this.#passed.nextIsLast && next.request === this.#request;
      return Math.min(end - start, next.bytes + (goesOn ? this.#left : 0));
    }
    if (this.#left === 0) this.#begin(buf, start, end);
    this.message = this.#request;
    return Math.min(this.#left, end - start);
  }

  advance(bytes: number, kept: boolean): void {
    let left = bytes;
    for (let { next } = this.#passed; next !== undefined && left > 0; { next } = this.#passed) {
      if (!kept && next.request !== null) this.#framing.drop(next.request);
      left -= this.#passed.advance(left, kept);
    }
    if (left === 0) return;
    this.#left -= left;
    if (kept) this.#passed.add(this.#request, left);
    else if (this.#request !== null) this.#framing.drop(this.#request);
  }

  rewind(bytes: number): void {
    this.#passed.rewind(bytes);
  }

  #begin(buf: Uint8Array, start: number, end: number): void {
    this.#request = null;
    if (end <= start) return;
    const bytes = buf instanceof Buffer ? buf : Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
    const frame = this.#framing.frame(bytes, start, end);
    if (frame === MORE) return;
    this.#left = frame === LOST ? end - start : frame;
    if (frame !== LOST) this.#request = this.#framing.request;
  }
}
