import type { PairOptions } from '../execute/run-pair.ts';
import { interruptible } from './interruptible.ts';
import { ProgressLine } from './progress.ts';
import type { Screen } from './status-line.ts';

export type Watch = Required<Pick<PairOptions, 'signal' | 'onProgress'>>;

/** While the action lasts, its progress is shown and Ctrl-C is heard. */
export async function watched<T>(screen: Screen, action: (watch: Watch) => Promise<T>): Promise<T> {
  const progress = new ProgressLine({ screen, now: () => performance.now() });
  return interruptible(
    screen,
    () => progress.clear(),
    (signal) => action({ signal, onProgress: (role, at) => progress.update(role, at) }),
  );
}
