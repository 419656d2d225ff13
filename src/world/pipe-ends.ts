import type { CloseBy } from './shaper.ts';
import type { TraceHash } from './trace.ts';
import type { Nanos, Task } from './world.ts';

/** Bytes on the way and unread at the receiver; what is written beyond waits at the sender. */
export const WINDOW = 256 * 1024;

/**
 * Pieces of different times under way: as many requests of 64 bytes as fill a window, but a window that a toxic cuts into
 * single bytes must not cost megabytes, nor each change of the link a tenth of a second.
 */
export const SEGMENTS_MAX = 4096;

/** What a pipe needs of its world: virtual time in the one, wall time in the other. */
export interface PipeKernel {
  readonly trace: TraceHash;
  now(): Nanos;
  post(t: Nanos, task: Task): void;
}

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
