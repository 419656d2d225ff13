/** What is held against each other: scenarios that differ in named changes. */
import type { Scenario } from '../scenario/define.ts';
import type { Change } from '../scenario/override.ts';

/** One of the values that something takes. */
export interface Alternative {
  /** Short, for tables: `policy=none`. */
  readonly name: string;
  /** One line: what is otherwise. */
  readonly says: string;
  readonly changes: readonly Change[];
}

/** What varies. At least one alternative; the first is the one that the others are held against. */
export type Axis = readonly Alternative[];

export interface Variation extends Alternative {
  /** With the changes, and checked. */
  readonly scenario: Scenario;
}

/** Every alternative of each axis with every one of the others; the last axis changes fastest. */
export function allCombinations(axes: readonly Axis[]): Alternative[] {
  return axes.reduce<Alternative[]>(
    (before, axis) => before.flatMap((one) => axis.map((another) => both(one, another))),
    [NOTHING],
  );
}

/** The first of every axis, then each other alternative alone, with the first of the other axes. */
export function oneAtATime(axes: readonly Axis[]): Alternative[] {
  const firsts = axes.map((axis) => axis[0]!);
  const others = axes.flatMap((axis, i) =>
    axis.slice(1).map((alternative): Alternative => {
      const changes = firsts.flatMap((first, j) => (i === j ? alternative : first).changes);
      return { ...alternative, changes };
    }),
  );
  return [firsts.reduce(both, NOTHING), ...others];
}

const NOTHING: Alternative = { name: '', says: '', changes: [] };

function both(a: Alternative, b: Alternative): Alternative {
  if (a === NOTHING) return b;
  return { name: `${a.name} ${b.name}`, says: `${a.says}; ${b.says}`, changes: [...a.changes, ...b.changes] };
}

/**
 * What decides which operations clients want, and when: equal texts mean the same arrivals under the same seed, so that
 * one control serves for both. How clients connect and retry is no part of it, nor how apps work, nor the
 * cluster. The width of the windows is: what is held against each other window by window must have the same.
 */
export function arrivalsOf({ phases, load, workloads, window }: Scenario): string {
  const wanted = Object.entries(workloads).map(([name, workload]) => {
    const { client: _, driver: __, credential: ___, machine: ____, app: _____, ...rest } = workload;
    return [name, rest];
  });
  return JSON.stringify([phases, load ?? [], wanted, window ?? null]);
}
