import { jobError, type ExecuteOptions, type Job, type JobOutcome, type Runner } from './job.ts';
import { throttled } from './throttle.ts';

export interface InThisThreadOptions<R> extends ExecuteOptions {
  readonly run: Runner<R>;
}

/** Makes the runs here, one after the other: live runs, which must not disturb each other. */
export async function inThisThread<R>(
  jobs: readonly Job[],
  { run, onProgress, signal, stopOnError = false }: InThisThreadOptions<R>,
): Promise<JobOutcome<R>[]> {
  const outcomes: JobOutcome<R>[] = [];
  let failed = false;
  for (const [index, job] of jobs.entries()) {
    const tell = throttled((progress) => onProgress?.(index, progress));
    const aborted = (): boolean => (stopOnError && failed) || signal?.aborted === true;
    try {
      outcomes.push({ record: await run(job, { aborted, onProgress: tell }) });
    } catch (error) {
      failed = true;
      outcomes.push({ error: jobError(error) });
    }
  }
  return outcomes;
}
