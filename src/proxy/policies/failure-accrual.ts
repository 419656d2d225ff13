/**
 * Finagle's failure accrual: failures in a row, or too many among the latest requests, mark a backend dead; after its time
 * one request is let through, and its fate is the backend's.
 *
 *   Alive ──(either)──> Dead ──(dead time)──> ProbeOpen ──(a request)──> ProbeClosed ──(answer)──> Alive
 *                         ^───────────── dead for about twice as long ───────┘ (failure)
 *
 * Who is in and not known to be alive is being probed: the proxy lets one request through at a time (`probation`).
 * Finagle (FailureAccrualFactory, FailureAccrualPolicy) weighs its latest requests exponentially, and waits for a whole
 * window first; here it is a sliding one, and a few requests are enough.
 */
import type { Nanos } from '../../world/world.ts';
import { LatestRequests } from './latest-requests.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { Terms } from './terms.ts';

export interface FailureAccrualOptions {
  /** Silence that counts as a failure, in ns. @default 1 s */
  readonly timeout: Nanos;
  /** So many in a row. Infinity: only their share counts. @default 5 */
  readonly failures: number;
  /** Or a smaller share than this of answers, 0..1. @default 0.8 */
  readonly rate: number;
  /** Over the latest requests of this time, in ns. @default 30 s */
  readonly window: Nanos;
  /** Fewer in the window say nothing of their share. @default 5 */
  readonly requests: number;
  /** The first dead time, in ns; it doubles until an answer comes, and half of each is drawn anew (equal jitter). @default 5 s */
  readonly dead: Nanos;
  /** The longest, in ns. @default 300 s */
  readonly deadMax: Nanos;
}

export function failureAccrual(options: FailureAccrualOptions, seat: PolicySeat): Policy {
  const { timeout, failures, rate, window, requests: requestsMin, dead, deadMax } = options;
  const terms = new Terms(
    { base: dead, max: deadMax, growth: 'doubling', jitter: 'equal', easing: Infinity, ejectedPercentMax: 100 },
    seat,
  );
  const latest = Array.from({ length: seat.backends }, () => new LatestRequests(window));
  const failuresInARow = new Array<number>(seat.backends).fill(0);
  const isAlive = new Array<boolean>(seat.backends).fill(true);
  return {
    timeout,
    probation: true,
    answered(backend, now) {
      failuresInARow[backend] = 0;
      if (!isAlive[backend]) {
        isAlive[backend] = true;
        terms.forgive(backend);
        latest[backend]!.clear();
      }
      latest[backend]!.count(now, 1, 0);
      return 0;
    },
    failed(backend, now, _why, requests) {
      terms.heardOf(backend, now);
      failuresInARow[backend]! += requests;
      latest[backend]!.count(now, requests, requests);
      const isSick = failuresInARow[backend]! >= failures || latest[backend]!.isBelow(rate, requestsMin);
      if (isAlive[backend] && !isSick) return 0;
      isAlive[backend] = false;
      return terms.eject(backend, now);
    },
  };
}
