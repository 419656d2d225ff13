import { Worker } from 'node:worker_threads';
import type { RunProgress } from '../scenario/run.ts';
import { jobError, type JobOutcome } from './job.ts';
import type { ThreadData, ThreadMessage } from './serve.ts';

export interface ThreadHooks {
  readonly onProgress: (progress: RunProgress) => void;
}

/** A worker thread that does one job at a time. After a job that failed it may be anything: end it. */
export class Thread<J, R> {
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  #hooks: ThreadHooks | null = null;
  #report: ((outcome: JobOutcome<R>) => void) | null = null;
  /** Why it cannot do anything more. */
  #failure: JobOutcome<R> | null = null;

  /** `file` calls `serve`. */
  constructor(file: URL, data: ThreadData) {
    // Without the parent's own --import: the file brings what it needs.
    // A simulation makes much garbage that is gone at once: room for it spares a twentieth of the time.
    const resourceLimits = { maxYoungGenerationSizeMb: 96 };
    const worker = new Worker(file, { workerData: data, execArgv: [], resourceLimits });
    this.#worker = worker;
    const fail = (error: unknown): void => this.#end((this.#failure ??= { error: jobError(error) }));
    worker.on('message', (message: ThreadMessage) => {
      if ('progress' in message) this.#hooks?.onProgress(message.progress);
      // The file's runner returns R.
      else this.#end(message.outcome as JobOutcome<R>);
    });
    worker.on('messageerror', fail);
    worker.on('error', fail);
    this.#gone = new Promise((resolve) => {
      // Comes last, also after an error.
      worker.on('exit', (code) => {
        fail(new Error(`worker thread: expected the outcome of a run, got exit code ${code}`));
        resolve();
      });
    });
  }

  /** Errors are values. */
  do(job: J, hooks: ThreadHooks): Promise<JobOutcome<R>> {
    if (this.#report !== null) throw new Error('thread: expected no job under way, got another');
    return new Promise((resolve) => {
      this.#hooks = hooks;
      this.#report = resolve;
      if (this.#failure === null) this.#worker.postMessage(job);
      else this.#end(this.#failure);
    });
  }

  /** What a run left behind (a socket, a timer) keeps nobody waiting. */
  async end(): Promise<void> {
    await this.#worker.terminate();
    await this.#gone;
  }

  #end(outcome: JobOutcome<R>): void {
    const report = this.#report;
    this.#report = this.#hooks = null;
    report?.(outcome);
  }
}
