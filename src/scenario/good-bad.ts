/** What counts as good and as bad: answers in time, and all else. What the run's end cut short is neither. */
import type { GoodBad } from '../measure/availability.ts';
import { ended } from './answers.ts';
import { askedOfApp, askedOfAppOverTime } from './goodput.ts';
import type { LatencyFigures, PhaseName, RunFigures, WorkloadFigures } from './result.ts';

/** So few operations tell nothing of availability. */
export const OPERATIONS_MIN = 100;

/** Of all workloads in these phases. */
export function goodBadIn(run: RunFigures, phases: readonly PhaseName[]): GoodBad {
  const all = run.workloads.flatMap((workload) => workload.phases.map((figures) => ({ workload, figures })));
  return sum(
    all
      .filter(({ figures: { phase } }) => phases.includes(phase))
      .map(({ workload: { app, operationsPerPage }, figures }): GoodBad => {
        if (app !== undefined) return askedOfApp(figures.pages, operationsPerPage);
        return { good: figures.all.inTime, bad: ended(figures.all) - figures.all.inTime };
      }),
  );
}

/** Of all workloads: the figures of all keys in these phases. */
export function phaseFigures(run: RunFigures, phases: readonly PhaseName[]): LatencyFigures[] {
  return run.workloads.flatMap((workload) =>
    workload.phases.flatMap(({ phase, all }) => (phases.includes(phase) ? [all] : [])),
  );
}

/** Of all workloads, per window of when operations ended. */
export function goodBadSeries({ workloads }: RunFigures): GoodBad[] {
  const all = workloads.map(seriesOf);
  return (all[0] ?? []).map((_, i) => sum(all.map((series) => series[i]!)));
}

function seriesOf(workload: WorkloadFigures): GoodBad[] {
  if (workload.app !== undefined) return askedOfAppOverTime(workload);
  const { goodput, operations } = workload.series.all;
  const unfinished = workload.phases.reduce((n, { all }) => n + all.operations - ended(all), 0);
  // The end cuts short what is open in the last window.
  return goodput.map((good, i) => {
    return { good, bad: operations[i]! - good - (i === goodput.length - 1 ? unfinished : 0) };
  });
}

function sum(all: readonly GoodBad[]): GoodBad {
  return all.reduce((total, { good, bad }) => ({ good: total.good + good, bad: total.bad + bad }), { good: 0, bad: 0 });
}
