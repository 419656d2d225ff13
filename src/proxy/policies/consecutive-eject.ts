/**
 * twemproxy's ejection: `failures` failures in a row take a backend out of the ring for `retry`; any success sets the
 * count back to 0; nobody probes, live traffic tests it again after the retry time.
 *
 *   in ring ──(failures in a row)──> ejected ──(retry)──> in ring, counting from 0
 */
import type { Nanos } from '../../world/world.ts';
import type { Policy } from './policy.ts';

export interface ConsecutiveEjectOptions {
  /** Silence that counts as a failure, in ns. @default 400 ms */
  readonly timeout: Nanos;
  /** @default 3 */
  readonly failures: number;
  /** Out of the ring for this long, in ns. @default 30 s */
  readonly retry: Nanos;
}

export function consecutiveEject(options: ConsecutiveEjectOptions): Policy {
  const { timeout, failures, retry } = options;
  const failuresInARow: number[] = [];
  return {
    timeout,
    answered(backend) {
      failuresInARow[backend] = 0;
      return 0;
    },
    failed(backend, now) {
      const count = (failuresInARow[backend] ?? 0) + 1;
      failuresInARow[backend] = count < failures ? count : 0;
      return count < failures ? 0 : now + retry;
    },
  };
}
