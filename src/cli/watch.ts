import type { PairOptions } from '../execute/run-pair.ts';
import { EXIT_ABORTED } from './exit-codes.ts';
import { ProgressLine, type Screen } from './progress.ts';

export type Watch = Required<Pick<PairOptions, 'signal' | 'onProgress'>>;

/**
 * While the action lasts, its progress is shown and Ctrl-C is heard: the first asks the run to end and to report, the
 * second ends the process.
 */
export async function watched<T>(screen: Screen, quiet: boolean, action: (watch: Watch) => Promise<T>): Promise<T> {
  const progress = new ProgressLine({ screen, now: () => performance.now(), onlyOnTerminal: quiet });
  const abort = new AbortController();
  const interrupt = (): void => {
    progress.clear();
    if (abort.signal.aborted) process.exit(EXIT_ABORTED);
    screen.write('brownout: stopping; what was measured is reported. Ctrl-C again to stop at once.\n');
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await action({ signal: abort.signal, onProgress: (role, at) => progress.update(role, at) });
  } finally {
    progress.clear();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
