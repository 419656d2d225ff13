/** The worker's end of a thread: takes one job after the other, does it, reports. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunProgress } from '../scenario/run.ts';
import { jobError, type Job, type JobOutcome, type Runner } from './job.ts';
import { throttled } from './throttle.ts';

/** What a thread is given. Its jobs follow as messages, the next when the last has an outcome. */
export interface ThreadData {
  /** One number; 1 asks the runs to end. Shared, because a run in virtual time reads no messages. */
  readonly abort: Int32Array;
}

export type ThreadMessage = { readonly progress: RunProgress } | { readonly outcome: JobOutcome<unknown> };

/** Call this once, at the top of a worker's file. `J` is what `onThreads` is given. */
export function serve<J = Job>(run: Runner<unknown, J>): void {
  if (parentPort === null) throw new Error('serve: expected a worker thread, got the main one');
  const port = parentPort;
  // Thread sends nothing else.
  const { abort } = workerData as ThreadData;
  const post = (message: ThreadMessage): void => port.postMessage(message);
  const aborted = (): boolean => Atomics.load(abort, 0) === 1;
  port.on('message', (job: J) => {
    const onProgress = throttled((progress) => post({ progress }));
    // A runner that throws before it promises fails its job, too.
    new Promise((resolve) => resolve(run(job, { aborted, onProgress }))).then(
      (record) => post({ outcome: { record } }),
      (error: unknown) => post({ outcome: { error: jobError(error) } }),
    );
  });
}
