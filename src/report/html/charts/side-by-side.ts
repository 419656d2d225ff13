/** Charts over time with a line for each of several runs. */
import type { SeriesFigures } from '../../../scenario/result.ts';
import type { NamedResult } from '../../side-by-side/named-result.ts';
import { slug } from '../blocks.ts';
import type { ChartLine, LineChart, Mark, Path, TimeAxis, Values } from '../chart.ts';
import { runAxis } from './index.ts';

/** More marks than these hide what they mark. */
const MARKS_MAX = 40;

/** Null: the runs begin at different times, or have windows of different widths. */
export function sharedAxis(results: readonly NamedResult[]): TimeAxis | null {
  const axes = results.map(({ result }) => runAxis(result));
  const [first] = axes;
  if (first === undefined || first.from === first.to) return null;
  if (axes.some(({ from, window }) => from !== first.from || window !== first.window)) return null;
  const samePhases = axes.every(({ phases }) => JSON.stringify(phases) === JSON.stringify(first.phases));
  return {
    ...first,
    to: Math.max(...axes.map(({ to }) => to)),
    phases: samePhases ? first.phases : [],
    fault: samePhases ? (axes.find(({ fault }) => fault !== null)?.fault ?? null) : null,
    marks: marksOf(results),
  };
}

/** What happened in all is said once. */
function marksOf(results: readonly NamedResult[]): Mark[] {
  const marks = new Map<string, { readonly mark: Mark; readonly names: string[] }>();
  for (const { name, result } of results) {
    for (const { at, kind, text } of result.events) {
      const key = JSON.stringify([at, kind, text]);
      const known = marks.get(key) ?? { mark: { at, kind, text }, names: [] };
      known.names.push(name);
      marks.set(key, known);
    }
  }
  return [...marks.values()]
    .map(({ mark, names }) =>
      names.length === results.length ? mark : { ...mark, text: `${names.join(', ')}: ${mark.text}` },
    )
    .sort((a, b) => a.at - b.at)
    .slice(0, MARKS_MAX);
}

export function sideBySideCharts(results: readonly NamedResult[]): LineChart[] {
  const workloads = [...new Set(results.flatMap(({ result }) => result.incident.workloads.map(({ name }) => name)))];
  return workloads.flatMap((workload, i) => {
    const found = results.flatMap(({ name, result }, nth): Found[] => {
      const index = result.incident.workloads.findIndex((each) => each.name === workload);
      const series = result.incident.workloads[index]?.series.all;
      return series === undefined ? [] : [{ name, nth, index, series }];
    });
    const id = `${i}-${slug(workload)}`;
    return [latencyChart(workload, id, found), goodputChart(workload, id, found)];
  });
}

/** A workload in one of the runs. */
interface Found {
  readonly name: string;
  /** Of the run among the runs, of the workload in it. */
  readonly nth: number;
  readonly index: number;
  readonly series: SeriesFigures;
}

/** By the quantile that can be told, p99.9 on demand. */
function latencyChart(workload: string, id: string, found: readonly Found[]): LineChart {
  const isTold = (figure: 'p99' | 'p999'): boolean =>
    found.some(({ series }) => series[figure].some((value) => value !== null));
  const [quantile, figure] = isTold('p99') ? (['p99', 'p99'] as const) : (['p50', 'p50'] as const);
  const why = figure === 'p50' ? ': too few answers for a p99' : '';
  return {
    kind: 'lines',
    id: `latency-${id}`,
    title: `Latency: ${workload}`,
    says: `${quantile} of answers to all keys, from the intended send time${why}.`,
    unit: 'us',
    scale: 'log',
    lines: [
      ...found.map((each) => lineOf(each, each.name, { of: pathOf(each, figure) })),
      ...(isTold('p999')
        ? found.map((each) => onDemand(lineOf(each, `${each.name}, p99.9`, { of: pathOf(each, 'p999') })))
        : []),
    ],
  };
}

function goodputChart(workload: string, id: string, found: readonly Found[]): LineChart {
  return {
    kind: 'lines',
    id: `goodput-${id}`,
    title: `Goodput: ${workload}`,
    says: 'Answers within the deadline, per second; operations that failed on demand.',
    unit: 'perSecond',
    scale: 'linear',
    lines: [
      ...found.map((each) => lineOf(each, each.name, { rate: pathOf(each, 'goodput') })),
      ...found.map((each) => onDemand(lineOf(each, `${each.name}, failed`, { rate: pathOf(each, 'failed') }))),
    ],
  };
}

function pathOf({ nth, index }: Found, figure: keyof SeriesFigures): Path {
  return ['results', nth, 'incident', 'workloads', index, 'series', 'all', figure];
}

function lineOf({ nth }: Found, label: string, values: Values): ChartLine {
  return { label, values, stroke: { nth } };
}

/** Drawn when the reader asks for it. */
function onDemand({ label, values, stroke }: ChartLine): ChartLine {
  return { label, values, stroke: { ...stroke, dash: 'dashed' }, hidden: true };
}
