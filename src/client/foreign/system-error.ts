import { Outcome } from '../../measure/outcome.ts';

const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  ECONNREFUSED: Outcome.refused,
  ECONNRESET: Outcome.reset,
  EPIPE: Outcome.reset,
  ETIMEDOUT: Outcome['connect-timeout'],
  EMFILE: Outcome['no-resources'],
  ENFILE: Outcome['no-resources'],
  EADDRNOTAVAIL: Outcome['no-resources'],
};

/** What an error of the operating system means to an operation; libraries hand it on as it is, or as its text. */
export function systemOutcome(error: unknown): Outcome | null {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  const code = /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? '';
  return OUTCOME_OF[code] ?? null;
}
