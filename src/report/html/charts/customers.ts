/** What customers saw: latency, goodput, errors, requests in flight, pages. */
import type { Result, RunFigures } from '../../../scenario/result.ts';
import { nanos } from '../../../scenario/units.ts';
import { slug } from '../blocks.ts';
import type { ChartLine, LineChart, Values } from '../chart.ts';
import { isCrowded, linePerWorkload, total, type BothRuns, type RunName } from './both-runs.ts';

export function customerCharts(result: Result): LineChart[] {
  const { incident } = result;
  if (incident.workloads.length === 0) return [];
  return [
    ...incident.workloads.map((_, i) => latencyChart(result, i)),
    goodputChart(result),
    ...errorsChart(incident),
    inFlightChart(result),
    ...pagesChart(result),
  ];
}

function latencyChart({ incident, control, scenario }: Result, index: number): LineChart {
  const { name, series, clients, mode, preset } = incident.workloads[index]!;
  const at = (run: RunName, figure: string): Values => ({ of: [run, 'workloads', index, 'series', 'all', figure] });
  const line = (label: string, figure: string, stroke: ChartLine['stroke']): ChartLine => ({
    label,
    values: at('incident', figure),
    stroke,
  });
  const behind: ChartLine[] = [
    { label: 'p50, control', values: at('control', 'p50'), stroke: { control: true }, hidden: true },
    { label: 'p99, control', values: at('control', 'p99'), stroke: { control: true } },
    { label: 'max, control', values: at('control', 'max'), stroke: { control: true, dash: 'dotted' }, hidden: true },
  ];
  return {
    kind: 'lines',
    id: `latency-${index}-${slug(name)}`,
    title: `Latency: ${name}`,
    says:
      `${clients === 1 ? '1 client' : `${clients} clients`}, ${mode} connections, ${preset}. Answers to all keys, from ` +
      `the intended send time, in windows of ${series.window} s.`,
    unit: 'us',
    scale: 'log',
    lines: [
      ...(control === null ? [] : behind),
      line('max', 'max', { nth: index, weight: 'thin', dash: 'dotted' }),
      line('p99.9', 'p999', { nth: index, weight: 'normal', dash: 'dashed' }),
      line('p99', 'p99', { nth: index, weight: 'strong' }),
      line('p50', 'p50', { nth: index, weight: 'thin' }),
    ],
    limit: { at: nanos(scenario.slo.p99) / 1000, label: `SLO ${scenario.slo.p99}` },
  };
}

function goodputChart(runs: BothRuns): LineChart {
  const isCompared = runs.control !== null && !isCrowded(runs);
  return {
    kind: 'lines',
    id: 'goodput',
    title: 'Goodput',
    says: `Answers within the deadline, per second.${isCompared ? ' Between a line and its grey control lies what customers lost.' : ''}`,
    unit: 'perSecond',
    scale: 'linear',
    lines: linePerWorkload(runs, (run, i) => ({ rate: [run, 'workloads', i, 'series', 'all', 'goodput'] })),
  };
}

/** Kinds over all workloads, the most frequent at the bottom. */
function errorsChart({ workloads }: RunFigures): LineChart[] {
  const totals = new Map<string, number>();
  for (const { series } of workloads) {
    for (const { kind, values } of series.errors) totals.set(kind, (totals.get(kind) ?? 0) + total([values]));
  }
  const kinds = [...totals].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  if (kinds.length === 0) return [];
  const valuesOf = (kind: string): Values => ({
    sum: workloads.flatMap(({ series }, w) =>
      series.errors.flatMap((each, e): Values[] =>
        each.kind === kind ? [{ rate: ['incident', 'workloads', w, 'series', 'errors', e, 'values'] }] : [],
      ),
    ),
  });
  return [
    {
      kind: 'lines',
      id: 'errors',
      title: 'Errors by kind',
      says: 'Failed operations per second of all workloads, one kind upon the other, the most frequent at the bottom.',
      unit: 'perSecond',
      scale: 'linear',
      lines: kinds.map(([kind], nth) => ({ label: kind, values: valuesOf(kind), stroke: { nth }, stacked: true })),
    },
  ];
}

function inFlightChart(runs: BothRuns): LineChart {
  const most = runs.incident.workloads.map(({ name }, nth): ChartLine => {
    const values: Values = { of: ['incident', 'workloads', nth, 'series', 'inFlight', 'max'] };
    return {
      label: `${name}, most`,
      values,
      stroke: { nth, weight: 'thin', dash: 'dotted' },
      hidden: true,
    };
  });
  return {
    kind: 'lines',
    id: 'in-flight',
    title: 'Requests in flight',
    says: 'Operations that clients have begun and that have not ended: the mean of each window, logarithmic.',
    unit: 'count',
    scale: 'log',
    lines: [
      ...linePerWorkload(runs, (run, i) => ({ of: [run, 'workloads', i, 'series', 'inFlight', 'mean'] })),
      ...(isCrowded(runs) ? [] : most),
    ],
  };
}

function pagesChart(runs: BothRuns): LineChart[] {
  if (total(runs.incident.workloads.map(({ pages }) => pages.series.failed)) === 0) return [];
  return [
    {
      kind: 'lines',
      id: 'pages-failed',
      title: 'Pages that failed',
      says: 'Of the pages that ended in each window, those of which some operation was not answered.',
      unit: 'share',
      scale: 'linear',
      lines: linePerWorkload(runs, (run, i) => {
        const figure = (name: string): Values => ({ of: [run, 'workloads', i, 'pages', 'series', name] });
        return { share: figure('failed'), of: { sum: [figure('complete'), figure('failed')] } };
      }),
    },
  ];
}
