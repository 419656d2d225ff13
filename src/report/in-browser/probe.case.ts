/** What tests ask of a page from inside. The answers come from `src/report/browser/probe.case.ts`, which runs there. */
export interface Probe {
  /** Every picture that a script drew, with the chart that it is of. */
  canvases(): CanvasSeen[];
  /** Every picture made of elements that is not decoration. */
  drawings(): DrawingSeen[];
  /** How much of the page does not fit, and because of what. */
  overflow(): { readonly page: number; readonly window: number; readonly widest: readonly string[] };
  /** Who has the focus. */
  focused(): FocusSeen | null;
  /** Values of custom properties of the page. */
  properties(names: readonly string[]): string[];
  /** In all canvases: how many pixels have exactly this colour, as `rgb(r, g, b)` or `#rrggbb`. */
  pixelsOf(colour: string): number;
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
  /** In the document, not in the window. */
  readonly x: number;
  readonly y: number;
  /** Has an outline, or a shadow in its place, and some size. */
  readonly visible: boolean;
}
