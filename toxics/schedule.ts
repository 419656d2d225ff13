import type { Nanos } from '../src/world/world.ts';

/**
 * Which time of a server that does one thing after another is taken. Who comes early with something that enters late does
 * not keep others from the time before it. Times may be fractions of a ns, so that many small pieces add up exactly.
 */
export class Schedule {
  /** The rate that it was made for. */
  rate = 0;
  /** Counts how often it was made anew: what was taken of an earlier one is free already. */
  edition = 0;
  /** How much time is free where `find` found it. */
  room = Infinity;
  /** From and to in turns, ascending, apart. */
  readonly #taken: number[] = [];
  readonly #memory: number;
  #tidyAt: number;

  /** `memory`: so many times that are over by when something enters are remembered, for what enters earlier. */
  constructor(memory: number) {
    this.#memory = 2 * memory;
    this.#tidyAt = 2 * this.#memory;
  }

  /** With another rate all that is taken after `now` is free again. */
  serve(rate: number, now: Nanos): void {
    if (rate === this.rate) return;
    this.rate = rate;
    this.edition++;
    this.free(now, Infinity);
  }

  /** The start of the first free time from `from` on that is as long as `least`; `room` says how long. */
  find(from: number, least: number): number {
    let start = from;
    for (let i = this.#after(from); i < this.#taken.length; i += 2) {
      this.room = this.#taken[i]! - start;
      if (this.room >= least) return start;
      start = Math.max(start, this.#taken[i + 1]!);
    }
    this.room = Infinity;
    return start;
  }

  /** Takes time that is free. */
  take(from: number, to: number): void {
    if (to <= from) return;
    const taken = this.#taken;
    const i = this.#after(from);
    const joinsBefore = taken[i - 1] === from;
    const joinsAfter = taken[i] === to;
    if (joinsBefore && joinsAfter) taken.splice(i - 1, 2);
    else if (joinsBefore) taken[i - 1] = to;
    else if (joinsAfter) taken[i] = from;
    else if (i === taken.length) taken.push(from, to);
    else taken.splice(i, 0, from, to);
    if (taken.length >= this.#tidyAt) this.#tidy(from);
  }

  /** Nobody needs this time any more. */
  free(from: number, to: number): void {
    if (to <= from) return;
    const taken = this.#taken;
    const first = this.#after(from);
    let end = first;
    while (end < taken.length && taken[end]! < to) end += 2;
    if (first === end) return;
    const left: number[] = [];
    if (taken[first]! < from) left.push(taken[first]!, from);
    if (taken[end - 1]! > to) left.push(to, taken[end - 1]!);
    taken.splice(first, end - first, ...left);
  }

  /** Where the first time that ends after `time` stands. */
  #after(time: number): number {
    let low = 0;
    let high = this.#taken.length;
    // Nearly always the end, or the last one.
    if (!(this.#taken[high - 1]! > time)) return high;
    if (!(this.#taken[high - 3]! > time)) return high - 2;
    while (low < high) {
      const middle = ((low + high) >> 2) << 1;
      if (this.#taken[middle + 1]! > time) high = middle;
      else low = middle + 2;
    }
    return low;
  }

  /** In strides, since each costs the length of the list. */
  #tidy(now: number): void {
    this.#taken.splice(0, Math.max(0, this.#after(now) - this.#memory));
    this.#tidyAt = 2 * Math.max(this.#memory, this.#taken.length);
  }
}
