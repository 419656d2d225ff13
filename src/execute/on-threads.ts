import { availableParallelism } from 'node:os';
import type { ExecuteOptions, Job, JobOutcome } from './job.ts';
import { Thread } from './thread.ts';

export interface ThreadOptions extends ExecuteOptions {
  /** A file that calls `serve`; see `workerFile`. */
  readonly file: URL;
  /** Jobs at the same time. @default the number of processors */
  readonly threads?: number;
  /** Told as each job ends. */
  readonly onOutcome?: (index: number) => void;
}

/**
 * Does the jobs on worker threads, in their order, each thread one after the other: a thread that has made a run makes
 * the next one faster. One whose job failed is replaced. The outcomes are in the order of the jobs; errors of runs are
 * values. `R` is what the file's runner returns for a `J`.
 */
export async function onThreads<R, J = Job>(jobs: readonly J[], options: ThreadOptions): Promise<JobOutcome<R>[]> {
  const { file, signal, stopOnError = false, onProgress, onOutcome } = options;
  const threads = Math.min(jobs.length, Math.max(1, options.threads ?? availableParallelism()));
  const abort = new Int32Array(new SharedArrayBuffer(4));
  const stop = (): void => void Atomics.store(abort, 0, 1);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);

  const outcomes: JobOutcome<R>[] = [];
  let next = 0;
  const doJobs = async (): Promise<void> => {
    let thread: Thread<J, R> | null = null;
    for (let index = next++; index < jobs.length; index = next++) {
      thread ??= new Thread<J, R>(file, { abort });
      const outcome = await thread.do(jobs[index]!, { onProgress: (progress) => onProgress?.(index, progress) });
      outcomes[index] = outcome;
      onOutcome?.(index);
      if (!('error' in outcome)) continue;
      if (stopOnError) stop();
      await thread.end();
      thread = null;
    }
    await thread?.end();
  };
  try {
    await Promise.all(Array.from({ length: threads }, doJobs));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return outcomes;
}
