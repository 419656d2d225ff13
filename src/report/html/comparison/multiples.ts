/** A comparison over time: a small chart for each variant, all to the same scale, best first. */
import type { ComparedRow, Comparison } from '../../../compare/comparison.ts';
import type { Courses, CourseSummary, VariationCourse } from '../../../compare/courses.ts';
import { nanos } from '../../../scenario/units.ts';
import { pointsText, share } from '../../comparison-words.ts';
import { isAnyDisturbed } from '../../disturbance.ts';
import { latency } from '../../format.ts';
import type { ChartLine, LineChart, Path, TimeAxis } from '../chart.ts';
import { faultOf } from '../charts/index.ts';
import { around, latencyRange } from './common-range.ts';

/** Browsers draw so many without a pause; the tables have all. */
const DRAWN_MAX = 40;
/** With fewer runs the quartiles are runs, or lie between two. */
const SPREAD_MIN = 3;

export interface Multiples {
  readonly axis: TimeAxis;
  readonly latency: readonly LineChart[];
  readonly lost: readonly LineChart[];
  /** Of all charts of latency, for their common key. */
  readonly workloads: readonly string[];
  /** The SLO's p99, µs; null: it is not the same for all. */
  readonly limit: number | null;
  /** Variants that have no chart, and why. */
  readonly missing: readonly { readonly name: string; readonly why: string }[];
}

interface Drawn {
  readonly row: ComparedRow;
  /** Index among the variations. */
  readonly index: number;
  readonly course: VariationCourse;
}

/** Null: no run counts. */
export function multiples(comparison: Comparison): Multiples | null {
  const { courses, table, variations } = comparison;
  if (courses === null) return null;
  const { axis } = courses;
  const all = table.flatMap((row): Drawn[] => {
    const index = variations.findIndex(({ name }) => name === row.name);
    const course = courses.variations[index] ?? null;
    return course === null ? [] : [{ row, index, course }];
  });
  const drawn = all.slice(0, DRAWN_MAX);
  const medians = (of: (course: VariationCourse) => readonly CourseSummary[]): CourseSummary['median'][] =>
    drawn.flatMap(({ course }) => of(course).map(({ median }) => median));
  const tails = [
    ...medians(({ workloads }) => workloads.map(({ p99 }) => p99)),
    ...courses.controls.flatMap(({ workloads }) => workloads.map(({ p99 }) => p99.median)),
  ];
  const limit = isSloVaried(comparison) ? null : nanos(comparison.scenario.slo.p99) / 1000;
  const ranges = { latency: latencyRange([...tails, [limit]]), lost: around(medians(({ lost }) => [lost])) };
  return {
    limit,
    axis: {
      from: axis.from,
      to: axis.phases.at(-1)?.to ?? axis.from,
      window: axis.window,
      phases: axis.phases,
      fault: isAnyDisturbed(comparison) ? faultOf(axis.phases) : null,
      marks: sharedEvents(courses),
    },
    latency: drawn.map((each) => latencyChart(comparison, courses, each, { range: ranges.latency, limit })),
    lost: drawn.map((each) => lostChart(each, ranges.lost)),
    workloads: workloadNames(courses.variations),
    missing: table.flatMap((row): Multiples['missing'] => {
      if (drawn.some((each) => each.row === row)) return [];
      if (row.runs === 0) return [{ name: row.name, why: 'no run of it counts' }];
      const isLate = all.some((each) => each.row === row);
      return [
        { name: row.name, why: isLate ? `only the first ${DRAWN_MAX} are drawn` : 'its phases or windows differ' },
      ];
    }),
  };
}

function isSloVaried({ variations }: Comparison): boolean {
  return variations.some(({ changes }) => changes.some(({ path }) => path.split('.')[0] === 'slo'));
}

/** What happened at the same time, in the same words, whatever varies: the fault, as a rule. */
export function sharedEvents({ variations }: Courses): VariationCourse['events'] {
  const [first, ...others] = variations.filter((course) => course !== null);
  const texts = others.map(({ events }) => new Set(events.map((event) => JSON.stringify(event))));
  return (first?.events ?? []).filter((event) => texts.every((all) => all.has(JSON.stringify(event))));
}

function latencyChart(
  { variations }: Comparison,
  { controls, variations: courses }: Courses,
  { row, index, course }: Drawn,
  { range, limit }: { readonly range: LineChart['range']; readonly limit: number | null },
): LineChart {
  const names = workloadNames(courses);
  const control = controls.findIndex(({ variation }) => variation === variations[index]!.control);
  const behind = controls[control]?.workloads ?? [];
  const isSpread = course.workloads.length === 1 && row.runs >= SPREAD_MIN;
  return {
    kind: 'lines',
    id: `latency-${index}`,
    title: title(row),
    says: worst(course),
    unit: 'us',
    scale: 'log',
    size: 'small',
    ...(range !== undefined && { range }),
    ...(limit !== null && { limit: { at: limit, label: '' } }),
    lines: [
      ...behind.map(({ name }, w): ChartLine => {
        const values = { of: ['courses', 'controls', control, 'workloads', w, 'p99', 'median'] };
        return { label: `${name}, control`, values, stroke: { control: true } };
      }),
      ...course.workloads.flatMap(({ name }, w): ChartLine[] =>
        summaryLines(name, ['courses', 'variations', index, 'workloads', w, 'p99'], names.indexOf(name), isSpread),
      ),
    ],
  };
}

function lostChart({ row, index }: Drawn, range: LineChart['range']): LineChart {
  const { againstFirst, figures } = row;
  const against =
    againstFirst !== null
      ? `${pointsText(againstFirst.median)}${againstFirst.tie ? ', a tie' : ''}`
      : index === 0
        ? 'the reference'
        : 'no seed in common with the reference';
  return {
    kind: 'lines',
    id: `lost-${index}`,
    title: title(row),
    says: `${share(figures.goodputLost.median)} in all, ${against}`,
    unit: 'share',
    scale: 'linear',
    size: 'small',
    ...(range !== undefined && { range }),
    lines: summaryLines('lost', ['courses', 'variations', index, 'lost'], 0, row.runs >= SPREAD_MIN),
  };
}

/** The median, over its quartiles where there are enough runs for them to say something. */
function summaryLines(name: string, path: Path, nth: number, isSpread: boolean): ChartLine[] {
  const quartile = (of: 'q1' | 'q3', label: string): ChartLine => {
    return {
      label: `${name}, ${label} quartile`,
      values: { of: [...path, of] },
      stroke: { nth, weight: 'thin', dash: 'dotted' },
    };
  };
  return [
    { label: name, values: { of: [...path, 'median'] }, stroke: { nth, weight: 'strong' } },
    ...(isSpread ? [quartile('q3', 'upper'), quartile('q1', 'lower')] : []),
  ];
}

/** In the order in which they first occur: a workload has one colour in all charts. */
function workloadNames(courses: Courses['variations']): string[] {
  return [...new Set(courses.flatMap((course) => course?.workloads.map(({ name }) => name) ?? []))];
}

function title({ rank, shared, name }: ComparedRow): string {
  return rank === null ? name : `${rank}${shared ? '=' : ''} ${name}`;
}

function worst({ workloads }: VariationCourse): string {
  const tops = workloads.map(({ name, p99 }) => ({ name, top: Math.max(...p99.median.map((value) => value ?? 0)) }));
  const [highest] = tops.sort((a, b) => b.top - a.top);
  return highest === undefined || highest.top === 0
    ? 'too few answers in every window to say'
    : `at most ${latency(highest.top)}${workloads.length > 1 ? `, of ${highest.name}` : ''}`;
}
