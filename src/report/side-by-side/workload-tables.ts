import type { LatencyFigures, PhaseName, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { latency, percent, rate } from '../format.ts';
import { SHOWN_PHASES } from '../sections/workloads.ts';
import { difference } from './difference.ts';
import type { NamedResult } from './named-result.ts';

/** All keys of each workload by phase, a line for each run. */
export function workloadTables(results: readonly NamedResult[]): Block[] {
  const [first] = results;
  const names = new Set(results.flatMap(({ result }) => result.incident.workloads.map(({ name }) => name)));
  if (first === undefined || names.size === 0) return [];
  const to = { ...right(`to ${first.name}`), joined: true };
  const columns = [
    left('phase'),
    left('run'),
    right('p50'),
    to,
    right('p99'),
    to,
    right('p99.9'),
    to,
    right('failed'),
    to,
    right('goodput/s'),
    to,
  ];
  return [
    {
      kind: 'heading',
      text: 'Workloads by phase',
      aside: `all keys; to ${first.name}: how many times as much, or the difference`,
    },
    ...[...names].flatMap((name): Block[] => [
      { kind: 'caption', text: name },
      { kind: 'table', columns, rows: rowsOf(results, name) },
    ]),
  ];
}

function rowsOf(results: readonly NamedResult[], workload: string): Cell[][] {
  return SHOWN_PHASES.flatMap((phase) => {
    const first = results[0] && figuresOf(results[0], workload, phase);
    const rows = results.flatMap((each): Cell[][] => {
      const figures = figuresOf(each, workload, phase);
      if (figures === null) return [];
      return [[each.name, ...cells(figures, each === results[0] ? null : (first ?? null))]];
    });
    return rows.map((row, i): Cell[] => [i === 0 ? phase : '', ...row]);
  });
}

function cells(figures: LatencyFigures, first: LatencyFigures | null): Cell[] {
  const { p50, p99, p999, failedShare, goodput } = figures;
  return [
    latency(p50),
    difference(p50, first?.p50 ?? null, 'amount', 'less'),
    { text: latency(p99), tone: 'strong' },
    difference(p99, first?.p99 ?? null, 'amount', 'less'),
    latency(p999),
    difference(p999, first?.p999 ?? null, 'amount', 'less'),
    failedShare > 0 ? { text: percent(failedShare), tone: 'bad' } : percent(failedShare),
    difference(failedShare, first?.failedShare ?? null, 'share', 'less'),
    rate(goodput),
    difference(goodput, first?.goodput ?? null, 'amount', 'more'),
  ];
}

function figuresOf({ result }: NamedResult, workload: string, phase: PhaseName): LatencyFigures | null {
  const found: WorkloadFigures | undefined = result.incident.workloads.find(({ name }) => name === workload);
  const figures = found?.phases.find((each) => each.phase === phase)?.all;
  return figures !== undefined && figures.operations > 0 ? figures : null;
}
