import { pow } from '../world/math.ts';
import type { Rng } from '../world/world.ts';

/** Draws ranks 0..n-1 with weight 1 / (rank + 1)^skew, by a search in the cumulated weights. Skew 0: all alike. */
export class Zipf {
  readonly #n: number;
  readonly #cumulated: Float64Array | null;

  constructor(n: number, skew: number) {
    this.#n = n;
    this.#cumulated = skew === 0 ? null : new Float64Array(n);
    if (this.#cumulated === null) return;
    let sum = 0;
    for (let i = 0; i < n; i++) this.#cumulated[i] = sum += pow(i + 1, -skew);
  }

  draw(rng: Rng): number {
    return this.at(rng.uniform());
  }

  /** The rank below which this share of all draws lies, 0 <= share < 1. */
  at(share: number): number {
    const cumulated = this.#cumulated;
    if (cumulated === null) return Math.floor(share * this.#n);
    const target = share * cumulated[this.#n - 1]!;
    let low = 0;
    let high = this.#n - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulated[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Share of all draws that fall on this rank. */
  share(rank: number): number {
    const cumulated = this.#cumulated;
    if (cumulated === null) return 1 / this.#n;
    return (cumulated[rank]! - (rank === 0 ? 0 : cumulated[rank - 1]!)) / cumulated[this.#n - 1]!;
  }
}
