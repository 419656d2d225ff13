import type { Nanos } from './world.ts';

export interface Held {
  readonly bytes: number;
  readonly entered: Nanos;
}

/** Bytes under way in a pipe: how many, when they entered, when they arrive. In order: none overtakes another. */
export class Segments {
  #at: number[] = [];
  #bytes: number[] = [];
  #entered: number[] = [];
  /** [head, tail) are under way; what lies elsewhere is left over. */
  #head = 0;
  #tail = 0;
  /** When the latest arrives. */
  lastAt: Nanos = 0;

  get empty(): boolean {
    return this.#head === this.#tail;
  }

  /** When the first arrives; Infinity: none is under way. */
  get nextAt(): Nanos {
    return this.#head === this.#tail ? Infinity : this.#at[this.#head]!;
  }

  /** No earlier than what is under way already. Bytes with the same times join. */
  add(at: Nanos, bytes: number, entered: Nanos): void {
    if (at < this.lastAt) at = this.lastAt;
    const last = this.#tail - 1;
    if (last >= this.#head && this.#at[last] === at && this.#entered[last] === entered) this.#bytes[last]! += bytes;
    else {
      const tail = this.#tail++;
      this.#at[tail] = at;
      this.#bytes[tail] = bytes;
      this.#entered[tail] = entered;
    }
    this.lastAt = at;
  }

  /** Takes out what has arrived by now; returns how many bytes. */
  arrive(now: Nanos): number {
    let bytes = 0;
    while (this.#head < this.#tail && this.#at[this.#head]! <= now) bytes += this.#bytes[this.#head++]!;
    if (this.#head === this.#tail) this.#head = this.#tail = 0;
    return bytes;
  }

  /** Takes out what arrives after `limit`, in order; new ones arrive no earlier than `limit`. */
  takeAfter(limit: Nanos): Held[] {
    let from = this.#head;
    while (from < this.#tail && this.#at[from]! <= limit) from++;
    const held: Held[] = [];
    for (let i = from; i < this.#tail; i++) held.push({ bytes: this.#bytes[i]!, entered: this.#entered[i]! });
    this.#tail = from;
    this.lastAt = Math.max(limit, from > this.#head ? this.#at[from - 1]! : 0);
    return held;
  }

  clear(): void {
    this.#at = [];
    this.#bytes = [];
    this.#entered = [];
    this.#head = this.#tail = 0;
  }
}
