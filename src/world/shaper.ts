/**
 * What a pipe asks before it lets bytes through: the decision is the shaper's, the deed the pipe's. The same shaper is
 * asked by the virtual pipe, by the live socket of our own nodes, and by the stand-alone relay.
 *
 *   write ─> shape(now, n) ─> { take, at, fate } ─> the pipe keeps `take` bytes until `at`, then passes or drops them
 *                                                   and asks again about the rest
 */
import type { Nanos } from './world.ts';

/** `pass` on at `at` · `drop`: never arrives. */
export type Fate = 'pass' | 'drop';
/** `end`: both directions end in peace (FIN) at `closeAt` · `reset`: RST at `closeAt`. */
export type CloseBy = 'end' | 'reset';

/** Reused between calls: the shaper overwrites every field through `clear` and what it wants to say. */
export class Verdict {
  /**
   * How many of the bytes this verdict is about, 1..bytes; the pipe asks again about the rest. 0: they do not tell yet
   * what they are. They wait, without holding the writer back, and are asked about again with what comes behind them.
   */
  take = 0;
  /** When they leave: >= now. The pipe keeps their order: no byte overtakes an earlier one. Infinity: held until `changed`. */
  at: Nanos = 0;
  fate: Fate = 'pass';
  /** Bits that are inverted in the last of the bytes. 0: none. */
  flip = 0;
  /** The connection is closed at this time, whatever else happens. Infinity: not. The earliest of all verdicts counts. */
  closeAt: Nanos = Infinity;
  closeBy: CloseBy = 'end';

  clear(now: Nanos, bytes: number): void {
    this.take = bytes;
    this.at = now;
    this.fate = 'pass';
    this.flip = 0;
    this.closeAt = Infinity;
    this.closeBy = 'end';
  }
}

/** One direction of one connection. */
export interface Shaper {
  /** False: the pipe need not ask at all (the fast path). */
  readonly active: boolean;
  /** About the bytes buf[start, start + bytes), at least one, that enter at `now`. `out` comes cleared: pass all, at once. */
  shape(now: Nanos, bytes: number, out: Verdict, buf: Uint8Array, start: number): void;
  /** About the end of the direction (FIN) that enters at `now`; only `at`, `fate` and `closeAt` of `out` count. */
  shapeEnd(now: Nanos, out: Verdict): void;
  /**
   * When the connection has to end, as things stand: asked when the pipe begins and after each change, which puts the
   * answer in the place of all earlier ones. Only `closeAt` and `closeBy` of `out` count.
   */
  standing(now: Nanos, out: Verdict): void;
  /** The last `bytes` that were asked about, and passed, are asked about again: the toxics changed. */
  rewind(now: Nanos, bytes: number): void;
  /**
   * Set by the pipe. The owner calls it after the toxics changed: what is held (its time to leave has not come) is
   * shaped again, as of when it entered, and leaves no earlier than now.
   */
  changed: (() => void) | null;
}
