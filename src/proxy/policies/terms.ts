/** For how long who is ejected stays out, and how many may be out at once. */
import type { Nanos } from '../../world/world.ts';
import type { PolicySeat } from './policy.ts';

export interface TermsOptions {
  /** The first ejection's time, in ns, > 0. */
  readonly base: Nanos;
  /** No time is longer, jitter aside, in ns. */
  readonly max: Nanos;
  /** The n-th ejection lasts base x n, or base x 2^(n-1). */
  readonly growth: 'linear' | 'doubling';
  /** Up to so many ns are added, uniformly; `equal`: half of the time is drawn anew, so that it only gets shorter. */
  readonly jitter: Nanos | 'equal';
  /** So long in the ring takes one off n, in ns. Infinity: it never does. */
  readonly easing: Nanos;
  /** Of all backends, 0..100; one is always allowed. */
  readonly ejectedPercentMax: number;
  /** It ends at the next multiple of this, in ns. @default at its time */
  readonly sweep?: Nanos;
}

export class Terms {
  readonly #options: TermsOptions;
  readonly #seat: PolicySeat;
  readonly #outMax: number;
  /** When it is back; 0: it was never out, or it is in for certain. */
  readonly #until: Nanos[];
  readonly #times: number[];

  constructor(options: TermsOptions, seat: PolicySeat) {
    this.#options = options;
    this.#seat = seat;
    this.#outMax = outMax(options.ejectedPercentMax, seat.backends);
    this.#until = new Array<Nanos>(seat.backends).fill(0);
    this.#times = new Array<number>(seat.backends).fill(0);
  }

  /** When to readmit the backend; 0: too many are out, it stays in. */
  eject(backend: number, now: Nanos): Nanos {
    if (this.#othersOut(backend, now) >= this.#outMax) return 0;
    const { base, max, growth, easing, sweep } = this.#options;
    const before = this.#times[backend]!;
    const eased = before === 0 ? 0 : Math.floor(Math.max(0, now - this.#until[backend]!) / easing);
    const n = Math.max(0, before - eased) + 1;
    this.#times[backend] = n;
    let time = growth === 'linear' ? base * n : base;
    for (let i = 1; growth === 'doubling' && i < n && time < max; i++) time *= 2;
    const until = now + this.#jittered(Math.min(time, max));
    return (this.#until[backend] = sweep === undefined ? until : Math.ceil(until / sweep) * sweep);
  }

  isOut(backend: number, now: Nanos): boolean {
    return this.#until[backend]! > now;
  }

  /** Word of a backend comes only while it is in: whatever its time was, it is over. */
  heardOf(backend: number, now: Nanos): void {
    if (this.#until[backend]! > now) this.#until[backend] = now;
  }

  /** Takes one off n. */
  ease(backend: number): void {
    this.#times[backend] = Math.max(0, this.#times[backend]! - 1);
  }

  /** The next ejection is as the first. */
  forgive(backend: number): void {
    this.#times[backend] = 0;
  }

  #jittered(time: Nanos): Nanos {
    const { jitter } = this.#options;
    if (jitter === 0) return time;
    const u = this.#seat.rng.uniform();
    return Math.round(jitter === 'equal' ? time / 2 + (time / 2) * u : time + jitter * u);
  }

  #othersOut(backend: number, now: Nanos): number {
    let out = 0;
    for (let i = 0; i < this.#until.length; i++) if (i !== backend && this.#until[i]! > now) out++;
    return out;
  }
}

/** How many of so many backends may be out at once: rounded down, but at least one. */
export function outMax(percent: number, backends: number): number {
  return Math.max(1, Math.floor((percent * backends) / 100));
}
