/** The schema of what `origin.ts` declares. */
import { decimal, duration, flag, object, wholeNumber } from './values.ts';

export const origin = object({
  concurrency: wholeNumber({ from: 1, to: 10_000 }),
  serviceTime: object({ fixed: duration(), exponential: duration().exactOptional() }),
  queue: wholeNumber({ from: 0 }).exactOptional(),
  contention: decimal({ from: 0, to: 1 }).exactOptional(),
  skipAbandoned: flag().exactOptional(),
  link: duration().exactOptional(),
});

export const app = object({
  workers: wholeNumber({ from: 1, to: 10_000 }),
  queue: wholeNumber({ from: 0, to: 1_000_000 }).exactOptional(),
  deadline: duration({ above: 0 }).exactOptional(),
  backfill: flag().exactOptional(),
  leaseWait: duration({ above: 0 }).exactOptional(),
  leaseWaits: wholeNumber({ from: 0, to: 1_000_000 }).exactOptional(),
});

export const leases = object({ every: duration({ above: 0 }).exactOptional() });
