import type { Nanos } from './world.ts';

export interface Held {
  readonly bytes: number;
  readonly entered: Nanos;
}

interface Segment extends Held {
  readonly at: Nanos;
  bytes: number;
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
  #more: Segment[] | null = null;
  #head = 0;

  get empty(): boolean {
    return this.#bytes === 0;
  }

  /** No earlier than what is under way already. Bytes with the same times join. */
  add(at: Nanos, bytes: number, entered: Nanos): void {
    if (at < this.lastAt) at = this.lastAt;
    else this.lastAt = at;
    if (this.#bytes === 0) {
      this.nextAt = at;
      this.#bytes = bytes;
      this.#entered = entered;
      return;
    }
    const last = this.#more?.[this.#more.length - 1];
    if (last !== undefined) {
      if (last.at === at && last.entered === entered) last.bytes += bytes;
      else this.#more!.push({ at, bytes, entered });
    } else if (this.nextAt === at && this.#entered === entered) this.#bytes += bytes;
    else this.#more = [{ at, bytes, entered }];
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
    for (; !this.empty; this.#next()) all.push({ at: this.nextAt, bytes: this.#bytes, entered: this.#entered });
    this.lastAt = 0;
    for (const { at, bytes, entered } of all) if (at <= limit) this.add(at, bytes, entered);
    this.lastAt = Math.max(limit, this.lastAt);
    return all.filter(({ at }) => at > limit);
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
    this.#head++;
    if (this.#head < this.#more!.length) return;
    this.#more = null;
    this.#head = 0;
  }
}
