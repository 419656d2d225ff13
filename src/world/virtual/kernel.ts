import type { Clock, Deadlines, Nanos, Task, TimerId } from '../world.ts';
import { DeadlineQueue } from '../deadlines.ts';
import { TraceHash } from '../trace.ts';

const MAX_PENDING = 1 << 20;

/**
 * Virtual time: a 4-ary heap of pending tasks, ordered by (time, order of setting). Four parallel typed arrays; a task is
 * known by its slot. A cancelled task stays in the heap without its object until its time comes or half the heap is dead.
 */
export class Kernel implements Clock {
  readonly trace = new TraceHash();
  events = 0;
  #now: Nanos = 0;
  #sequence = 0;
  #size = 0;
  #dead = 0;
  #times = new Float64Array(1024);
  #sequences = new Float64Array(1024);
  #slots = new Int32Array(1024);
  readonly #tasks: (Task | null)[] = [];
  readonly #generations: number[] = [];
  readonly #free: number[] = [];
  readonly #deadlines = new Map<Nanos, DeadlineQueue>();
  #stopped = false;

  now(): Nanos {
    return this.#now;
  }

  at(t: Nanos, task: Task): TimerId {
    const slot = this.#push(t, task);
    return this.#generations[slot]! * MAX_PENDING + slot;
  }

  /** `at` without an id: for tasks that are never cancelled. */
  post(t: Nanos, task: Task): void {
    this.#push(t, task);
  }

  cancel(id: TimerId): void {
    const slot = id % MAX_PENDING;
    if (this.#generations[slot] !== Math.floor(id / MAX_PENDING) || !this.#tasks[slot]) return;
    this.#tasks[slot] = null;
    this.#dead++;
    if (this.#dead > 1024 && this.#dead * 2 > this.#size) this.#sweep();
  }

  deadlines(duration: Nanos): Deadlines {
    let queue = this.#deadlines.get(duration);
    if (queue === undefined) this.#deadlines.set(duration, (queue = new DeadlineQueue(this, duration)));
    return queue;
  }

  /** Pending tasks, cancelled ones not counted. */
  get pending(): number {
    return this.#size - this.#dead;
  }

  /** Runs all tasks up to and including this time, then stands at it. `stop()` ends it early. */
  run(until: Nanos): void {
    this.#stopped = false;
    while (this.#size > 0 && this.#times[0]! <= until) {
      const t = this.#times[0]!;
      const sequence = this.#sequences[0]!;
      const slot = this.#slots[0]!;
      this.#pop();
      const task = this.#tasks[slot]!;
      this.#release(slot);
      if (task === null) {
        this.#dead--;
        continue;
      }
      this.#now = t;
      this.events++;
      this.trace.mix(1, sequence, t);
      task.fire();
      if (this.#stopped) return;
    }
    if (this.#now < until && until !== Infinity) this.#now = until;
  }

  stop(): void {
    this.#stopped = true;
  }

  #push(t: Nanos, task: Task): number {
    if (!(t >= this.#now)) {
      if (Number.isNaN(t)) throw new Error('time of a task: expected integer ns, got NaN');
      t = this.#now;
    }
    const slot = this.#take(task);
    if (this.#size === this.#slots.length) this.#grow();
    const times = this.#times;
    const sequences = this.#sequences;
    const slots = this.#slots;
    let hole = this.#size++;
    // A new task has the highest sequence: ties never move it up.
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      if (times[parent]! <= t) break;
      times[hole] = times[parent]!;
      sequences[hole] = sequences[parent]!;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = t;
    sequences[hole] = this.#sequence++;
    slots[hole] = slot;
    return slot;
  }

  #pop(): void {
    const last = --this.#size;
    if (last > 0) this.#siftDown(0, this.#times[last]!, this.#sequences[last]!, this.#slots[last]!);
  }

  #siftDown(hole: number, t: number, sequence: number, slot: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const slots = this.#slots;
    const size = this.#size;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= size) break;
      let least = first;
      let leastTime = times[first]!;
      const end = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child]!;
        if (childTime < leastTime || (childTime === leastTime && sequences[child]! < sequences[least]!)) {
          least = child;
          leastTime = childTime;
        }
      }
      if (leastTime > t || (leastTime === t && sequences[least]! > sequence)) break;
      times[hole] = leastTime;
      sequences[hole] = sequences[least]!;
      slots[hole] = slots[least]!;
      hole = least;
    }
    times[hole] = t;
    sequences[hole] = sequence;
    slots[hole] = slot;
  }

  #take(task: Task): number {
    const slot = this.#free.pop();
    if (slot !== undefined) {
      this.#tasks[slot] = task;
      return slot;
    }
    if (this.#tasks.length >= MAX_PENDING) throw new Error(`pending tasks: expected at most ${MAX_PENDING}`);
    this.#tasks.push(task);
    // Generations start at 1, so that 0 is never an id.
    this.#generations.push(1);
    return this.#tasks.length - 1;
  }

  #release(slot: number): void {
    this.#tasks[slot] = null;
    this.#generations[slot]!++;
    this.#free.push(slot);
  }

  #grow(): void {
    const length = this.#slots.length * 2;
    const times = new Float64Array(length);
    times.set(this.#times);
    this.#times = times;
    const sequences = new Float64Array(length);
    sequences.set(this.#sequences);
    this.#sequences = sequences;
    const slots = new Int32Array(length);
    slots.set(this.#slots);
    this.#slots = slots;
  }

  /** Drops the cancelled ones and builds the heap anew: (time, sequence) is a total order, so the course is the same. */
  #sweep(): void {
    const kept: [number, number, number][] = [];
    for (let i = 0; i < this.#size; i++) {
      const slot = this.#slots[i]!;
      if (this.#tasks[slot] === null) this.#release(slot);
      else kept.push([this.#times[i]!, this.#sequences[i]!, slot]);
    }
    kept.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    this.#size = kept.length;
    this.#dead = 0;
    for (const [i, [t, sequence, slot]] of kept.entries()) {
      this.#times[i] = t;
      this.#sequences[i] = sequence;
      this.#slots[i] = slot;
    }
  }
}
