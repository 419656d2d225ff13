import type { Nanos } from '../world/world.ts';
import { Gate, type GateOptions } from './admission/gate.ts';
import type { Pool } from './pool.ts';

/** A proxy's gates, one before each backend. */
export class Gates {
  readonly #options: GateOptions;
  readonly #pools: readonly Pool[];
  #gates: Gate[] = [];

  constructor(options: GateOptions, pools: readonly Pool[]) {
    this.#options = options;
    this.#pools = pools;
    this.forget();
  }

  /** `lane`: of the request that wants to pass. */
  admits(backend: number, lane: number, now: Nanos): boolean {
    const pool = this.#pools[backend]!;
    return this.#gates[backend]!.admits(pool.waiting, pool.waited(lane, now), now);
  }

  replied(backend: number, latency: Nanos): void {
    this.#gates[backend]!.answered(latency, this.#pools[backend]!.waiting + 1);
  }

  /** The process is gone, and what it had learnt. */
  forget(): void {
    this.#gates = this.#pools.map(() => new Gate(this.#options));
  }
}
