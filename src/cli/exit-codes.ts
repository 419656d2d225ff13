import type { VerdictName } from '../scenario/result.ts';

export const EXIT_FAILED = 1;
export const EXIT_BAD_INPUT = 2;
export const EXIT_ABORTED = 130;

export const EXIT_OF: Readonly<Record<VerdictName, number>> = {
  passed: 0,
  failed: EXIT_FAILED,
  invalid: 3,
  inconclusive: 4,
  aborted: EXIT_ABORTED,
};
