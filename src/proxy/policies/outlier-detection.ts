/**
 * Envoy's outlier detection: failures in a row eject at once; and at each sweep, whose success rate is far below that of
 * the others. Both share the terms, and at most `ejectedPercentMax` may be out.
 *
 *   success rate of a sweep's requests < mean - times x standard deviation, over all that had enough of them
 *
 * A backend returns at the first sweep after its time. Answers count as successes however slow they are. Sweeps happen with
 * the first word after their time, and who is due goes with the first word of it.
 */
import type { Nanos } from '../../world/world.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { Terms, type TermsOptions } from './terms.ts';

export interface OutlierDetectionOptions {
  /** Silence that counts as a failure, in ns. @default 1 s */
  readonly timeout: Nanos;
  /** So many in a row. @default 5 */
  readonly failures: number;
  /** From one to the next, in ns. @default 10 s */
  readonly sweep: Nanos;
  /** So many standard deviations below the mean. @default 1.9 */
  readonly times: number;
  /** With fewer backends that had their requests nobody is compared. @default 5 */
  readonly backends: number;
  /** Fewer between two sweeps say nothing. @default 100 */
  readonly requests: number;
  /** @default 30 s x n up to 300 s, at most 10 % */
  readonly terms: Omit<TermsOptions, 'sweep'>;
  /** Below this share of healthy backends all are used, 0..100. @default 50 */
  readonly panicPercent: number;
  /** Circuit breaker: so many requests wait for all backends together, and more fail at once. @default 1024 */
  readonly waitingMax: number;
}

/** Rates that are equal stay so, whatever their mean is rounded to. */
const NOTHING = 1e-9;

export function outlierDetection(options: OutlierDetectionOptions, seat: PolicySeat): Policy {
  const { timeout, failures, sweep, panicPercent, waitingMax } = options;
  const terms = new Terms({ ...options.terms, sweep }, seat);
  const failuresInARow = new Array<number>(seat.backends).fill(0);
  const tallies = Array.from({ length: seat.backends }, () => ({ requests: 0, failures: 0 }));
  const isDue = new Array<boolean>(seat.backends).fill(false);
  let sweepAt: Nanos = 0;

  function sweepUp(now: Nanos): void {
    const isStale = now >= sweepAt + sweep;
    const rates = tallies.map((tally, backend) => {
      const isKnown = tally.requests >= options.requests && !terms.isOut(backend, now) && !isStale;
      return isKnown ? 1 - tally.failures / tally.requests : null;
    });
    const known = rates.filter((rate) => rate !== null);
    const least = known.length < options.backends ? -Infinity : threshold(known, options.times);
    for (const [backend, rate] of rates.entries()) {
      isDue[backend] = rate !== null && rate < least - NOTHING;
      tallies[backend]!.requests = tallies[backend]!.failures = 0;
    }
    sweepAt = (Math.floor(now / sweep) + 1) * sweep;
  }

  function heardOf(backend: number, now: Nanos, requests: number, failed: number): Nanos {
    if (now >= sweepAt) sweepUp(now);
    terms.heardOf(backend, now);
    const tally = tallies[backend]!;
    tally.requests += requests;
    tally.failures += failed;
    // A lost connection is one failure, whatever was on it: so its Redis proxy tells it.
    failuresInARow[backend] = failed === 0 ? 0 : (failuresInARow[backend] ?? 0) + 1;
    if (!isDue[backend] && failuresInARow[backend] < failures) return 0;
    // Where too many are out already it is let off, and judged anew.
    isDue[backend] = false;
    failuresInARow[backend] = 0;
    return terms.eject(backend, now);
  }

  return {
    timeout,
    panicPercent,
    waitingMax,
    answered: (backend, now) => heardOf(backend, now, 1, 0),
    failed: (backend, now, _why, requests) => heardOf(backend, now, requests, requests),
  };
}

function threshold(rates: readonly number[], times: number): number {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length;
  return mean - times * Math.sqrt(variance);
}
