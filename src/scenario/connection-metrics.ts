import { BREAKS } from '../client/breaks.ts';
import type { ConnectionCounts, MachineFigures, PageFigures } from './connection-result.ts';
import type { RunFigures } from './result.ts';

type Metric = [path: string, value: number | null | 'never'];

const COUNTS = ['tried', 'opened', 'signedIn', 'closed', 'broken', 'turnedAway'] as const;
const PAGES = ['count', 'complete', 'failed', 'failedShare', 'p50', 'p99', 'max', 'roundTrips'] as const;

/**
 * `<run>.<workload>.<phase>.pages.<figure>`, `<run>.<workload>.pages.<firstFailedAt|lastFailedAt>`,
 * `<run>.<workload>.[<phase>.]connections.<figure>`, `<run>.[<workload>.]connections.broken.<cause>`, `<run>.machines.<machine>.<figure>`, `<run>.descriptors.<figure>`.
 */
export function connectionMetrics(run: string, { workloads, machines }: RunFigures): Metric[] {
  return [
    ...workloads.flatMap(({ name, phases, pages: overTime, connections }): Metric[] => {
      const path = `${run}.${name}`;
      return [
        ...phases.flatMap(({ phase, pages }) => pageMetrics(`${path}.${phase}.pages`, pages)),
        ...connections.phases.flatMap(({ phase, ...counts }) => countMetrics(`${path}.${phase}.connections`, counts)),
        [`${path}.pages.firstFailedAt`, overTime.firstFailedAt ?? 'never'],
        [`${path}.pages.lastFailedAt`, overTime.lastFailedAt ?? 'never'],
        ...countMetrics(`${path}.connections`, connections.all),
        [`${path}.connections.heldPeak`, Math.max(0, ...connections.series.held)],
        [`${path}.connections.waitingPeak`, Math.max(0, ...connections.series.waiting)],
        ...causeMetrics(path, [connections.all]),
      ];
    }),
    ...overAll(
      run,
      workloads.map(({ connections }) => connections.all),
    ),
    ...machineMetrics(run, machines),
  ];
}

function pageMetrics(path: string, figures: PageFigures): Metric[] {
  const { refused, late } = figures;
  const ofApp: Metric[] = refused === undefined ? [] : [[`${path}.refused`, refused]];
  if (late !== undefined) ofApp.push([`${path}.late`, late]);
  return [...PAGES.map((name): Metric => [`${path}.${name}`, figures[name]]), ...ofApp];
}

function countMetrics(path: string, counts: ConnectionCounts): Metric[] {
  return COUNTS.map((name) => [`${path}.${name}`, counts[name]]);
}

/** Sums over all workloads. */
function overAll(run: string, all: readonly ConnectionCounts[]): Metric[] {
  return [
    ...COUNTS.map((name): Metric => [`${run}.connections.${name}`, all.reduce((n, counts) => n + counts[name], 0)]),
    ...causeMetrics(run, all),
  ];
}

function causeMetrics(path: string, all: readonly ConnectionCounts[]): Metric[] {
  const causes = all.flatMap((counts) => counts.causes);
  const sum = (of: string): number => causes.reduce((n, { cause, count }) => (cause === of ? n + count : n), 0);
  return BREAKS.map((cause): Metric => [`${path}.connections.broken.${cause}`, sum(cause)]);
}

function machineMetrics(run: string, machines: readonly MachineFigures[]): Metric[] {
  const full = machines.flatMap(({ of, fullAt }) => (of === 'cluster' && fullAt !== null ? [fullAt] : []));
  return [
    ...machines.flatMap(({ name, peak, fullAt, denied }): Metric[] => [
      [`${run}.machines.${name}.peak`, peak],
      [`${run}.machines.${name}.fullAt`, fullAt ?? 'never'],
      [`${run}.machines.${name}.denied`, denied],
    ]),
    // Of the cluster's machines: how many ran out, the first of them, the last of them.
    [`${run}.descriptors.machinesFull`, full.length],
    [`${run}.descriptors.firstFullAt`, full.length === 0 ? 'never' : Math.min(...full)],
    [`${run}.descriptors.lastFullAt`, full.length === 0 ? 'never' : Math.max(...full)],
  ];
}
