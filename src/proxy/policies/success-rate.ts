/**
 * Ejects a backend when too many of its latest requests failed: Finagle's failure accrual by success rate alone. The dead
 * time doubles with each ejection; after it one request is let through, which ejects the backend again or forgives all.
 */
import { failureAccrual, type FailureAccrualOptions } from './failure-accrual.ts';
import type { Policy, PolicySeat } from './policy.ts';

export type SuccessRateOptions = Omit<FailureAccrualOptions, 'failures'>;

export function successRate(options: SuccessRateOptions, seat: PolicySeat): Policy {
  return failureAccrual({ ...options, failures: Infinity }, seat);
}
