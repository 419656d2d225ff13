import { Fifo } from './fifo.ts';
import type { ReadRequest } from './read-request.ts';

/** More than a pipe holds. */
const MEMORY_BYTES = 300 * 1024;
/** So few are kept whatever may still come again: looking costs more. */
const STRETCHES_MIN = 16;

/** Bytes in a row that are of one message, or of none. */
interface Stretch {
  readonly request: ReadRequest | null;
  bytes: number;
}

/**
 * What went by and may come again:
 *
 *     | forgotten | log                    | again            | not seen yet
 *                            <── rewind ──   ── advance ──>
 */
export class Passed {
  readonly #log = new Fifo<Stretch>();
  /** Of the log. */
  #bytes = 0;
  /** The last is the next. */
  readonly #again: Stretch[] = [];

  /** What comes again next; undefined: nothing does. */
  get next(): Stretch | undefined {
    // Reading an element that cannot be is slow.
    return this.#again.length === 0 ? undefined : this.#again[this.#again.length - 1];
  }

  /** Only one stretch comes again. */
  get nextIsLast(): boolean {
    return this.#again.length === 1;
  }

  add(request: ReadRequest | null, bytes: number): void {
    const { last } = this.#log;
    if (last?.request === request) last.bytes += bytes;
    else this.#log.push({ request, bytes });
    this.#bytes += bytes;
    this.#forget(MEMORY_BYTES);
  }

  /** At most `bytes` of the next stretch are through. Returns how many. */
  advance(bytes: number, kept: boolean): number {
    const next = this.next!;
    const through = Math.min(bytes, next.bytes);
    next.bytes -= through;
    if (next.bytes === 0) this.#again.pop();
    if (kept) this.add(next.request, through);
    return through;
  }

  /** What lies further back was never seen, and is left to be. */
  rewind(bytes: number): void {
    let left = bytes;
    for (let last = this.#log.last; last !== undefined && left > 0; last = this.#log.last) {
      const back = Math.min(left, last.bytes);
      left -= back;
      last.bytes -= back;
      this.#bytes -= back;
      if (last.bytes === 0) this.#log.pop();
      const { next } = this;
      if (next !== undefined && next.request === last.request) next.bytes += back;
      else this.#again.push({ request: last.request, bytes: back });
    }
  }

  /** Only so many bytes may still come again. */
  keep(bytes: number): void {
    if (this.#log.size > STRETCHES_MIN) this.#forget(bytes);
  }

  #forget(memory: number): void {
    let first = this.#log.at(0);
    while (first !== undefined && this.#bytes - first.bytes >= memory) {
      this.#bytes -= first.bytes;
      this.#log.shift();
      first = this.#log.at(0);
    }
  }
}
