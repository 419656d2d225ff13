/** What the backends, the cache as a whole and the origin had to bear. */
import type { Result } from '../../../scenario/result.ts';
import type { ChartLine, HeatMap, LineChart, Path, TimeChart, Values } from '../chart.ts';
import { linePerWorkload, total, type BothRuns } from './both-runs.ts';

export function storeCharts(result: Result): TimeChart[] {
  return [...backendCharts(result), ...hitRateChart(result), ...originCharts(result)];
}

function backendCharts({ incident: { backends, gutters = [] }, failover }: Result): HeatMap[] {
  const sick = new Set(failover.pairs.map(({ backend }) => backend));
  const nodes = [
    ...backends.map((backend, i) => ({ backend, path: ['incident', 'backends', i] as Path })),
    ...gutters.map((backend, i) => ({ backend, path: ['incident', 'gutters', i] as Path })),
  ];
  if (nodes.length === 0) return [];
  const rows = (...figure: string[]): HeatMap['rows'] =>
    nodes.map(({ backend: { name }, path }) => ({
      label: name,
      values: { of: [...path, ...figure] },
      marked: sick.has(name),
    }));
  const marked = sick.size === 0 ? '' : ' Backends with a fault are marked.';
  const load: HeatMap = {
    kind: 'heat',
    id: 'backend-load',
    title: 'Load of backends',
    says: `CPU time used, of all that there is.${marked}`,
    unit: 'share',
    scale: 'linear',
    rows: rows('utilisation'),
  };
  if (nodes.every(({ backend }) => backend.replies.p99.every((value) => value === null))) return [load];
  return [
    load,
    {
      kind: 'heat',
      id: 'backend-latency',
      title: 'Latency of backends',
      says: `p99 of the replies of each window, as the proxies see them; logarithmic colours.${marked}`,
      unit: 'us',
      scale: 'log',
      rows: rows('replies', 'p99'),
    },
  ];
}

function hitRateChart(runs: BothRuns): LineChart[] {
  const reads = ({
    series,
  }: {
    readonly series: { readonly all: { hits: readonly number[]; misses: readonly number[] } };
  }) => total([series.all.hits, series.all.misses]) > 0;
  if (!runs.incident.workloads.some(reads)) return [];
  return [
    {
      kind: 'lines',
      id: 'hit-rate',
      title: 'Hit rate',
      says: 'Gets that found something, of those that were answered, as clients see it.',
      unit: 'share',
      scale: 'linear',
      lines: linePerWorkload(
        runs,
        (run, i) => {
          const figure = (name: string): Values => ({ of: [run, 'workloads', i, 'series', 'all', name] });
          return { share: figure('hits'), of: { sum: [figure('hits'), figure('misses')] } };
        },
        reads,
      ),
    },
  ];
}

function originCharts({ incident, control }: BothRuns): LineChart[] {
  if (incident.origin === undefined) return [];
  const rate = (run: string, figure: string): Values => ({ rate: [run, 'origin', 'series', figure] });
  const behind: ChartLine[] =
    control?.origin === undefined
      ? []
      : [{ label: 'came, control', values: rate('control', 'reads'), stroke: { control: true } }];
  const apps = incident.workloads.flatMap(({ name, app }, nth) => (app === undefined ? [] : [{ name, nth }]));
  return [
    {
      kind: 'lines',
      id: 'origin-load',
      title: 'Load of the origin',
      says: 'Queries per second at the database behind the cache: that came, were executed, and were executed for a page that had given up.',
      unit: 'perSecond',
      scale: 'linear',
      lines: [
        ...behind,
        { label: 'came', values: rate('incident', 'reads'), stroke: { nth: 0, weight: 'strong' } },
        { label: 'executed', values: rate('incident', 'executed'), stroke: { nth: 2 } },
        { label: 'for nobody', values: rate('incident', 'forNobody'), stroke: { tone: 'bad' } },
      ],
    },
    {
      kind: 'lines',
      id: 'app-workers',
      title: 'Web workers at work',
      says: 'The mean of each window, and the most pages that waited for one, dotted.',
      unit: 'count',
      scale: 'linear',
      lines: apps.flatMap(({ name, nth }): ChartLine[] => {
        const of = (figure: string): Values => ({ of: ['incident', 'workloads', nth, 'app', 'series', figure] });
        return [
          { label: name, values: of('busy'), stroke: { nth, weight: 'strong' } },
          { label: `${name}, waiting`, values: of('waiting'), stroke: { nth, dash: 'dotted' } },
        ];
      }),
    },
  ];
}
