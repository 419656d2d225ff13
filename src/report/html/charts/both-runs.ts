import type { RunFigures } from '../../../scenario/result.ts';
import type { ChartLine, Values } from '../chart.ts';

/** The incident, and the control that is drawn behind it. */
export interface BothRuns {
  readonly incident: RunFigures;
  readonly control: RunFigures | null;
}

export type RunName = 'incident' | 'control';

/** A line for each workload, the control's first: what is drawn first lies behind. Of many workloads no controls. */
export function linePerWorkload(
  { incident, control }: BothRuns,
  valuesOf: (run: RunName, workload: number) => Values,
  isShown: (workload: RunFigures['workloads'][number]) => boolean = () => true,
): ChartLine[] {
  const shown = incident.workloads.map((workload, i) => ({ workload, i })).filter(({ workload }) => isShown(workload));
  const behind = shown.map(({ workload: { name }, i }): ChartLine => ({
    label: `${name}, control`,
    values: valuesOf('control', i),
    stroke: { control: true },
  }));
  const before = shown.map(({ workload: { name }, i }): ChartLine => ({
    label: name,
    values: valuesOf('incident', i),
    stroke: { nth: i, weight: 'strong' },
  }));
  return [...(control === null || isCrowded({ incident }) ? [] : behind), ...before];
}

/** So many lines that a second one for each would hide them. */
export function isCrowded({ incident: { workloads } }: Pick<BothRuns, 'incident'>): boolean {
  return workloads.length > 4;
}

export function total(lists: readonly (readonly (number | null)[])[]): number {
  return lists.reduce((sum, list) => list.reduce<number>((n, value) => n + (value ?? 0), sum), 0);
}
