import type { Policy } from './policy.ts';

/** No timeout, no ejection: the baseline, and the default of more proxies than one would think. */
export function none(): Policy {
  return { timeout: Infinity, answered: () => 0, failed: () => 0 };
}
