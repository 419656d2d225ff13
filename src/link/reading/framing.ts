import type { ReadRequest } from './read-request.ts';

/** Too few bytes to tell. */
export const MORE = 0;
/** Nobody can tell what these bytes are. */
export const LOST = -1;

/** Cuts one direction into frames: a request, or a part of a reply that is decided on its own. */
export interface Framing {
  /** Of the frame that was found last; null: it is nobody's. */
  readonly request: ReadRequest | null;
  /**
   * The length of the frame that begins at buf[start], of which buf[start, end), at least one byte, has come: told before
   * all of it has. MORE, and it is asked again about the same bytes and what comes behind them; LOST, and it is asked next
   * about what comes behind `end`.
   */
  frame(buf: Buffer, start: number, end: number): number;
  /** Bytes of the request never arrive. */
  drop(request: ReadRequest): void;
}
