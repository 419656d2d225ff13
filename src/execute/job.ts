import type { Scenario } from '../scenario/define.ts';

/** One run to be made. Plain data: it travels to threads unchanged. */
export interface Job {
  readonly scenario: Scenario;
  readonly id: string;
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  readonly role: 'incident' | 'control';
  /** Divides the timeline's durations; 1 in the virtual world. */
  readonly compress: number;
}

export interface Progress {
  /** Scenario seconds: where the run is, begins and ends. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly operations: number;
}

/** What a run is told and asked while it goes on. */
export interface RunHooks {
  /** Asked every second of scenario time; true: end here, and hand over what was measured. */
  aborted(): boolean;
  onProgress(progress: Progress): void;
}

/** Makes the run of a job. */
export type Runner<R> = (job: Job, hooks: RunHooks) => Promise<R>;

/** An error that crossed a thread's border. */
export interface JobError {
  readonly message: string;
  readonly stack: string;
  /** Of the error (`EADDRINUSE`), when it had one. */
  readonly code: string | null;
}

export type JobOutcome<R> = { readonly record: R } | { readonly error: JobError };

export interface ExecuteOptions {
  /** Told at most ten times a second per job. */
  readonly onProgress?: (index: number, progress: Progress) => void;
  /** Ends all runs early; what they measured is still handed over, and jobs that have not begun measure nothing. */
  readonly signal?: AbortSignal;
  /** One job's error aborts the others. @default false */
  readonly stopOnError?: boolean;
}

export function jobError(error: unknown): JobError {
  if (!(error instanceof Error)) return { message: String(error), stack: String(error), code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { message: error.message, stack: error.stack ?? error.message, code };
}
