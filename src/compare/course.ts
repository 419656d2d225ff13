/** How a run went, window by window: what its small multiples are drawn from. Plain data, so that it crosses threads. */
import { ratio } from '../measure/round.ts';
import { goodBadSeries } from '../scenario/good-bad.ts';
import type { Result, RunFigures } from '../scenario/result.ts';

/** A value per window; null: there is none. */
export type Values = readonly (number | null)[];

/** What the windows of a list stand for: value i is of [from + i * window, from + (i + 1) * window), in seconds. */
export interface CourseAxis {
  readonly from: number;
  readonly window: number;
  readonly phases: Result['phases'];
}

export interface WorkloadCourse<T> {
  readonly name: string;
  /** Of all its keys, µs. Null: too few answers to say. */
  readonly p99: T;
}

export interface RunCourse {
  readonly axis: CourseAxis;
  readonly workloads: readonly WorkloadCourse<Values>[];
  /** What customers lost in each window, see `lostPerWindow`; empty without a control. */
  readonly lost: Values;
  readonly events: Result['events'];
}

export function courseOf({ phases, incident, control, events }: Result): RunCourse {
  const window = incident.workloads[0]?.series.window ?? 0;
  return {
    axis: { from: phases[0]?.from ?? 0, window, phases },
    workloads: workloadCourses(incident),
    lost: control === null ? [] : lostPerWindow(incident, control),
    events,
  };
}

export function workloadCourses({ workloads }: RunFigures): WorkloadCourse<Values>[] {
  return workloads.map(({ name, series }) => ({ name, p99: series.all.p99 }));
}

/**
 * (control - run) / control, of answers in time in each window: `goodputLost`, over time. Null where the control had none.
 * Below 0 where the run did better, as it does when it catches up.
 */
function lostPerWindow(incident: RunFigures, control: RunFigures): Values {
  const run = goodBadSeries(incident);
  return goodBadSeries(control).map(({ good }, i) => ratio(good - (run[i]?.good ?? 0), good, 4));
}
