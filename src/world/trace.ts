/** Events between two checkpoints. */
const CHECKPOINT_EVERY = 65536;

/**
 * A running hash over everything that happens: two 32-bit mixes, about 6 ns a record. Two runs with equal digests took
 * the same course; where they differ, the checkpoints say in which 64 Ki records they parted.
 */
export class TraceHash {
  #a = 0x9e3779b9 | 0;
  #b = 0x85ebca6b | 0;
  records = 0;
  /** The digest after each 64 Ki records. */
  readonly checkpoints: string[] = [];

  /** Integers; times may exceed 32 bits. */
  mix(kind: number, a: number, b: number): void {
    // Kinds are spread: mixed as they are, kind 1 with a = 3 would be kind 3 with a = 1.
    let x = this.#a ^ Math.imul(kind, 0x9e3779b1);
    x = Math.imul(x ^ (a | 0), 0xcc9e2d51);
    x = (x << 15) | (x >>> 17);
    let y = Math.imul(this.#b ^ (b | 0), 0x1b873593);
    y = (y << 13) | (y >>> 19);
    // The part of b above 32 bits: b is an integer below 2^53.
    this.#a = (x + Math.imul(y ^ ((b / 4294967296) | 0), 5)) | 0;
    this.#b = (y ^ x) | 0;
    if (++this.records % CHECKPOINT_EVERY === 0) this.checkpoints.push(this.digest());
  }

  digest(): string {
    return hex(this.#a) + hex(this.#b);
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
