import seedrandom from 'seedrandom';
import { exp, log, pow } from './math.ts';
import type { Rng } from './world.ts';

const TWO_TO_32 = 4294967296;

/** A stream named by run and consumer. `seedrandom` treats 1 and '1' as different seeds: both parts are strings here. */
export function createRng(seed: string, stream: string): Rng {
  return new AleaRng(`${seed}/${stream}`);
}

class AleaRng implements Rng {
  readonly #next: () => number;
  #spare = 0;
  #hasSpare = false;

  constructor(seed: string) {
    this.#next = seedrandom.alea(seed).int32;
  }

  u32(): number {
    return this.#next() >>> 0;
  }

  below(n: number): number {
    return Math.floor(((this.#next() >>> 0) / TWO_TO_32) * n);
  }

  chance(num: number, den: number): boolean {
    return this.below(den) < num;
  }

  uniform(): number {
    return (this.#next() >>> 0) / TWO_TO_32;
  }

  exponential(mean: number): number {
    // 1 - U lies in (0, 1]: the logarithm is finite.
    return -mean * log(1 - this.uniform());
  }

  /** Marsaglia's polar method: needs log and sqrt only. */
  normal(mean: number, deviation: number): number {
    if (this.#hasSpare) {
      this.#hasSpare = false;
      return mean + deviation * this.#spare;
    }
    let u: number, v: number, s: number;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * log(s)) / s);
    this.#spare = v * scale;
    this.#hasSpare = true;
    return mean + deviation * u * scale;
  }

  lognormal(median: number, sigma: number): number {
    return median * exp(this.normal(0, sigma));
  }

  pareto(location: number, scale: number, shape: number): number {
    const u = 1 - this.uniform();
    return shape === 0 ? location - scale * log(u) : location + (scale * (pow(u, -shape) - 1)) / shape;
  }
}
