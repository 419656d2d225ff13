/** A comparison over time, for those who have only characters: a row for each variant, all to one scale. */
import type { Comparison } from '../compare/comparison.ts';
import type { CourseSummary, VariationCourse } from '../compare/courses.ts';
import { Axis, type Row } from './axis.ts';
import { isAnyDisturbed } from './disturbance.ts';
import type { Block } from './document.ts';
import { latency, percent } from './format.ts';
import { highest, type Values } from './sparkline.ts';

/** Characters beside the bars; a terminal has no more. A label has more than the name: what it is indented by, and the gap. */
const LABEL_MIN = 24;
const LABEL_MAX = 32;
const LABEL_MORE = 4;

interface Line {
  readonly name: string;
  readonly values: Values;
}

/** Latency, unless there are too few answers in every window: then what was lost. */
export function overTime(comparison: Comparison): Block[] {
  const { courses } = comparison;
  if (courses === null) return [];
  const control = courses.controls.find(({ variation }) => variation === comparison.variations[0]!.control);
  const tails = [
    ...linesOf(comparison, ({ workloads }) => slowest(workloads)),
    ...(control === undefined ? [] : [{ name: 'control', values: slowest(control.workloads) }]),
  ];
  const isTold = tails.some(({ values }) => highest(values) !== null);
  const lines = isTold ? tails : linesOf(comparison, ({ lost }) => lost.median);
  const longest = Math.max(...lines.map(({ name }) => name.length)) + LABEL_MORE;
  const axis = new Axis({
    phases: courses.axis.phases,
    hasFault: isAnyDisturbed(comparison),
    label: Math.max(LABEL_MIN, Math.min(LABEL_MAX, longest)),
  });
  const among = lines.flatMap(({ values }) => values);
  const rows = lines.map(({ name, values }): Row => {
    const top = highest(values);
    const note = top === null ? 'too few answers to say' : `up to ${isTold ? latency(top) : percent(top)}`;
    return { name, window: courses.axis.window, values, among, scale: isTold ? 'log' : 'linear', note };
  });
  const aside = isTold
    ? 'p99 of the workload that is slowest then, medians over the seeds; one logarithmic scale for all'
    : 'what customers lost in each window, medians over the seeds; one linear scale for all';
  return [
    { kind: 'heading', text: 'Over time', aside },
    { kind: 'picture', lines: axis.drawn(rows) },
  ];
}

/** Best first. */
function linesOf({ table, variations, courses }: Comparison, valuesOf: (course: VariationCourse) => Values): Line[] {
  return table.flatMap(({ name }) => {
    const course = courses?.variations[variations.findIndex((each) => each.name === name)];
    return course == null ? [] : [{ name, values: valuesOf(course) }];
  });
}

function slowest(workloads: readonly { readonly p99: CourseSummary }[]): Values {
  return (workloads[0]?.p99.median ?? []).map((_, i) => highest(workloads.map(({ p99 }) => p99.median[i] ?? null)));
}
