import { clock, count } from '../report/format.ts';
import type { RunProgress } from '../scenario/run.ts';
import { StatusLine, type StatusOptions } from './status-line.ts';

/** How far a run and its control are. */
export class ProgressLine {
  readonly #line: StatusLine;
  readonly #runs = new Map<string, RunProgress>();

  constructor(options: StatusOptions) {
    this.#line = new StatusLine(options);
  }

  update(role: 'incident' | 'control', progress: RunProgress): void {
    this.#runs.set(role, progress);
    // By the run that is furthest behind.
    const shares = [...this.#runs.values()].map(({ at, from, to }) => (at - from) / (to - from));
    this.#line.show(() => this.#parts(), Math.min(...shares));
  }

  clear(): void {
    this.#line.clear();
  }

  #parts(): string[] {
    const runs = [...this.#runs].sort(([a]) => (a === 'incident' ? -1 : 1));
    return runs.map(([role, { at, from, to, operations }], i) =>
      i === 0
        ? `${role} ${clock(at)} of ${clock(from)}…${clock(to)}  ${count(operations)} operations`
        : `${role} ${clock(at)}`,
    );
  }
}
