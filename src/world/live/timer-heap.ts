import type { Nanos, Task, TimerId } from '../world.ts';

const MAX_PENDING = 1 << 20;

/**
 * Pending tasks in a binary heap, ordered by (time, order of setting). A task is known by its slot; `position` says where
 * in the heap the slot stands, so that cancelling takes it out at once. An id is slot and generation: a stale one, whose
 * slot has a new tenant, is ignored.
 */
export class TimerHeap {
  readonly #heap: number[] = [];
  readonly #due: number[] = [];
  readonly #order: number[] = [];
  readonly #position: number[] = [];
  readonly #generation: number[] = [];
  readonly #tasks: (Task | null)[] = [];
  readonly #free: number[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Infinity when nothing is pending. */
  get firstDue(): Nanos {
    return this.#heap.length === 0 ? Infinity : this.#due[this.#heap[0]!]!;
  }

  push(due: Nanos, task: Task): TimerId {
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#tasks[slot] = task;
    this.#due[slot] = due;
    this.#order[slot] = this.#sequence++;
    this.#heap.push(slot);
    this.#up(this.#heap.length - 1, slot);
    return this.#generation[slot]! * MAX_PENDING + slot;
  }

  /** The earliest task, taken out. The heap must not be empty. */
  pop(): Task {
    return this.#remove(0);
  }

  cancel(id: TimerId): void {
    const slot = id % MAX_PENDING;
    if (this.#generation[slot] !== Math.floor(id / MAX_PENDING) || this.#tasks[slot] === null) return;
    this.#remove(this.#position[slot]!);
  }

  clear(): void {
    while (this.#heap.length > 0) this.#remove(this.#heap.length - 1);
  }

  #remove(index: number): Task {
    const slot = this.#heap[index]!;
    const task = this.#tasks[slot]!;
    const last = this.#heap.pop()!;
    if (last !== slot) {
      this.#up(index, last);
      this.#down(this.#position[last]!, last);
    }
    this.#tasks[slot] = null;
    this.#generation[slot]!++;
    this.#free.push(slot);
    return task;
  }

  #newSlot(): number {
    const slot = this.#tasks.length;
    if (slot >= MAX_PENDING) throw new Error(`pending tasks: expected at most ${MAX_PENDING}`);
    this.#tasks.push(null);
    // Generations start at 1, so that 0 is never an id.
    this.#generation.push(1);
    return slot;
  }

  #before(a: number, b: number): boolean {
    const left = this.#due[a]!;
    const right = this.#due[b]!;
    return left < right || (left === right && this.#order[a]! < this.#order[b]!);
  }

  #up(index: number, slot: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const other = this.#heap[parent]!;
      if (!this.#before(slot, other)) break;
      this.#set(index, other);
      index = parent;
    }
    this.#set(index, slot);
  }

  #down(index: number, slot: number): void {
    const size = this.#heap.length;
    for (let child = 2 * index + 1; child < size; child = 2 * index + 1) {
      if (child + 1 < size && this.#before(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      const other = this.#heap[child]!;
      if (!this.#before(other, slot)) break;
      this.#set(index, other);
      index = child;
    }
    this.#set(index, slot);
  }

  #set(index: number, slot: number): void {
    this.#heap[index] = slot;
    this.#position[slot] = index;
  }
}
