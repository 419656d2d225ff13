import { Fifo } from '../link/reading/fifo.ts';
import type { Session } from '../client/session.ts';

/** Works on one page at a time. */
export interface Worker {
  readonly number: number;
  /** Its own connection to the origin. */
  readonly origin: Session;
}

/** What a worker works on. */
export interface Job {
  /** Nobody waits for it any more. */
  readonly over: boolean;
  begin(worker: Worker): void;
  /** It was over when its turn came. */
  passedOver(): void;
}

/** How many work and wait has changed. */
export type PoolWatcher = (busy: number, waiting: number) => void;

/** Finitely many workers, and a bounded queue before them: first come, first served. */
export class WorkerPool {
  busy = 0;
  waiting = 0;
  readonly #queueMax: number;
  readonly #watcher: PoolWatcher;
  /** The one that has rested for longest is the next: processes are used evenly. */
  readonly #idle = new Fifo<Worker>();
  /** With those that are over, until their turn comes. */
  readonly #queue = new Fifo<Job>();

  constructor(workers: readonly Worker[], queueMax: number, watcher: PoolWatcher) {
    this.#queueMax = queueMax;
    this.#watcher = watcher;
    for (const worker of workers) this.#idle.push(worker);
  }

  /** The job begins, or waits; false: there is no room for it. */
  take(job: Job): boolean {
    const worker = this.#idle.shift();
    if (worker !== undefined) {
      this.#begin(worker, job);
      return true;
    }
    if (this.waiting >= this.#queueMax) return false;
    this.waiting++;
    this.#queue.push(job);
    this.#watcher(this.busy, this.waiting);
    return true;
  }

  /** A job that waits does so no longer. */
  leave(): void {
    this.waiting--;
    this.#watcher(this.busy, this.waiting);
  }

  /** The worker has done its job. */
  release(worker: Worker): void {
    this.busy--;
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      if (job.over) {
        job.passedOver();
        continue;
      }
      this.waiting--;
      return this.#begin(worker, job);
    }
    this.#idle.push(worker);
    this.#watcher(this.busy, this.waiting);
  }

  #begin(worker: Worker, job: Job): void {
    this.busy++;
    this.#watcher(this.busy, this.waiting);
    job.begin(worker);
  }
}
