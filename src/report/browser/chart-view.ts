/** One chart of the page: its readout, its picture, and what lies above the picture. */
import uPlot from 'uplot';
import { clock } from '../format.ts';
import type { TimeChart } from '../html/chart.ts';
import type { Board } from './board.ts';
import { named, type Drawing } from './drawing.ts';
import { element } from './element.ts';
import { FOOT, MARGIN, type Frame } from './frame.ts';
import { HeatDrawing } from './heat-drawing.ts';
import { HeatReadout } from './heat-readout.ts';
import { LineDrawing } from './line-drawing.ts';
import { Overlay } from './overlay.ts';
import { Palette } from './palette.ts';
import { isPrinting } from './paper.ts';
import { LineReadout, type Readout } from './readout.ts';
import { beginOf, isSameSpan, type Span } from './span.ts';
import { written } from './writing.ts';

const STRIP = { wide: 28, small: 6 } as const;
const SMALL_GUTTER = 58;
const NARROW = 560;
const NARROW_GUTTER = 74;

export interface Place {
  readonly plot: HTMLElement;
  /** Of all wide charts; CSS pixels. */
  readonly gutter: number;
}

export class ChartView {
  readonly chart: TimeChart;
  /** Takes the focus, the keys and the pointer. */
  readonly surface: HTMLElement;
  readonly overlay: Overlay;
  readonly drawing: Drawing;
  readonly #board: Board;
  readonly #place: Place;
  readonly #readout: Readout;
  readonly #canvas = element('div', { class: 'picture' });
  readonly #isSmall: boolean;
  #plot: uPlot | null = null;
  #shown: Span | null = null;
  #width = 0;
  /** Under the pointer, where there are rows. */
  row: number | null = null;
  isNear = false;

  constructor(chart: TimeChart, place: Place, board: Board, data: unknown) {
    this.chart = chart;
    this.#board = board;
    this.#place = place;
    this.#isSmall = chart.kind === 'lines' && chart.size === 'small';
    this.overlay = new Overlay(board, !this.#isSmall);
    this.surface = element(
      'div',
      {
        class: 'surface',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-label': `${chart.title}. ${chart.says}`,
        'aria-describedby': 'chart-keys',
      },
      this.#canvas,
      this.overlay.root,
    );
    if (chart.kind === 'heat') {
      const heat = new HeatDrawing(chart, board.axis, data);
      const readout = new HeatReadout(chart);
      readout.explain(heat);
      [this.drawing, this.#readout] = [heat, readout];
    } else {
      const lines = new LineDrawing(chart, board.axis, data);
      const isShown = (line: number): boolean => lines.lines[line]!.isShown;
      const toggle = (line: number): void => {
        lines.lines[line]!.isShown = !isShown(line);
        this.draw();
      };
      [this.drawing, this.#readout] = [lines, new LineReadout(chart, isShown, toggle)];
    }
    if (this.drawing.lists.every(({ values }) => values.every((value) => value === null))) {
      this.surface.append(element('p', { class: 'nothing' }, 'No values'));
    }
    place.plot.replaceChildren(this.#readout.root, this.surface);
    this.surface.style.height = `${this.#frame(0).height}px`;
  }

  get isDrawn(): boolean {
    return this.#plot !== null;
  }

  /** Anew: in these colours, at this width, with these lines. */
  draw(): void {
    const width = Math.floor(this.surface.clientWidth);
    if (width === 0) return;
    const frame = this.#frame(width);
    const { options, data } = this.drawing.plot({
      frame,
      palette: new Palette(),
      span: () => this.#board.span,
    });
    this.#plot?.destroy();
    this.#plot = new uPlot(options, data, this.#canvas);
    // uPlot would wait for a microtask, and a page that is about to be printed does not.
    this.#plot.batch(() => undefined);
    shrink(this.#plot, frame);
    this.#width = width;
    this.#shown = this.#board.span;
    this.overlay.layOut(frame);
    this.#point();
  }

  /** Only what has changed on the board. */
  update(): void {
    if (this.#plot === null) return;
    const { span } = this.#board;
    if (this.#shown === null || !isSameSpan(span, this.#shown)) {
      this.#shown = span;
      this.#plot.batch((plot: uPlot) => plot.setScale('x', { min: span.from, max: span.to }));
      this.overlay.layOut(this.#frame(this.#width));
    }
    this.overlay.showSelection(this.#board.selection);
    this.overlay.lightMark(this.#board.mark, this.surface.matches(':hover'));
    this.#point();
  }

  resize(): void {
    if (this.#plot !== null && Math.floor(this.surface.clientWidth) !== this.#width) this.draw();
  }

  /** Where the pointer is: seconds of the scenario. */
  timeAt(clientX: number): number {
    const { left, width } = this.overlay.root.getBoundingClientRect();
    const { from, to } = this.#board.span;
    return from + Math.min(1, Math.max(0, (clientX - left) / width)) * (to - from);
  }

  /** Where the pointer is, among rows. */
  pointRow(clientY: number): void {
    const { top, height } = this.overlay.root.getBoundingClientRect();
    const { strip } = this.#frame(this.#width);
    const row = this.drawing.rowAt((clientY - top - strip) / (height - strip));
    if (row === this.row) return;
    this.row = row;
    this.#point();
  }

  moveRow(by: number): void {
    const rows = this.drawing.lists.length;
    this.row = Math.min(rows - 1, Math.max(0, this.row === null ? 0 : this.row + by));
    this.#point();
  }

  /** The values under the cursor, in words. */
  spoken(): string {
    const { window, axis } = this.#board;
    if (window === null) return '';
    const values = this.drawing
      .readings(window, this.row)
      .map((reading) => `${named(reading)} ${written(reading.value, this.chart.unit)}`);
    return `${clock(beginOf(window, axis))}: ${values.join(', ')}`;
  }

  #point(): void {
    const { window, axis } = this.#board;
    const at = window === null ? null : beginOf(window, axis);
    this.#readout.show(at, window === null ? [] : this.drawing.readings(window, this.row));
    if (this.#plot === null) return;
    this.overlay.showCursor(window, window === null ? [] : this.drawing.dots(this.#plot, window));
  }

  #frame(width: number): Frame {
    const strip = STRIP[this.#isSmall ? 'small' : 'wide'];
    const wide = width < NARROW ? Math.min(NARROW_GUTTER, this.#place.gutter) : this.#place.gutter;
    const gutter = this.#isSmall ? SMALL_GUTTER : wide;
    return {
      width,
      height: strip + this.drawing.fieldHeight(width) + FOOT,
      gutter,
      strip,
      foot: FOOT,
      margin: MARGIN,
      scale: isPrinting() ? 2 : 1,
    };
  }
}

/** To the size of its frame. */
function shrink({ root }: uPlot, { width, height, scale }: Frame): void {
  const wrap = root.querySelector<HTMLElement>('.u-wrap');
  if (scale === 1 || wrap === null) return;
  wrap.style.width = `${width}px`;
  wrap.style.height = `${height}px`;
}
