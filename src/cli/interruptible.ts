import { EXIT_ABORTED } from './exit-codes.ts';
import type { Screen } from './status-line.ts';

/**
 * While the action lasts, Ctrl-C is heard: the first asks it to end and to report, the second ends the process. `clear`
 * takes away what stands on the screen's last line.
 */
export async function interruptible<T>(
  screen: Screen,
  clear: () => void,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => {
    clear();
    if (abort.signal.aborted) process.exit(EXIT_ABORTED);
    screen.write('brownout: stopping; what was measured is reported. Ctrl-C again to stop at once.\n');
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await action(abort.signal);
  } finally {
    clear();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
