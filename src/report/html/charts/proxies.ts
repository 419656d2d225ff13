/** What came over the proxies: the herd of connections, the queue at the door, tables of descriptors. */
import type { MachineFigures } from '../../../scenario/result.ts';
import type { HeatMap, LineChart, Path, TimeChart, Values } from '../chart.ts';
import { linePerWorkload, total, type BothRuns } from './both-runs.ts';

/** A table that was never so full is not worth a line. */
const NOTEWORTHY = 0.5;

export function proxyCharts(runs: BothRuns): TimeChart[] {
  const { proxies, machines } = runs.incident;
  return [...(proxies.length === 0 ? [] : herdCharts(runs)), ...brokenChart(runs), ...descriptorCharts(machines)];
}

function herdCharts({ incident: { proxies }, control }: BothRuns): TimeChart[] {
  const all = (run: string): Values => ({
    sum: proxies.map((_, i): Values => ({ rate: [run, 'proxies', i, 'newConnections'] })),
  });
  const rows = (figure: string, values: (path: Path) => Values): HeatMap['rows'] =>
    proxies.map(({ name }, i) => ({ label: name, values: values(['incident', 'proxies', i, figure]) }));
  const charts: TimeChart[] = [
    {
      kind: 'lines',
      id: 'new-connections',
      title: 'New connections',
      says: 'Accepted by all proxies together, per second: the herd as a whole.',
      unit: 'perSecond',
      scale: 'linear',
      lines: [
        ...(control === null ? [] : [{ label: 'control', values: all('control'), stroke: { control: true } } as const]),
        { label: 'all proxies', values: all('incident'), stroke: { nth: 0, weight: 'strong' } },
      ],
    },
    {
      kind: 'heat',
      id: 'new-connections-by-proxy',
      title: 'New connections, proxy by proxy',
      says: 'Per second: the herd, on its way from proxy to proxy.',
      unit: 'perSecond',
      scale: 'linear',
      rows: rows('newConnections', (path) => ({ rate: path })),
    },
    {
      kind: 'heat',
      id: 'open-connections-by-proxy',
      title: 'Open connections, proxy by proxy',
      says: 'At the end of each window.',
      unit: 'count',
      scale: 'linear',
      rows: rows('openConnections', (path) => ({ of: path })),
    },
  ];
  if (total(proxies.map(({ authenticationsWaiting }) => authenticationsWaiting)) > 0) {
    charts.push({
      kind: 'heat',
      id: 'sign-ins-waiting',
      title: 'Sign-ins waiting, proxy by proxy',
      says: 'Connections that wait for authentication at the end of each window; logarithmic colours.',
      unit: 'count',
      scale: 'log',
      rows: rows('authenticationsWaiting', (path) => ({ of: path })),
    });
  }
  return charts;
}

function brokenChart(runs: BothRuns): LineChart[] {
  if (total(runs.incident.workloads.map(({ connections }) => connections.series.broken)) === 0) return [];
  return [
    {
      kind: 'lines',
      id: 'broken-connections',
      title: 'Broken connections',
      says: 'Connections per second that ended otherwise than by their client in peace.',
      unit: 'perSecond',
      scale: 'linear',
      lines: linePerWorkload(runs, (run, i) => ({ rate: [run, 'workloads', i, 'connections', 'series', 'broken'] })),
    },
  ];
}

/** Those that were half full at some time, and how many the clients held. */
function descriptorCharts(machines: readonly MachineFigures[]): TimeChart[] {
  const indexed = machines.map((machine, i) => ({ machine, of: ['incident', 'machines', i, 'files'] as Path }));
  const full = indexed.filter(
    ({ machine: { fileLimit, peak } }) => fileLimit !== null && peak >= NOTEWORTHY * fileLimit,
  );
  if (full.length === 0) return [];
  const limit = full[0]!.machine.fileLimit!;
  const sameLimit = full.every(({ machine: { fileLimit } }) => fileLimit === limit);
  return [
    {
      kind: 'lines',
      id: 'descriptors',
      title: 'File descriptors',
      says: 'In use at the end of each window, on machines whose table was half full or more.',
      unit: 'count',
      scale: 'linear',
      lines: full.map(({ machine, of }, nth) => ({ label: labelOf(machine), values: { of }, stroke: { nth } })),
      ...(sameLimit && { limit: { at: limit, label: 'table' } }),
    },
  ];
}

function labelOf({ name, nodes, of }: MachineFigures): string {
  return of === 'cluster' ? name : (nodes[0] ?? name);
}
