/** Which bytes of a stream somebody was asked about, as far back as they may be asked about again. */
export class Extents {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #memory: number;

  /** `memory`: bytes further back than this are forgotten. */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** In order: never before what was added last. */
  add(from: number, bytes: number): void {
    const last = this.#to.length - 1;
    if (last >= 0 && this.#to[last] === from) {
      this.#to[last] += bytes;
      return;
    }
    this.#from.push(from);
    this.#to.push(from + bytes);
    let old = 0;
    while (this.#to[old]! < from - this.#memory) old++;
    // In strides: each costs the length of the list.
    if (old < 64) return;
    this.#from.splice(0, old);
    this.#to.splice(0, old);
  }

  /** How many of them lie at or behind `offset`; these are taken out. */
  takeFrom(offset: number): number {
    let bytes = 0;
    for (let last = this.#to.length - 1; last >= 0 && this.#to[last]! > offset; last--) {
      const from = Math.max(offset, this.#from[last]!);
      bytes += this.#to[last]! - from;
      if (from > this.#from[last]!) this.#to[last] = from;
      else {
        this.#from.pop();
        this.#to.pop();
      }
    }
    return bytes;
  }
}
