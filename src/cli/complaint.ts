import { RunFailed } from '../execute/run-pair.ts';
import { BadInput } from '../scenario/errors.ts';
import { EXIT_BAD_INPUT, EXIT_FAILED } from './exit-codes.ts';

/** What the operating system refuses because of what the user asked for. */
const REFUSALS: ReadonlySet<string> = new Set(['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE']);

/** Bad input takes one line; a fault of ours comes with its stack. */
export function complaint(error: unknown): { text: string; code: number } {
  if (error instanceof BadInput) return { text: error.message, code: EXIT_BAD_INPUT };
  if (error instanceof RunFailed) {
    const { reason, message } = error;
    if (reason.code === 'bad-input' || REFUSALS.has(reason.code ?? '')) {
      return { text: inPlainWords(reason), code: EXIT_BAD_INPUT };
    }
    return { text: `${message}\n${reason.stack}`, code: EXIT_FAILED };
  }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: EXIT_FAILED };
}

function inPlainWords({ code, message }: { readonly code: string | null; readonly message: string }): string {
  return code === 'EADDRINUSE' ? `cluster.ports: expected ports that nobody listens on, got ${message}` : message;
}
