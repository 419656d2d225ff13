/** What tests ask of a page from inside. The answers come from `src/report/browser/probe.case.ts`, which runs there. */
export interface Probe {
  /** Every picture that a script drew. */
  canvases(): CanvasSeen[];
  /** Where in the document the charts over time have their fields, without labels. */
  fields(): FieldSeen[];
  /** What stands above the charts over time. */
  readouts(): ReadoutSeen[];
  /** Tells one drawing of a chart from another. */
  fingerprint(chart: string): number;
  /** Every figure that is not drawn by a script. */
  drawings(): DrawingSeen[];
  /** Of the whole document; CSS pixels. */
  height(): number;
  /** How much of the page does not fit, and because of what. */
  overflow(): { readonly page: number; readonly window: number; readonly widest: readonly string[] };
  /** Tables that a reader would have to move sideways to see all of, which nobody can on paper. */
  tooWide(): string[];
  /** Text so narrow that it became a tower: five lines and more of a word or two. */
  towers(): string[];
  /** What a page may have but by somebody else's doing: scripts, frames, handlers, links that lead out of it. */
  suspects(): string[];
  /** All that there is to read, wherever it is hidden, with single spaces. */
  text(): string;
  /** All that takes the focus, from left to right and from top to bottom of the page; which shows its begin then. */
  focusable(): string[];
  /** Nobody has the focus. */
  blur(): void;
  /** Who has the focus. */
  focused(): FocusSeen | null;
  /** Values of custom properties of the page. */
  properties(names: readonly string[]): string[];
  /** In all canvases: how many pixels have exactly these colours, as `#rrggbb`. */
  pixelsOf(colours: readonly string[]): number[];
  /** From now on: the same whenever the page is about to be printed, by then or not yet drawn for it. */
  watchPrinting(colours: readonly string[]): void;
  /** What that has seen, print by print. */
  printed(): number[][];
  /** Of figures and of rows of tables: those that a sheet of this height could cut in two. */
  divisible(height: number): string[];
  /** Tries to run a script and to fetch a picture; what the page's policy said of it. */
  tryScript(): Promise<{ readonly ran: boolean; readonly violations: readonly string[] }>;
  /** Resolves when what the page has begun is done: its next frame is drawn and its errors are told. */
  settled(): Promise<void>;
}

export interface CanvasSeen {
  readonly chart: string;
  readonly width: number;
  readonly height: number;
  /** Of its pixels, those that are not as the first one, 0..1; and how many colours there are, up to 256. */
  readonly inked: number;
  readonly colours: number;
}

export interface FieldSeen {
  readonly chart: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ReadoutSeen {
  readonly chart: string;
  /** When the window under the cursor begins; null: there is no cursor. */
  readonly at: number | null;
  /** As numbers in `data-value`, or `null`. */
  readonly values: readonly { readonly line: string; readonly value: string }[];
}

export interface DrawingSeen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Shapes of some size, and those of none. */
  readonly shapes: number;
  readonly empty: number;
}

export interface FocusSeen {
  readonly what: string;
  /** Has an outline, or a shadow in its place, and some size. */
  readonly visible: boolean;
}
