import type { RunFigures } from '../../../scenario/result.ts';
import type { ChartLine, Stroke, Values } from '../chart.ts';

/** The incident, and the control that is drawn behind it. */
export interface BothRuns {
  readonly incident: RunFigures;
  readonly control: RunFigures | null;
}

export type RunName = 'incident' | 'control';

/** A line for each workload, the control's first: what is drawn first lies behind. */
export function linePerWorkload(
  { incident, control }: BothRuns,
  valuesOf: (run: RunName, workload: number) => Values,
  isShown: (workload: RunFigures['workloads'][number]) => boolean = () => true,
): ChartLine[] {
  const lines = (run: RunName, label: (name: string) => string, stroke: (nth: number) => Stroke): ChartLine[] =>
    incident.workloads.flatMap((workload, i) =>
      isShown(workload) ? [{ label: label(workload.name), values: valuesOf(run, i), stroke: stroke(i) }] : [],
    );
  return [
    ...(control === null
      ? []
      : lines(
          'control',
          (name) => `${name}, control`,
          () => ({ control: true }),
        )),
    ...lines(
      'incident',
      (name) => name,
      (nth) => ({ nth, weight: 'strong' }),
    ),
  ];
}

export function total(lists: readonly (readonly (number | null)[])[]): number {
  return lists.reduce((sum, list) => list.reduce<number>((n, value) => n + (value ?? 0), sum), 0);
}
