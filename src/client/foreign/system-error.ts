import { Outcome } from '../../measure/outcome.ts';
import { Break } from '../breaks.ts';

/** What an error of the operating system means to an operation, and to the connection. */
const MEANING: Readonly<Record<string, readonly [Outcome, Break]>> = {
  ECONNREFUSED: [Outcome.refused, Break.refused],
  ECONNRESET: [Outcome.reset, Break.reset],
  EPIPE: [Outcome.reset, Break.reset],
  ETIMEDOUT: [Outcome['connect-timeout'], Break['connect-timeout']],
  EMFILE: [Outcome['no-resources'], Break['no-descriptors']],
  ENFILE: [Outcome['no-resources'], Break['no-descriptors']],
  EADDRNOTAVAIL: [Outcome['no-resources'], Break['no-ports']],
};

/** Null: it is none. Libraries hand it on as it is, or as its text. */
export function systemOutcome(error: unknown): Outcome | null {
  return meaningOf(error)?.[0] ?? null;
}

export function systemBreak(error: unknown): Break {
  return meaningOf(error)?.[1] ?? Break.reset;
}

function meaningOf(error: unknown): readonly [Outcome, Break] | undefined {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  return MEANING[/\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? ''];
}
