import seedrandom from 'seedrandom';

/** Runs a property under many seeds; a failure's message ends with the seed, and BROWNOUT_SEED replays it. */
export function property(name: string, runs: number, hold: (draws: Draws) => void): void {
  for (let run = 0; run < runs; run++) {
    const seed = `${process.env['BROWNOUT_SEED'] ?? 'measure'}/${name}/${run}`;
    try {
      hold(new Draws(seed));
    } catch (error) {
      if (error instanceof Error) error.message += ` (seed ${seed})`;
      throw error;
    }
  }
}

export class Draws {
  private readonly next: seedrandom.PRNG;

  constructor(seed: string) {
    this.next = seedrandom(seed);
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** 0..2^42 ns and, now and then, above: every order of magnitude is equally likely. */
  latency(): number {
    return Math.floor(this.next() * Math.pow(2, this.next() * 42.2));
  }

  /** What a run gives: 100 µs to 1 ms, and a tail up to seconds. */
  likelyLatency(): number {
    const usual = 100_000 + this.below(900_000);
    return this.below(50) === 0 ? usual * (1 + this.below(5000)) : usual;
  }

  latencies(n: number): number[] {
    const likely = this.below(2) === 0;
    return Array.from({ length: n }, () => (likely ? this.likelyLatency() : this.latency()));
  }
}
