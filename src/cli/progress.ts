import { clock, count, seconds } from '../report/format.ts';
import type { RunProgress } from '../scenario/run.ts';

/** What progress is written to: stderr. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly screen: Screen;
  /** Wall time in ms. */
  readonly now: () => number;
  /** Say nothing where no line can be overwritten. @default false */
  readonly onlyOnTerminal?: boolean;
}

const PLAIN_INTERVAL_MS = 10_000;
const CLEAR_LINE = '\r\u001B[2K';

/** One line that is written over and over on a terminal; elsewhere a line every ten seconds. */
export class ProgressLine {
  readonly #options: ProgressOptions;
  readonly #startMs: number;
  readonly #runs = new Map<string, RunProgress>();
  #lastMs: number;
  #shown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startMs = options.now();
    this.#lastMs = this.#startMs;
  }

  update(role: 'incident' | 'control', progress: RunProgress): void {
    this.#runs.set(role, progress);
    const { screen, now, onlyOnTerminal = false } = this.#options;
    if (screen.isTTY) {
      screen.write(`${CLEAR_LINE}${this.#text(now()).slice(0, (screen.columns ?? 80) - 1)}`);
      this.#shown = true;
    } else if (!onlyOnTerminal && now() - this.#lastMs >= PLAIN_INTERVAL_MS) {
      this.#lastMs = now();
      screen.write(`${this.#text(now())}\n`);
    }
  }

  /** Takes the line away, so that what comes next stands alone. */
  clear(): void {
    if (this.#shown) this.#options.screen.write(CLEAR_LINE);
    this.#shown = false;
  }

  #text(now: number): string {
    const runs = [...this.#runs].sort(([a]) => (a === 'incident' ? -1 : 1));
    const parts = runs.map(([role, { at, from, to, operations }], i) =>
      i === 0
        ? `${role} ${clock(at)} of ${clock(from)}…${clock(to)}  ${count(operations)} operations`
        : `${role} ${clock(at)}`,
    );
    const eta = this.#etaSeconds(now);
    return [...parts, ...(eta === null ? [] : [`ETA ${seconds(eta)}`])].join('  ');
  }

  /** By the run that is furthest behind. */
  #etaSeconds(now: number): number | null {
    const shares = [...this.#runs.values()].map(({ at, from, to }) => (at - from) / (to - from));
    const share = Math.min(...shares);
    const passed = (now - this.#startMs) / 1000;
    if (!(share > 0.01) || passed < 1) return null;
    return Math.ceil((passed / share) * (1 - share));
  }
}
