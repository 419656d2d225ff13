import { round } from '../../measure/round.ts';
import type { PageFigures, PhaseName, Result, WorkloadFigures } from '../../scenario/result.ts';
import { Axis, type Row } from '../axis.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, grouped, latency, NOT_AVAILABLE, percent, seconds, times } from '../format.ts';
import { highest } from '../sparkline.ts';

/** What users feel: how long web pages take, by operations and connections, and whose failed when. */
export function pages(result: Result): Block[] {
  const { workloads } = result.incident;
  // A page of one operation is that operation.
  if (!workloads.some(({ operationsPerPage }) => operationsPerPage > 1)) return [];
  const columns = [
    left('workload'),
    right('m'),
    left('connections'),
    right('trips'),
    right('p50'),
    right('p99'),
    right('slowdown'),
    right('fault p50'),
    right('failed'),
    right('recovery p50'),
    right('failed'),
  ];
  const rows = workloads.map((workload): Cell[] => {
    const [baseline, fault, recovery] = [at(workload, 'baseline'), at(workload, 'fault'), at(workload, 'recovery')];
    return [
      workload.name,
      grouped(workload.operationsPerPage),
      [...new Set(workload.connections.modes.map(({ mode }) => mode))].join(', '),
      trips(baseline?.roundTrips ?? null),
      { text: latency(baseline?.p50 ?? null), tone: 'strong' },
      latency(baseline?.p99 ?? null),
      workload.mode === 'persistent' ? '' : times(slowdown(workload, workloads)),
      latency(fault?.p50 ?? null),
      failedShare(fault),
      latency(recovery?.p50 ?? null),
      failedShare(recovery),
    ];
  });
  return [
    { kind: 'heading', text: 'Pages', aside: 'of m operations, from the intended start to the last answer' },
    { kind: 'table', columns, rows },
    { kind: 'paragraph', text: LEGEND, tone: 'quiet' },
    ...failures(result),
  ];
}

const LEGEND =
  'trips, p50, p99: before the fault; trips are waits for the network: to connect, to sign in, for answers. slowdown: p50 over that of the persistent clients with as many operations a page. ' +
  'failed: pages of which some operation was not answered.';

function at({ phases }: WorkloadFigures, phase: PhaseName): PageFigures | undefined {
  const figures = phases.find((each) => each.phase === phase)?.pages;
  return figures !== undefined && figures.count > 0 ? figures : undefined;
}

function trips(mean: number | null): string {
  return mean === null ? NOT_AVAILABLE : String(round(mean, 1));
}

function failedShare(figures: PageFigures | undefined): Cell {
  if (figures === undefined) return NOT_AVAILABLE;
  const text = percent(figures.failedShare);
  return figures.failed > 0 ? { text, tone: 'bad' } : text;
}

/** Over the workload that differs in nothing but its persistent connections; null where there is none. */
function slowdown(workload: WorkloadFigures, all: readonly WorkloadFigures[]): number | null {
  const { operationsPerPage, order } = workload;
  const base = all.find(
    (one) => one.mode === 'persistent' && one.operationsPerPage === operationsPerPage && one.order === order,
  );
  const [mine, theirs] = [at(workload, 'baseline')?.p50, base && at(base, 'baseline')?.p50];
  return !mine || !theirs ? null : mine / theirs;
}

function failures(result: Result): Block[] {
  const failing = result.incident.workloads.filter(({ pages: { firstFailedAt } }) => firstFailedAt !== null);
  const axis = Axis.of(result);
  if (failing.length === 0 || axis.from === axis.to) return [];
  const rows = failing.map(({ name, pages: { series, firstFailedAt } }): Row => {
    const note = `${grouped(highest(series.failed) ?? 0)} from ${clock(firstFailedAt)}`;
    return { name, window: series.window, values: series.failed, scale: 'linear', note };
  });
  const window = seconds(failing[0]!.pages.series.window);
  return [
    { kind: 'caption', text: `Failed pages in ${window}`, aside: 'the most, and when the first failed' },
    { kind: 'picture', lines: axis.drawn(rows) },
  ];
}
