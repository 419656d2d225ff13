/**
 * Finagle's failure accrual by success rate: too many of a backend's latest requests failed. The dead time doubles with
 * each ejection; after it the backend is on probation, where the first failure ejects it again and the first answer
 * forgives all.
 */
import type { Nanos } from '../../world/world.ts';
import type { Policy, PolicySeat } from './policy.ts';
import { Terms } from './terms.ts';

export interface SuccessRateOptions {
  /** Silence that counts as a failure, in ns. @default 1 s */
  readonly timeout: Nanos;
  /** Ejected below this, 0..1. @default 0.8 */
  readonly rate: number;
  /** Over the latest requests of this time, in ns; forgotten in tenths. @default 30 s */
  readonly window: Nanos;
  /** Fewer in the window say nothing. @default 5 */
  readonly requests: number;
  /** The first dead time, in ns; half of each is drawn anew (equal jitter). @default 5 s */
  readonly dead: Nanos;
  /** The longest, in ns. @default 300 s */
  readonly deadMax: Nanos;
}

const SLOTS = 10;

export function successRate(options: SuccessRateOptions, seat: PolicySeat): Policy {
  const { timeout, rate, window, requests: requestsMin, dead, deadMax } = options;
  const terms = new Terms(
    { base: dead, max: deadMax, growth: 'doubling', jitter: 'equal', easing: Infinity, ejectedPercentMax: 100 },
    seat,
  );
  const windows = Array.from({ length: seat.backends }, () => new Window(window / SLOTS));
  const onProbation = new Array<boolean>(seat.backends).fill(false);
  return {
    timeout,
    answered(backend, now) {
      if (onProbation[backend]) {
        onProbation[backend] = false;
        terms.forgive(backend);
      }
      windows[backend]!.count(now, 1, 0);
      return 0;
    },
    failed(backend, now, _why, requests) {
      terms.heardOf(backend, now);
      const latest = windows[backend]!;
      latest.count(now, requests, requests);
      if (!onProbation[backend] && !latest.isBelow(rate, requestsMin)) return 0;
      latest.clear();
      onProbation[backend] = true;
      return terms.eject(backend, now);
    },
  };
}

/** Requests and failures of the latest time, in slots that are used in turn. */
class Window {
  readonly #width: Nanos;
  readonly #requests = new Array<number>(SLOTS).fill(0);
  readonly #failures = new Array<number>(SLOTS).fill(0);
  /** The number of the slot at hand, counted from the start of the run. */
  #slot = 0;

  constructor(width: Nanos) {
    this.#width = width;
  }

  count(now: Nanos, requests: number, failures: number): void {
    const slot = Math.floor(now / this.#width);
    if (slot - this.#slot >= SLOTS) this.clear();
    else for (let i = this.#slot + 1; i <= slot; i++) this.#requests[i % SLOTS] = this.#failures[i % SLOTS] = 0;
    this.#slot = slot;
    this.#requests[slot % SLOTS]! += requests;
    this.#failures[slot % SLOTS]! += failures;
  }

  isBelow(rate: number, requestsMin: number): boolean {
    let requests = 0;
    let failures = 0;
    for (let i = 0; i < SLOTS; i++) {
      requests += this.#requests[i]!;
      failures += this.#failures[i]!;
    }
    return requests >= requestsMin && requests - failures < rate * requests;
  }

  clear(): void {
    this.#requests.fill(0);
    this.#failures.fill(0);
  }
}
