import type { PipeKernel } from '../pipe-ends.ts';
import type { TraceHash } from '../trace.ts';
import type { Nanos, Task, TimerId } from '../world.ts';
import type { LiveContext } from './context.ts';

/**
 * Of one pipe. It asks for the earliest time only, so it has one timer at most, and none when it is gone: held bytes, or
 * a close in an hour, of a million past connections must not fill the clock.
 */
export class LivePipeKernel implements PipeKernel {
  readonly trace: TraceHash;
  readonly #context: LiveContext;
  #timer: TimerId = 0;

  constructor(context: LiveContext) {
    this.#context = context;
    this.trace = context.trace;
  }

  now(): Nanos {
    return this.#context.clock.now();
  }

  post(t: Nanos, task: Task): void {
    this.cancel();
    this.#timer = this.#context.clock.at(t, task);
  }

  cancel(): void {
    if (this.#timer !== 0) this.#context.clock.cancel(this.#timer);
    this.#timer = 0;
  }
}
