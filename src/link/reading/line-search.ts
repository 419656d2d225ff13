import { NEWLINE } from '../../protocol/text-line.ts';
import { LOST, MORE } from './framing.ts';

/** A longer line is read no further. */
export const LINE_BYTES_MAX = 8192;

/** Finds the end of a line that comes in pieces; looks at each byte once. */
export class LineSearch {
  /** Of the line, without an end in them. */
  #searched = 0;

  /** The length of the line that begins at buf[start], its LF included. MORE: it has not come; LOST: it is too long. */
  find(buf: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + LINE_BYTES_MAX);
    let at = start + this.#searched;
    while (at < limit && buf[at] !== NEWLINE) at++;
    this.#searched = at - start;
    if (at >= limit && this.#searched < LINE_BYTES_MAX) return MORE;
    this.reset();
    return at < limit ? at + 1 - start : LOST;
  }

  /** Another line is next. */
  reset(): void {
    this.#searched = 0;
  }
}
