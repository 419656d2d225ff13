/**
 * Users of a web app see pages: of an app what a page had asked for is good when the page is served. The look-ups of pages
 * that failed are not, and the sets that fill the cache are nobody's wish.
 */
import type { GoodBad } from '../measure/availability.ts';
import type { PageFigures, WorkloadFigures } from './result.ts';

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
