/** What counts as good and as bad: answers in time, and all else. What the run's end cut short is neither. */
import type { GoodBad } from '../measure/availability.ts';
import type { LatencyFigures, PhaseName, RunFigures } from './result.ts';

/** So few operations tell nothing of availability. */
export const OPERATIONS_MIN = 100;

/** Of all workloads in these phases. */
export function goodBadIn(run: RunFigures, phases: readonly PhaseName[]): GoodBad {
  const all = phaseFigures(run, phases);
  const good = all.reduce((n, { inTime }) => n + inTime, 0);
  return { good, bad: all.reduce((n, figures) => n + ended(figures), 0) - good };
}

/** Of all workloads: the figures of all keys in these phases. */
export function phaseFigures(run: RunFigures, phases: readonly PhaseName[]): LatencyFigures[] {
  return run.workloads.flatMap((workload) =>
    workload.phases.flatMap(({ phase, all }) => (phases.includes(phase) ? [all] : [])),
  );
}

/** Operations that came to an end. */
export function ended({ operations, errors }: LatencyFigures): number {
  return operations - (errors.find(({ kind }) => kind === 'unfinished')?.count ?? 0);
}

/** Operations that failed, or took longer than the SLO's p99. */
export function belowSlo(figures: LatencyFigures): number {
  return ended(figures) - figures.answered + figures.tooSlow;
}

/** Of all workloads, per window of when operations ended. */
export function goodBadSeries({ workloads, totals }: RunFigures): GoodBad[] {
  const series = workloads.map((workload) => workload.series.all);
  const windows = series[0]?.goodput.length ?? 0;
  return Array.from({ length: windows }, (_, i) => {
    const sum = (of: 'goodput' | 'operations'): number => series.reduce((n, each) => n + each[of][i]!, 0);
    const good = sum('goodput');
    // The end cuts short what is open in the last window.
    return { good, bad: sum('operations') - good - (i === windows - 1 ? totals.unfinished : 0) };
  });
}
