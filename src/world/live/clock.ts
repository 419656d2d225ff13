import { performance } from 'node:perf_hooks';
import { DeadlineQueue } from '../deadlines.ts';
import { type Clock, type Deadlines, MILLISECOND, type Nanos, type Task, type TimerId } from '../world.ts';
import { TimerHeap } from './timer-heap.ts';

/** `setTimeout` is late by more than a millisecond: below this the clock looks at the time on every pass of the loop. */
const SPIN: Nanos = 2 * MILLISECOND;
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** Every pass leaves garbage behind: one after which nothing has happened, and nothing is due, takes this long. */
const LINGER: Nanos = 5_000;
/** Tasks that may fire before sockets are looked at again. */
const TASKS_PER_PASS = 4096;

/** Wall time, and one queue for everything that is to happen at a time. */
export class LiveClock implements Clock {
  #origin = performance.now();
  readonly #fail: (error: unknown) => void;
  readonly #heap = new TimerHeap();
  readonly #deadlines = new Map<Nanos, DeadlineQueue>();
  readonly #wake = (): void => this.#pass();
  #immediate: NodeJS.Immediate | null = null;
  #timeout: NodeJS.Timeout | null = null;
  /** What the timeout is for; Infinity without one. */
  #timeoutDue: Nanos = Infinity;
  #passing = false;
  #closed = false;
  /** The last pass found nothing to do and comes again at once: when it was, and what the loop had seen by then. */
  #idleSince: Nanos | null = null;
  #eventsSeen = 0;
  #spun: Nanos = 0;

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail;
  }

  restart(): void {
    if (this.#heap.size > 0) throw new Error(`clock: expected no pending tasks at its restart, got ${this.#heap.size}`);
    this.#origin = performance.now();
    this.#idleSince = null;
  }

  /** Time so far in which the loop turned for nothing, because something was due too soon to wait for. */
  get spun(): Nanos {
    return this.#spun;
  }

  now(): Nanos {
    return Math.round((performance.now() - this.#origin) * 1e6);
  }

  at(t: Nanos, task: Task): TimerId {
    const now = this.now();
    return this.#push(t < now ? now : t, task, now);
  }

  /** As `at`, but what should have happened by now is made up for at once, before the loop looks at sockets again. */
  makeUp(t: Nanos, task: Task): TimerId {
    return this.#push(t, task, this.now());
  }

  /** `at` without an id. */
  post(t: Nanos, task: Task): void {
    this.at(t, task);
  }

  cancel(id: TimerId): void {
    this.#heap.cancel(id);
    // A timeout that is left over finds nothing due and plans anew; without any it must not keep the process alive.
    if (this.#heap.size === 0) this.#clearTimeout();
  }

  deadlines(duration: Nanos): Deadlines {
    let queue = this.#deadlines.get(duration);
    if (queue === undefined) this.#deadlines.set(duration, (queue = new DeadlineQueue(this, duration)));
    return queue;
  }

  close(): void {
    this.#closed = true;
    this.#heap.clear();
    this.#clearTimeout();
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#immediate = null;
  }

  #push(t: Nanos, task: Task, now: Nanos): TimerId {
    if (Number.isNaN(t)) throw new Error('time of a task: expected ns, got NaN');
    const id = this.#heap.push(t, task);
    if (!this.#passing) this.#plan(now);
    return id;
  }

  #pass(): void {
    this.#immediate = null;
    this.#clearTimeout();
    this.#passing = true;
    const now = this.now();
    const { events } = performance.nodeTiming.uvMetricsInfo;
    const idle = this.#heap.firstDue > now;
    if (this.#idleSince !== null && events === this.#eventsSeen) {
      this.#spun += now - this.#idleSince;
      if (idle) this.#linger(Math.min(this.#heap.firstDue, now + LINGER));
    }
    for (let left = TASKS_PER_PASS; left > 0 && this.#heap.firstDue <= now; left--) {
      const task = this.#heap.pop();
      try {
        task.fire();
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#passing = false;
    this.#plan(this.now());
    this.#idleSince = idle && this.#immediate !== null ? now : null;
    this.#eventsSeen = events;
  }

  #linger(until: Nanos): void {
    while (this.now() < until);
  }

  #plan(now: Nanos): void {
    if (this.#closed || this.#immediate !== null || this.#heap.size === 0) return;
    const due = this.#heap.firstDue;
    const wait = due - now;
    if (wait <= SPIN) {
      this.#clearTimeout();
      this.#immediate = setImmediate(this.#wake);
    } else if (due < this.#timeoutDue) {
      this.#clearTimeout();
      this.#timeoutDue = due;
      const ms = Math.floor((wait - SPIN) / MILLISECOND);
      this.#timeout = setTimeout(this.#wake, Math.min(Math.max(1, ms), MAX_TIMEOUT_MS));
    }
  }

  #clearTimeout(): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    this.#timeout = null;
    this.#timeoutDue = Infinity;
  }
}
