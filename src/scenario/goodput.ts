/**
 * Users of a web app see pages: of an app what a page had asked for is good when the page is served. The look-ups of pages
 * that failed are not, and the sets that fill the cache are nobody's wish.
 */
import type { GoodBad } from '../measure/availability.ts';
import { belowSlo, ended } from './answers.ts';
import type { PageFigures, PhaseFigures, PhaseName, RunFigures, WorkloadFigures } from './result.ts';

interface Shares {
  readonly operations: number;
  readonly bad: number;
}

interface Failure {
  readonly kind: string;
  readonly count: number;
}

/** Correct answers within the deadline, per window. */
export function goodputOf({ series, pages, app, operationsPerPage }: WorkloadFigures): readonly number[] {
  return app === undefined ? series.all.goodput : pages.series.complete.map((n) => n * operationsPerPage);
}

/** Of an app, in a phase: what its pages asked for. */
export function askedOfApp({ complete, failed }: PageFigures, operationsPerPage: number): GoodBad {
  return { good: complete * operationsPerPage, bad: failed * operationsPerPage };
}

/** Of an app, per window of a page's end. */
export function askedOfAppOverTime({ pages: { series }, operationsPerPage }: WorkloadFigures): GoodBad[] {
  return series.complete.map((complete, i) => ({
    good: complete * operationsPerPage,
    bad: series.failed[i]! * operationsPerPage,
  }));
}

/** How many of a kind were asked for in a phase, and how many of them were bad: failed, or slower than the SLO's p99. */
export function askedIn({ app, operationsPerPage }: WorkloadFigures, { all, pages }: PhaseFigures): Shares {
  if (app === undefined) return { operations: ended(all), bad: belowSlo(all) };
  const { good, bad } = askedOfApp(pages, operationsPerPage);
  return { operations: good + bad, bad };
}

/** The bad ones of all workloads in these phases. */
export function badIn({ workloads }: RunFigures, phases: readonly PhaseName[]): number {
  const all = workloads.flatMap((workload) =>
    workload.phases.map((figures) => (phases.includes(figures.phase) ? askedIn(workload, figures).bad : 0)),
  );
  return all.reduce((sum, bad) => sum + bad, 0);
}

/** Why pages of an app failed, in operations that they had asked for. */
export function failuresOfApp({ failed, refused = 0, late = 0 }: PageFigures, operationsPerPage: number): Failure[] {
  return Object.entries({ 'page refused': refused, 'page late': late, 'origin failed': failed - refused - late }).map(
    ([kind, pages]) => ({ kind, count: pages * operationsPerPage }),
  );
}
