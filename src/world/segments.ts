import type { Nanos } from './world.ts';

export interface Held {
  readonly bytes: number;
  readonly entered: Nanos;
  /** Bits that were inverted in the last byte. */
  readonly flip: number;
}

/** Segments that have arrived are kept in the list until there are so many, or none is left. */
const COMPACT_FROM = 1024;

interface Segment extends Held {
  readonly at: Nanos;
  bytes: number;
  flip: number;
}

/**
 * Bytes under way in a pipe: how many, when they entered, when they arrive. In order: none overtakes another. The first
 * stands in the fields, the others, which few pipes ever have, in a list: with thousands of connections, waiting for
 * memory is what a simulation spends its time on.
 */
export class Segments {
  /** When the first arrives; Infinity: none is under way. */
  nextAt: Nanos = Infinity;
  /** When the latest arrives. */
  lastAt: Nanos = 0;
  #bytes = 0;
  #entered: Nanos = 0;
  #flip = 0;
  #more: Segment[] | null = null;
  #head = 0;

  get empty(): boolean {
    return this.#bytes === 0;
  }

  /** No earlier than what is under way already. Bytes with the same times join. */
  add(at: Nanos, bytes: number, entered: Nanos, flip: number): void {
    if (at < this.lastAt) at = this.lastAt;
    else this.lastAt = at;
    if (this.#bytes === 0) {
      this.nextAt = at;
      this.#bytes = bytes;
      this.#entered = entered;
      this.#flip = flip;
      return;
    }
    const last = this.#more?.[this.#more.length - 1];
    if (last !== undefined) {
      if (last.at === at && last.entered === entered && last.flip === 0) {
        last.bytes += bytes;
        last.flip = flip;
      } else this.#more!.push({ at, bytes, entered, flip });
    } else if (this.nextAt === at && this.#entered === entered && this.#flip === 0) {
      this.#bytes += bytes;
      this.#flip = flip;
    } else this.#more = [{ at, bytes, entered, flip }];
  }

  /** Takes out what has arrived by now; returns how many bytes. */
  arrive(now: Nanos): number {
    let bytes = 0;
    while (this.nextAt <= now) {
      bytes += this.#bytes;
      this.#next();
    }
    return bytes;
  }

  /** Takes out what arrives after `limit`, in order; what is added then arrives no earlier than `limit`. */
  takeAfter(limit: Nanos): Held[] {
    const all: Segment[] = [];
    for (; !this.empty; this.#next()) {
      all.push({ at: this.nextAt, bytes: this.#bytes, entered: this.#entered, flip: this.#flip });
    }
    this.lastAt = 0;
    for (const { at, bytes, entered, flip } of all) if (at <= limit) this.add(at, bytes, entered, flip);
    this.lastAt = Math.max(limit, this.lastAt);
    return all.filter(({ at }) => at > limit);
  }

  /** How many there are. */
  get count(): number {
    return this.empty ? 0 : 1 + (this.#more === null ? 0 : this.#more.length - this.#head);
  }

  clear(): void {
    this.nextAt = Infinity;
    this.#bytes = 0;
    this.#more = null;
    this.#head = 0;
  }

  #next(): void {
    const next = this.#more?.[this.#head];
    if (next === undefined) return this.clear();
    this.nextAt = next.at;
    this.#bytes = next.bytes;
    this.#entered = next.entered;
    this.#flip = next.flip;
    this.#head++;
    if (this.#head === this.#more!.length) this.#more = null;
    // A stream that never pauses never empties the list.
    else if (this.#head < COMPACT_FROM || 2 * this.#head < this.#more!.length) return;
    else this.#more!.splice(0, this.#head);
    this.#head = 0;
  }
}
