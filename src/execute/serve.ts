/** The worker's end of a thread: takes one job, makes the run, reports. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunProgress } from '../scenario/run.ts';
import { jobError, type Job, type JobOutcome, type Runner } from './job.ts';
import { throttled } from './throttle.ts';

/** What a thread is given. */
export interface ThreadData {
  readonly job: Job;
  /** One number; 1 asks the run to end. Shared, because a run in virtual time reads no messages. */
  readonly abort: Int32Array;
}

export type ThreadMessage = { readonly progress: RunProgress } | { readonly outcome: JobOutcome<unknown> };

/** Call this once, at the top of a worker's file. */
export async function serve(run: Runner<unknown>): Promise<void> {
  if (parentPort === null) throw new Error('serve: expected a worker thread, got the main one');
  const port = parentPort;
  // ThreadPool sends nothing else.
  const { job, abort } = workerData as ThreadData;
  const post = (message: ThreadMessage): void => port.postMessage(message);
  const onProgress = throttled((progress) => post({ progress }));
  try {
    post({ outcome: { record: await run(job, { aborted: () => Atomics.load(abort, 0) === 1, onProgress }) } });
  } catch (error) {
    post({ outcome: { error: jobError(error) } });
  }
}
