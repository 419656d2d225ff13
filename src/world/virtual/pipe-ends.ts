import type { CloseBy } from '../shaper.ts';

/** The end that writes. Its calls may come from within its own `write` or `end`: it must not call its handler. */
export interface PipeSender {
  /** All that was written has left, after a `write` that returned false. */
  drained(): void;
  /** The FIN has left. */
  endSent(): void;
  /** A shaper closes the connection. */
  severed(by: CloseBy): void;
}

/** The end that reads; called from the kernel only. */
export interface PipeReceiver {
  /** buf[start, end) has arrived; returns the first byte not consumed. */
  read(buf: Buffer, start: number, end: number): number;
  /** The FIN has arrived, all before it was offered. */
  readEnd(): void;
}
