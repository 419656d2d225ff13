/** What is worth knowing of a server that works. */
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { StepReport } from './step.ts';

export type NoteCode = 'read-only' | 'no-version' | 'gone-already' | 'slow' | 'slow-connect';

export interface Note {
  readonly code: NoteCode;
  readonly says: string;
}

/** A step is one round trip, as the connect is: one that takes many, and noticeably long, spent its time elsewhere. */
const SLOW_TIMES = 5;
const SLOW_AT_LEAST: Nanos = 50 * MILLISECOND;
/** A SYN that is dropped is sent again after a second. */
const SYN_RETRY: Nanos = SECOND;

/** Those that a reply tells. */
export type ReplyNote = Exclude<NoteCode, 'slow' | 'slow-connect'>;

const SENTENCES: Readonly<Record<ReplyNote, string>> = {
  'read-only': 'this credential may only read: set was refused, get works',
  'no-version': 'the server does not tell its version',
  'gone-already': 'the key was gone before it was deleted: somebody flushes, or the cache evicts at once',
};

export function note(code: ReplyNote): Note {
  return { code, says: SENTENCES[code] };
}

/** What the times of the steps tell. */
export function notesOn(steps: readonly StepReport[]): Note[] {
  const [connect, ...others] = steps;
  if (connect?.outcome !== 'ok') return [];
  const notes: Note[] = [];
  if (connect.time >= SYN_RETRY) {
    const says = `connect took ${spanText(connect.time)}: packets get lost, or the server is slow to accept (a full backlog)`;
    notes.push({ code: 'slow-connect', says });
  }
  for (const { name, time, outcome } of others) {
    if (outcome === 'failed' || time < SLOW_TIMES * connect.time || time < connect.time + SLOW_AT_LEAST) continue;
    const times = Math.round(time / Math.max(1, connect.time));
    const says = `${name} took ${spanText(time)}, ${times} times as long as the connect: it is not the network that is slow`;
    notes.push({ code: 'slow', says });
  }
  return notes;
}

/** `0.41 ms`, `5 s`. */
export function spanText(span: Nanos): string {
  if (span >= SECOND) return `${Number((span / SECOND).toFixed(2))} s`;
  const ms = span / MILLISECOND;
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}
