/** A report as tests know it: the file, and what it must show according to the data it was made of. */
import type { PageScript, Path, TimeAxis, TimeChart, Values } from '../html/chart.ts';

type Numbers = readonly (number | null)[];

export class Report {
  readonly name: string;
  readonly html: string;
  /** What `result.json` or `compare.json` has. */
  readonly data: unknown;
  readonly axis: TimeAxis;
  readonly charts: readonly TimeChart[];
  /** How many there are. */
  readonly windows: number;

  constructor(name: string, html: string, data: object) {
    this.name = name;
    this.html = html;
    this.data = JSON.parse(JSON.stringify(data));
    const json = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(html)?.[1];
    // The page's own.
    const { axis, charts } = JSON.parse(json ?? '{}') as PageScript;
    this.axis = axis;
    this.charts = charts;
    this.windows = Math.round((axis.to - axis.from) / axis.window);
  }

  beginOf(window: number): number {
    return this.axis.from + window * this.axis.window;
  }

  /** Where the middle of a window is, as a share of the whole run; the last one may be cut. */
  middleOf(window: number): number {
    const { from, to } = this.axis;
    const begin = this.beginOf(window);
    return ((begin + Math.min(begin + this.axis.window, to)) / 2 - from) / (to - from);
  }

  /** Lines of a chart, or rows, with their lists. */
  lists(chart: TimeChart): { readonly label: string; readonly list: Numbers }[] {
    return (chart.kind === 'lines' ? chart.lines : chart.rows).map(({ label, values }) => ({
      label,
      list: this.#list(values),
    }));
  }

  #list(values: Values): Numbers {
    if ('sum' in values) {
      const lists = values.sum.map((each) => this.#list(each));
      return lists[0]!.map((_, i) =>
        lists.every((list) => list[i] === null) ? null : lists.reduce((sum, list) => sum + (list[i] ?? 0), 0),
      );
    }
    if ('share' in values) {
      const wholes = this.#list(values.of);
      return this.#list(values.share).map((part, i) => (part !== null && wholes[i] ? part / wholes[i] : null));
    }
    if ('of' in values) return this.#at(values.of);
    return this.#at(values.rate).map((count) => (count === null ? null : count / this.axis.window));
  }

  #at(path: Path): Numbers {
    // A path that leads nowhere throws, and so it should.
    return path.reduce((at, key) => (at as Record<string | number, unknown>)[key], this.data) as Numbers;
  }
}
