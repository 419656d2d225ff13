import type uPlot from 'uplot';
import type { ChartLine, LineChart, TimeAxis } from '../html/chart.ts';
import type { Dot, Drawing, Reading, Setting } from './drawing.ts';
import { commonOptions, fieldHeight, type Frame, type Plan } from './frame.ts';
import { drawFault, drawLimit } from './backdrop.ts';
import { windowCount, windowsIn } from './span.ts';
import { edgesOf, type Edges } from './stacks.ts';
import { stepPaths } from './steps.ts';
import { drawingOrder, legendOrder, penOf } from './strokes.ts';
import { linearRange, linearTicks, logRange, logTicks, type Range } from './ticks.ts';
import { valuesOf, type Numbers } from './values.ts';
import { tickText } from './writing.ts';

const HEIGHT = { wide: 176, small: 112 } as const;
const LABEL_HEIGHT = 26;

interface Line extends ChartLine {
  readonly list: Numbers;
  isShown: boolean;
}

export class LineDrawing implements Drawing {
  readonly chart: LineChart;
  readonly lines: readonly Line[];
  readonly #axis: TimeAxis;
  #edges: Edges[] = [];

  constructor(chart: LineChart, axis: TimeAxis, data: unknown) {
    this.chart = chart;
    this.#axis = axis;
    this.lines = chart.lines.map((line) => ({
      ...line,
      list: valuesOf(line.values, data, axis.window),
      isShown: line.hidden !== true,
    }));
  }

  get lists(): Drawing['lists'] {
    return this.lines.map(({ label, list }) => ({ label, values: list }));
  }

  fieldHeight(): number {
    return HEIGHT[this.chart.size ?? 'wide'];
  }

  plot({ frame, palette, span }: Setting): ReturnType<Drawing['plot']> {
    const { scale, limit } = this.chart;
    this.#edges = edgesOf(
      this.lines.map(({ list, stacked, isShown }) => ({ values: list, isStacked: stacked === true, isShown })),
    );
    const order = drawingOrder(this.lines);
    const count = Math.max(windowCount(this.#axis), ...this.lines.map(({ list }) => list.length));
    const begins = Array.from({ length: count + 1 }, (_, i) => this.#axis.from + i * this.#axis.window);
    const windows = (): readonly [number, number] => windowsIn(span(), this.#axis);
    const paths =
      (index: number) =>
      (plot: uPlot): uPlot.Series.Paths =>
        stepPaths(plot, this.#edges[index]!, { begins, windows: windows(), isLog: scale === 'log' });
    const options: uPlot.Options = {
      ...commonOptions({ frame, palette, span, hasGrid: true, labels: this.#labels(frame) }),
      scales: {
        x: { time: false, range: () => [span().from, span().to] },
        y: { distr: scale === 'log' ? 3 : 1, range: () => [...this.#range(windows())] },
      },
      series: [{}, ...order.map((index) => ({ ...this.#series(index, { frame, palette }), paths: paths(index) }))],
      hooks: {
        drawClear: [(plot) => drawFault(plot, this.#axis, palette)],
        ...(limit && { drawAxes: [(plot) => drawLimit(plot, limit, { palette, scale: frame.scale })] }),
      },
    };
    const lists = order.map((index) => {
      const { upper } = this.#edges[index]!;
      return begins.map((_, i) => upper[i] ?? null);
    });
    return { options, data: [begins, ...lists] };
  }

  readings(window: number): Reading[] {
    return legendOrder(this.lines).map((index) => {
      const { label, list } = this.lines[index]!;
      return { label, value: list[window] ?? null };
    });
  }

  dots(plot: uPlot, window: number): Dot[] {
    return this.lines.flatMap(({ stroke, isShown }, i) => {
      const value = this.#edges[i]?.upper[window] ?? null;
      if (!isShown || value === null || (this.chart.scale === 'log' && value <= 0)) return [];
      return [{ y: plot.valToPos(value, 'y'), colour: penOf(stroke).colour }];
    });
  }

  rowAt(): null {
    return null;
  }

  #series(index: number, { frame, palette }: Pick<Setting, 'frame' | 'palette'>): uPlot.Series {
    const { stroke, isShown } = this.lines[index]!;
    const { colour, width, dash } = penOf(stroke);
    const isPart = this.#edges[index]!.lower !== null;
    return {
      scale: 'y',
      show: isShown,
      stroke: palette.colour(colour),
      width: (isPart ? 1 : width) * frame.scale,
      dash: dash.map((length) => length * frame.scale),
      fill: palette.faint(colour, 0.4),
      points: { show: false },
    };
  }

  #labels(frame: Frame): Plan['labels'] {
    const { unit, scale } = this.chart;
    const most = Math.max(2, Math.floor(fieldHeight(frame) / LABEL_HEIGHT));
    return ({ min, max }) => {
      const at = scale === 'log' ? logTicks([min, max], most, unit) : linearTicks([min, max], most, unit);
      return { at, texts: at.map((value) => tickText(value, unit)) };
    };
  }

  /** What shows decides, and the limit with it. */
  #range([first, end]: readonly [number, number]): Range {
    const { range, scale, unit, limit } = this.chart;
    if (range !== undefined) return range;
    const shown = this.lines.flatMap(({ isShown }, i) => (isShown ? [this.#edges[i]!.upper.slice(first, end)] : []));
    const lists = limit === undefined ? shown : [...shown, [limit.at]];
    return scale === 'log' ? logRange(lists) : linearRange(lists, unit);
  }
}
