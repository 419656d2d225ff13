/** Charts over time with a line for each of several runs. */
import type { Result, WorkloadFigures } from '../../../scenario/result.ts';
import type { NamedResult } from '../../side-by-side/named-result.ts';
import { slug } from '../blocks.ts';
import type { ChartLine, LineChart, Mark, TimeAxis, Values } from '../chart.ts';
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
    const lines = (figure: (at: Path) => Values, dash: 'solid' | 'dashed' = 'solid', label = ''): ChartLine[] =>
      results.flatMap(({ name, result }, nth): ChartLine[] => {
        const index = indexOf(result, workload);
        if (index < 0) return [];
        const values = figure(['results', nth, 'incident', 'workloads', index, 'series', 'all']);
        return [
          { label: `${name}${label}`, values, stroke: { nth, dash }, ...(dash === 'dashed' && { hidden: true }) },
        ];
      });
    const id = `${i}-${slug(workload)}`;
    return [
      {
        kind: 'lines',
        id: `latency-${id}`,
        title: `Latency: ${workload}`,
        says: 'p99 of answers to all keys, from the intended send time; p99.9 on demand.',
        unit: 'us',
        scale: 'log',
        lines: [
          ...lines((at) => ({ of: [...at, 'p99'] })),
          ...lines((at) => ({ of: [...at, 'p999'] }), 'dashed', ', p99.9'),
        ],
      },
      {
        kind: 'lines',
        id: `goodput-${id}`,
        title: `Goodput: ${workload}`,
        says: 'Answers within the deadline, per second; operations that failed on demand.',
        unit: 'perSecond',
        scale: 'linear',
        lines: [
          ...lines((at) => ({ rate: [...at, 'goodput'] })),
          ...lines((at) => ({ rate: [...at, 'failed'] }), 'dashed', ', failed'),
        ],
      },
    ] satisfies LineChart[];
  });
}

type Path = readonly (string | number)[];

function indexOf({ incident }: Result, workload: WorkloadFigures['name']): number {
  return incident.workloads.findIndex(({ name }) => name === workload);
}
