import type { Task } from '../world.ts';

/** Something that writes once per turn. */
export interface Flushable {
  /** Calls no handler. */
  flush(): void;
}

/** Tasks that may follow each other without a look at the sockets: a chain of posts must not starve them. */
const TASKS_PER_TURN = 4096;

/**
 * What comes after the current handler, before the event loop looks at anything else: posted tasks first, in order, then
 * one write per socket that has something to say.
 */
export class Turn {
  readonly #fail: (error: unknown) => void;
  readonly #finish = (): void => this.#run();
  #tasks: Task[] = [];
  #head = 0;
  #dirty: Flushable[] = [];
  #scheduled = false;
  #closed = false;

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail;
  }

  post(task: Task): void {
    this.#tasks.push(task);
    this.#schedule();
  }

  /** The caller asks once per turn. */
  flushLater(flushable: Flushable): void {
    this.#dirty.push(flushable);
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#tasks = [];
    this.#dirty = [];
    this.#head = 0;
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    process.nextTick(this.#finish);
  }

  #run(): void {
    for (let left = TASKS_PER_TURN; left > 0 && this.#head < this.#tasks.length; left--) {
      const task = this.#tasks[this.#head++]!;
      try {
        task.fire();
      } catch (error) {
        this.#fail(error);
      }
    }
    if (this.#dirty.length > 0) {
      const dirty = this.#dirty;
      this.#dirty = [];
      for (const flushable of dirty) flushable.flush();
    }
    if (this.#head === this.#tasks.length) {
      this.#tasks.length = this.#head = 0;
      this.#scheduled = this.#dirty.length > 0;
      if (this.#scheduled) process.nextTick(this.#finish);
      return;
    }
    this.#tasks.splice(0, this.#head);
    this.#head = 0;
    setImmediate(this.#finish);
  }
}
