import type uPlot from 'uplot';
import type { HeatMap, TimeAxis } from '../html/chart.ts';
import type { Dot, Drawing, Reading, Setting } from './drawing.ts';
import { commonOptions } from './frame.ts';
import { paintCells, shades } from './heat-cells.ts';
import { heatRange, heatShare, highest } from './heat-colours.ts';
import type { Palette } from './palette.ts';
import { beginOf, windowsIn } from './span.ts';
import type { Range } from './ticks.ts';
import { valuesOf, type Numbers } from './values.ts';

/** Before the name of a row that is marked. */
export const MARK = '▸';

export class HeatDrawing implements Drawing {
  readonly chart: HeatMap;
  readonly range: Range;
  readonly hasNone: boolean;
  readonly #axis: TimeAxis;
  readonly #rows: readonly Numbers[];

  constructor(chart: HeatMap, axis: TimeAxis, data: unknown) {
    this.chart = chart;
    this.#axis = axis;
    this.#rows = chart.rows.map(({ values }) => valuesOf(values, data, axis.window));
    this.range = heatRange(this.#rows, chart.scale, chart.unit);
    this.hasNone = this.#rows.some((list) => list.includes(null));
  }

  get lists(): Drawing['lists'] {
    return this.chart.rows.map(({ label }, i) => ({ label, values: this.#rows[i]! }));
  }

  fieldHeight(): number {
    return Math.max(20, this.#rows.length * this.#rowHeight());
  }

  plot({ frame, palette, span }: Setting): ReturnType<Drawing['plot']> {
    const { rows } = this.chart;
    const bottom = Math.max(1, rows.length);
    const names = rows.map(({ label, marked }) => (marked === true ? `${MARK} ${label}` : label));
    const options: uPlot.Options = {
      ...commonOptions({
        frame,
        palette,
        span,
        hasGrid: false,
        labels: () => ({ at: rows.map((_, i) => i + 0.5), texts: names.map((name) => fitting(name, frame.gutter)) }),
      }),
      scales: {
        x: { time: false, range: () => [span().from, span().to] },
        y: { dir: -1, range: () => [0, bottom] },
      },
      series: [{}, { scale: 'y', show: false }],
      hooks: { draw: [(plot) => this.#draw(plot, palette, frame.scale)] },
    };
    const { from, to, window } = this.#axis;
    return {
      options,
      data: [
        [from, Math.max(to, from + window)],
        [null, null],
      ],
    };
  }

  readings(window: number, row: number | null): Reading[] {
    const at = row ?? this.#highestRow(window);
    const label = this.chart.rows[at]?.label;
    return label === undefined ? [] : [{ label, value: this.#rows[at]![window] ?? null, isHighest: row === null }];
  }

  dots(): Dot[] {
    return [];
  }

  rowAt(share: number): number | null {
    const row = Math.floor(share * this.#rows.length);
    return row >= 0 && row < this.#rows.length ? row : null;
  }

  /** Names must stay legible, and two dozen rows must fit a screen. */
  #rowHeight(): number {
    return this.#rows.length <= 14 ? 18 : 14;
  }

  #highestRow(window: number): number {
    const most = highest(
      this.#rows.map((list) => list[window] ?? null),
      0,
      this.#rows.length,
    );
    return Math.max(
      0,
      this.#rows.findIndex((list) => (list[window] ?? null) === most),
    );
  }

  #draw(plot: uPlot, palette: Palette, scale: number): void {
    const { bbox, scales } = plot;
    const span = { from: scales['x']!.min!, to: scales['x']!.max! };
    const [first, end] = windowsIn(span, this.#axis);
    const rights = Array.from({ length: Math.max(0, end - first) }, (_, i) =>
      Math.round(plot.valToPos(beginOf(first + i + 1, this.#axis), 'x', true) - bbox.left),
    );
    const shadeOf = shades(palette, (value) => heatShare(value, this.range, this.chart.scale));
    const gap = Math.max(1, Math.round(devicePixelRatio * scale));
    paintCells(plot.ctx, { box: bbox, gap, rows: this.#rows, first, rights, shadeOf });
  }
}

/** So many characters as the gutter has place for, at some 6 pixels each. */
function fitting(name: string, gutter: number): string {
  const most = Math.max(4, Math.floor((gutter - 10) / 6.2));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
