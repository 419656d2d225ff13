/** How each variation went over time, over all seeds that its runs count under. */
import { round } from '../measure/round.ts';
import { spread } from '../measure/statistics.ts';
import type { Result } from '../scenario/result.ts';
import type { CourseAxis, RunCourse, Values, WorkloadCourse } from './course.ts';

/**
 * Window by window, over the runs that could tell; null where fewer than half of them could. Half of the runs lie between
 * the quartiles (by linear interpolation). Of one run all three are its own value, of two the median is their mean: such
 * lines show how it went, not how much it scatters.
 */
export interface CourseSummary {
  readonly median: Values;
  readonly q1: Values;
  readonly q3: Values;
}

export interface VariationCourse {
  readonly workloads: readonly WorkloadCourse<CourseSummary>[];
  /** Of the answers in time that the control gave in that window, those that the run did not, 0..1. */
  readonly lost: CourseSummary;
  /** Of the first seed that its run counts under. */
  readonly seed: string;
  readonly events: Result['events'];
}

export interface ControlCourse {
  readonly variation: string;
  readonly workloads: readonly WorkloadCourse<CourseSummary>[];
}

/** All lists are of the same windows. */
export interface Courses {
  readonly axis: CourseAxis;
  /** In the variations' order. Null: no run counts, or its phases or windows are others than those of the first that has some. */
  readonly variations: readonly (VariationCourse | null)[];
  readonly controls: readonly ControlCourse[];
}

/** A run that counts. */
export interface SeededCourse {
  readonly variation: string;
  readonly seed: string;
  readonly course: RunCourse;
}

export interface SeededControl {
  readonly variation: string;
  readonly seed: string;
  readonly workloads: readonly WorkloadCourse<Values>[];
}

export interface CoursesInput {
  /** With whose controls their runs are held against. */
  readonly variations: readonly { readonly name: string; readonly control: string }[];
  /** Those that count, seed by seed. */
  readonly runs: readonly SeededCourse[];
  readonly controls: readonly SeededControl[];
}

/** Null: no run counts. */
export function coursesOf({ variations, runs, controls }: CoursesInput): Courses | null {
  const own = variations.map(({ name }) => runs.filter(({ variation }) => variation === name));
  const axis = own.find((each) => each.length > 0)?.[0]!.course.axis;
  if (axis === undefined) return null;
  const drawn = own.map((each) => (sameAxis(each[0]?.course.axis, axis) ? each : []));
  // Of a control the seeds that some run held against it counts under.
  const wanted = new Map<string, Set<string>>();
  for (const [v, { control }] of variations.entries()) {
    for (const { seed } of drawn[v]!) wanted.set(control, (wanted.get(control) ?? new Set()).add(seed));
  }
  return {
    axis,
    variations: drawn.map(variationCourse),
    controls: [...wanted].flatMap(([variation, seeds]) => {
      const own = controls.filter((each) => each.variation === variation && seeds.has(each.seed));
      const all = own.map(({ workloads }) => workloads);
      return all.length === 0 ? [] : [{ variation, workloads: workloadSummaries(all) }];
    }),
  };
}

function sameAxis(one: CourseAxis | undefined, other: CourseAxis): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function variationCourse(runs: readonly SeededCourse[]): VariationCourse | null {
  const [first] = runs;
  if (first === undefined) return null;
  return {
    workloads: workloadSummaries(runs.map(({ course: { workloads } }) => workloads)),
    lost: summary(
      runs.map(({ course: { lost } }) => lost),
      4,
    ),
    seed: first.seed,
    events: first.course.events,
  };
}

/** Runs of one variation have the same workloads. */
function workloadSummaries(runs: readonly (readonly WorkloadCourse<Values>[])[]): WorkloadCourse<CourseSummary>[] {
  return runs[0]!.map(({ name }, w) => {
    const lists = runs.map((workloads) => workloads[w]!.p99);
    return { name, p99: summary(lists, 1) };
  });
}

function summary(lists: readonly Values[], digits: number): CourseSummary {
  const length = Math.max(...lists.map((values) => values.length));
  const spreads = Array.from({ length }, (_, i) => {
    const told = lists.flatMap((values) => values[i] ?? []);
    return 2 * told.length < lists.length ? null : spread(told);
  });
  const of = (which: 'median' | 'q1' | 'q3'): Values =>
    spreads.map((each) => (each === null ? null : round(each[which], digits)));
  return { median: of('median'), q1: of('q1'), q3: of('q3') };
}
