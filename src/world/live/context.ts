import type { Server, Socket } from 'node:net';
import type { TraceHash } from '../trace.ts';
import type { LiveClock } from './clock.ts';
import type { Turn } from './turn.ts';

/** What every part of one live world shares. */
export interface LiveContext {
  readonly clock: LiveClock;
  readonly turn: Turn;
  readonly trace: TraceHash;
  /** What holds a descriptor of the process, until its 'close': the world's end destroys it. */
  readonly handles: Set<Socket | Server>;
  /** A handler threw. */
  fail(error: unknown): void;
}
