import type { ExecuteOptions, Job, JobOutcome } from './job.ts';
import { ThreadPool, type PoolOptions } from './thread-pool.ts';

export interface ThreadOptions extends ExecuteOptions, Pick<PoolOptions, 'file' | 'threads'> {}

/** Does the jobs on worker threads that last as long as they do: see `ThreadPool`. */
export async function onThreads<R>(jobs: readonly Job[], options: ThreadOptions): Promise<JobOutcome<R>[]> {
  const { stopOnError = false, onProgress, ...rest } = options;
  const pool = new ThreadPool<R, Job>(rest);
  try {
    return await pool.do(jobs, {
      ...(onProgress && { onProgress }),
      onOutcome: (_, failed) => {
        if (failed && stopOnError) pool.abort();
      },
    });
  } finally {
    await pool.end();
  }
}
