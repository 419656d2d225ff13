import type { Nanos } from './world.ts';

/** A machine's descriptors: how many are in use, and what a monitor wants to know of it. */
export class FileTable {
  limit: number;
  used = 0;
  /** Most in use at once. */
  peak = 0;
  /** Asked for in vain. */
  denied = 0;
  deniedAt: Nanos | null = null;
  readonly #now: () => Nanos;

  constructor(limit: number, now: () => Nanos) {
    this.limit = limit;
    this.#now = now;
  }

  /** False when none is left. */
  take(): boolean {
    if (this.used >= this.limit) {
      this.denied++;
      this.deniedAt ??= this.#now();
      return false;
    }
    if (++this.used > this.peak) this.peak = this.used;
    return true;
  }

  release(): void {
    this.used--;
  }
}
