import type { Clock, Deadline, Deadlines, Nanos, Task } from './world.ts';

/**
 * All timeouts of one duration, in a doubly linked list: they expire in the order in which they were armed. One timer
 * in the clock stands for the earliest of them.
 *
 *   clock: … ─> [queue 500 ms] ─> d1 (due 7.1 s) <─> d2 (7.3 s) <─> d3 (7.4 s)
 *
 * Disarming leaves the timer where it is: when it fires too early it is set again for the new head. A timeout that is
 * armed and disarmed per request so costs no heap operation at all.
 */
export class DeadlineQueue implements Deadlines, Task {
  readonly duration: Nanos;
  readonly #clock: Pick<Clock, 'now' | 'at'>;
  #head: Deadline | null = null;
  #tail: Deadline | null = null;
  #scheduled = false;

  constructor(clock: Pick<Clock, 'now' | 'at'>, duration: Nanos) {
    if (!(duration >= 0)) throw new Error(`duration of deadlines: expected >= 0, got ${duration}`);
    this.#clock = clock;
    this.duration = duration;
  }

  arm(deadline: Deadline): void {
    if (deadline.queue !== null) deadline.queue.disarm(deadline);
    deadline.queue = this;
    deadline.due = this.#clock.now() + this.duration;
    deadline.next = null;
    deadline.previous = this.#tail;
    if (this.#tail === null) this.#head = deadline;
    else this.#tail.next = deadline;
    this.#tail = deadline;
    if (!this.#scheduled) {
      this.#scheduled = true;
      this.#clock.at(deadline.due, this);
    }
  }

  disarm(deadline: Deadline): void {
    if (deadline.queue !== this) return;
    const { previous, next } = deadline;
    if (previous === null) this.#head = next;
    else previous.next = next;
    if (next === null) this.#tail = previous;
    else next.previous = previous;
    deadline.queue = null;
    deadline.previous = null;
    deadline.next = null;
  }

  /** The clock's timer. Only what stood in the queue when it fired can fire: with duration 0 this ends too. */
  fire(): void {
    const now = this.#clock.now();
    const last = this.#tail;
    try {
      for (let deadline = this.#head; deadline !== null && deadline.due <= now; deadline = this.#head) {
        this.disarm(deadline);
        deadline.task.fire();
        if (deadline === last) break;
      }
    } finally {
      // Also when a task threw: a live world goes on, and so must the queue.
      if (this.#head === null) this.#scheduled = false;
      else this.#clock.at(this.#head.due, this);
    }
  }
}
