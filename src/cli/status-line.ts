import { seconds } from '../report/format.ts';

/** What progress is written to: stderr. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface StatusOptions {
  readonly screen: Screen;
  /** Wall time in ms. */
  readonly now: () => number;
}

const CLEAR_LINE = '\r\u001B[2K';

/** One line that is written over and over on a terminal. Elsewhere, in a file or a pipe, nothing: nobody watches. */
export class StatusLine {
  readonly #options: StatusOptions;
  readonly #startMs: number;
  #shown = false;

  constructor(options: StatusOptions) {
    this.#options = options;
    this.#startMs = options.now();
  }

  /** `parts` of the line, and how much of the work is done, 0..1. */
  show(parts: () => readonly string[], share: number): void {
    const { screen, now } = this.#options;
    if (!screen.isTTY) return;
    const text = [...parts(), ...this.#eta(now(), share)].join('  ');
    screen.write(`${CLEAR_LINE}${text.slice(0, (screen.columns ?? 80) - 1)}`);
    this.#shown = true;
  }

  /** Takes the line away, so that what comes next stands alone. */
  clear(): void {
    if (this.#shown) this.#options.screen.write(CLEAR_LINE);
    this.#shown = false;
  }

  #eta(now: number, share: number): readonly string[] {
    const passed = (now - this.#startMs) / 1000;
    if (!(share > 0.01) || passed < 1) return [];
    return [`ETA ${seconds(Math.ceil((passed / share) * (1 - share)))}`];
  }
}
