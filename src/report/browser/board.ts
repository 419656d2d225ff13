/** What all charts of a page share: the stretch of time, the cursor, what is being selected, the mark that is lit. */
import type { TimeAxis } from '../html/chart.ts';
import { allowedSpan, beginOf, isSameSpan, spanShowing, wholeSpan, windowCount, type Span } from './span.ts';

export class Board {
  readonly axis: TimeAxis;
  readonly whole: Span;
  #span: Span;
  #window: number | null = null;
  #selection: Span | null = null;
  #mark: number | null = null;
  readonly #watchers: (() => void)[] = [];
  #isTelling = false;

  constructor(axis: TimeAxis) {
    this.axis = axis;
    this.whole = wholeSpan(axis);
    this.#span = this.whole;
  }

  get span(): Span {
    return this.#span;
  }

  /** Under the cursor, from 0; null: there is no cursor. */
  get window(): number | null {
    return this.#window;
  }

  get selection(): Span | null {
    return this.#selection;
  }

  get mark(): number | null {
    return this.#mark;
  }

  /** Called once for all changes before the next frame. */
  watch(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  show(span: Span): void {
    const allowed = allowedSpan(span, this.axis);
    if (isSameSpan(allowed, this.#span)) return;
    this.#span = allowed;
    this.#tell();
  }

  showWhole(): void {
    this.show(this.whole);
  }

  point(window: number | null): void {
    if (window === this.#window) return;
    this.#window = window;
    this.#tell();
  }

  /** As `point`, and brings the window into view. */
  moveTo(window: number): void {
    const within = Math.min(windowCount(this.axis) - 1, Math.max(0, window));
    const from = beginOf(within, this.axis);
    this.#span = spanShowing(this.#span, { from, to: Math.min(this.whole.to, from + this.axis.window) }, this.axis);
    this.#window = within;
    this.#tell();
  }

  select(span: Span | null): void {
    this.#selection = span;
    this.#tell();
  }

  light(mark: number | null): void {
    if (mark === this.#mark) return;
    this.#mark = mark;
    this.#tell();
  }

  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    requestAnimationFrame(() => {
      this.#isTelling = false;
      for (const watcher of this.#watchers) watcher();
    });
  }
}
