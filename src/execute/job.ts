import type { RunOptions, RunProgress } from '../scenario/run.ts';

/** One run to be made. Plain data: it travels to threads unchanged. */
export type Job = Required<Pick<RunOptions, 'scenario' | 'seed' | 'world' | 'role' | 'compress'>>;

/** What a run is told and asked while it goes on. */
export type RunHooks = Required<Pick<RunOptions, 'aborted' | 'onProgress'>>;

/** Does a job; `J` is plain data. */
export type Runner<R, J = Job> = (job: J, hooks: RunHooks) => Promise<R>;

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
  readonly onProgress?: (index: number, progress: RunProgress) => void;
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
