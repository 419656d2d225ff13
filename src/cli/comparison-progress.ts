import type { ComparisonProgress } from '../compare/run-comparison.ts';
import { grouped } from '../report/format.ts';
import { interruptible } from './interruptible.ts';
import { StatusLine, type Screen } from './status-line.ts';

export interface ComparisonWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ComparisonProgress) => void;
}

/** While the action lasts, it is shown how many of its runs are done, and Ctrl-C is heard. */
export async function comparisonWatched<T>(screen: Screen, action: (watch: ComparisonWatch) => Promise<T>): Promise<T> {
  const line = new StatusLine({ screen, now: () => performance.now() });
  const onProgress = ({ done, of, share }: ComparisonProgress): void =>
    line.show(() => [`${grouped(done)} of ${grouped(of)} runs`], share);
  return interruptible(
    screen,
    () => line.clear(),
    (signal) => action({ signal, onProgress }),
  );
}
