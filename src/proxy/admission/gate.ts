/**
 * Before a request is passed on to a backend: may it be asked one more thing? What may not fails at once and costs the
 * backend nothing.
 *
 * The queue that is judged is that of the requests a proxy has passed on to the backend and that are not answered. It is
 * all of the backend's queue that a proxy can see, and first in, first out: how long its oldest has waited tells what the
 * next would.
 */
import type { Nanos } from '../../world/world.ts';
import { Codel, type CodelOptions } from './codel.ts';
import { Gradient, type GradientOptions } from './gradient.ts';

/** Each on its own or together: all must agree. Null: it has no say. */
export interface GateOptions {
  readonly codel: CodelOptions | null;
  readonly gradient: GradientOptions | null;
  /** Requests under way from one proxy to one backend; Infinity: any number. */
  readonly inFlight: number;
}

/** Of one proxy to one backend. */
export class Gate {
  readonly #codel: Codel | null;
  readonly #gradient: Gradient | null;
  readonly #inFlight: number;

  constructor({ codel, gradient, inFlight }: GateOptions) {
    this.#codel = codel === null ? null : new Codel(codel);
    this.#gradient = gradient === null ? null : new Gradient(gradient);
    this.#inFlight = inFlight;
  }

  /** `underWay`: requests; `waited`: the oldest of them, where this one would stand. */
  admits(underWay: number, waited: Nanos, now: Nanos): boolean {
    // CoDel goes first: it has to hear of all that want to pass.
    if (this.#codel !== null && this.#codel.sheds(waited, now)) return false;
    if (this.#gradient !== null && underWay >= this.#gradient.limit) return false;
    return underWay < this.#inFlight;
  }

  /** `underWay`: when the answer came, itself included. */
  answered(latency: Nanos, underWay: number): void {
    if (this.#gradient !== null) this.#gradient.answered(latency, underWay);
  }
}
