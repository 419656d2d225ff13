import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { jobError, type ExecuteOptions, type Job, type JobOutcome } from './job.ts';
import type { ThreadData, ThreadMessage } from './serve.ts';

export interface ThreadOptions extends ExecuteOptions {
  /** A file that calls `serve`; see `workerFile`. */
  readonly file: URL;
  /** Runs at the same time. @default the number of processors */
  readonly threads?: number;
}

/**
 * Makes the runs on worker threads, a fresh one for each. The outcomes are in the order of the jobs; errors of runs are
 * values. `R` is what the file's runner returns.
 */
export async function onThreads<R>(jobs: readonly Job[], options: ThreadOptions): Promise<JobOutcome<R>[]> {
  const { signal, stopOnError = false } = options;
  const threads = Math.min(jobs.length, Math.max(1, options.threads ?? availableParallelism()));
  const abort = new Int32Array(new SharedArrayBuffer(4));
  const stop = (): void => void Atomics.store(abort, 0, 1);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);

  const outcomes: JobOutcome<R>[] = [];
  let next = 0;
  const takeJobs = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      const outcome = await onThread<R>({ job: jobs[index]!, abort }, index, options);
      outcomes[index] = outcome;
      if (stopOnError && 'error' in outcome) stop();
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, takeJobs));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return outcomes;
}

function onThread<R>(data: ThreadData, index: number, options: ThreadOptions): Promise<JobOutcome<R>> {
  return new Promise((resolve) => {
    let outcome: JobOutcome<R> | null = null;
    const fail = (error: unknown): void => void (outcome ??= { error: jobError(error) });
    // Without the parent's own --import: the file brings what it needs.
    // A simulation makes much garbage that is gone at once: room for it spares a twentieth of the time.
    const resourceLimits = { maxYoungGenerationSizeMb: 96 };
    const worker = new Worker(options.file, { workerData: data, execArgv: [], resourceLimits });
    worker.on('message', (message: ThreadMessage) => {
      if ('progress' in message) {
        options.onProgress?.(index, message.progress);
        return;
      }
      // The file's runner returns R.
      outcome ??= message.outcome as JobOutcome<R>;
      // What the run left behind (a socket, a timer) must not keep us waiting.
      void worker.terminate();
    });
    worker.on('messageerror', fail);
    worker.on('error', fail);
    // Comes last, also after an error.
    worker.on('exit', (code) => {
      fail(new Error(`worker thread: expected the outcome of a run, got exit code ${code}`));
      resolve(outcome!);
    });
  });
}
