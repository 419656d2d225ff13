/**
 * twemproxy's ejection: `failures` failures in a row take a backend out of the ring for `retry`; any success sets the
 * count back to 0; nobody probes, live traffic tests it again after the retry time.
 *
 *   in ring ──(failures in a row)──> ejected ──(retry)──> in ring, counting from 0
 */
import type { Nanos } from '../../world/world.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { Terms, type TermsOptions } from './terms.ts';

export interface ConsecutiveEjectOptions {
  /** Silence that counts as a failure, in ns. @default 400 ms */
  readonly timeout: Nanos;
  /** @default 3 */
  readonly failures: number;
  /** Out of the ring for this long, in ns; or as others have it, longer each time and not too many. @default 30 s */
  readonly retry: Nanos | TermsOptions;
}

export function consecutiveEject(options: ConsecutiveEjectOptions, seat?: PolicySeat): Policy {
  const { timeout, failures, retry } = options;
  const failuresInARow: number[] = [];
  const terms = typeof retry === 'number' || seat === undefined ? null : new Terms(retry, seat);
  if (terms === null && typeof retry !== 'number') throw new Error('consecutive-eject: expected a seat for its terms');
  return {
    timeout,
    answered(backend) {
      failuresInARow[backend] = 0;
      return 0;
    },
    failed(backend, now) {
      const count = (failuresInARow[backend] ?? 0) + 1;
      failuresInARow[backend] = count < failures ? count : 0;
      terms?.heardOf(backend, now);
      if (count < failures) return 0;
      return typeof retry === 'number' ? now + retry : terms!.eject(backend, now);
    },
  };
}
