import type { RunProgress } from '../scenario/run.ts';

/** Progress is for people. */
const INTERVAL_MS = 100;

/** Lets progress through when the last that passed is old enough, and at the end. The rest is dropped, not delayed. */
export function throttled(tell: (progress: RunProgress) => void): (progress: RunProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS && progress.at < progress.to) return;
    last = now;
    tell(progress);
  };
}
