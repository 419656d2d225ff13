import { availableParallelism } from 'node:os';
import type { RunProgress } from '../scenario/run.ts';
import type { JobOutcome } from './job.ts';
import { Thread } from './thread.ts';

export interface PoolOptions {
  /** A file that calls `serve`; see `workerFile`. */
  readonly file: URL;
  /** Jobs at the same time. @default the number of processors */
  readonly threads?: number;
  /** Ends all runs early; jobs that have not begun are done all the same, and their runs are told that they are aborted. */
  readonly signal?: AbortSignal;
}

export interface JobHooks {
  readonly onProgress?: (index: number, progress: RunProgress) => void;
  readonly onOutcome?: (index: number, failed: boolean) => void;
}

/**
 * Worker threads that are kept: one that has made a run makes the next one faster. One whose job failed is replaced. `R` is
 * what the file's runner returns for a `J`.
 */
export class ThreadPool<R, J> {
  readonly #options: PoolOptions;
  readonly #abort = new Int32Array(new SharedArrayBuffer(4));
  readonly #idle: Thread<J, R>[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
    if (options.signal?.aborted) this.abort();
    options.signal?.addEventListener('abort', this.abort);
  }

  readonly abort = (): void => void Atomics.store(this.#abort, 0, 1);

  /** Begins jobs in their order. The outcomes are in the order of the jobs; errors of runs are values. */
  async do(jobs: readonly J[], { onProgress, onOutcome }: JobHooks = {}): Promise<JobOutcome<R>[]> {
    const { file, threads = availableParallelism() } = this.#options;
    const outcomes: JobOutcome<R>[] = [];
    let next = 0;
    const doJobs = async (): Promise<void> => {
      for (let index = next++; index < jobs.length; index = next++) {
        const thread = this.#idle.pop() ?? new Thread<J, R>(file, { abort: this.#abort });
        const outcome = await thread.do(jobs[index]!, { onProgress: (progress) => onProgress?.(index, progress) });
        outcomes[index] = outcome;
        const failed = 'error' in outcome;
        onOutcome?.(index, failed);
        if (failed) await thread.end();
        else this.#idle.push(thread);
      }
    };
    await Promise.all(Array.from({ length: Math.min(jobs.length, Math.max(1, threads)) }, doJobs));
    return outcomes;
  }

  /** When no job is under way. */
  async end(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.abort);
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }
}
