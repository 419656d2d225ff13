import type { Path, Values } from '../html/chart.ts';

/** Null: there is none. */
export type Numbers = readonly (number | null)[];

/** The list that `values` names in `data`; empty when nothing is there. `window`: its width in seconds. */
export function valuesOf(values: Values, data: unknown, window: number): Numbers {
  if ('sum' in values) return sum(values.sum.map((each) => valuesOf(each, data, window)));
  if ('share' in values) return share(valuesOf(values.share, data, window), valuesOf(values.of, data, window));
  if ('of' in values) return listAt(values.of, data);
  return listAt(values.rate, data).map((count) => (count === null ? null : count / window));
}

function listAt(path: Path, data: unknown): Numbers {
  let at = data;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return [];
    at = (at as Record<string | number, unknown>)[key]; // Has it, as we have just seen.
  }
  if (!Array.isArray(at)) return [];
  return at.map((value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
}

/** Null only where all are. */
function sum(lists: readonly Numbers[]): Numbers {
  const totals = new Array<number | null>(Math.max(0, ...lists.map((list) => list.length))).fill(null);
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? null;
      if (value !== null) totals[i] = (totals[i] ?? 0) + value;
    }
  }
  return totals;
}

function share(parts: Numbers, wholes: Numbers): Numbers {
  return parts.map((part, i) => {
    const whole = wholes[i] ?? null;
    return part === null || whole === null || whole === 0 ? null : part / whole;
  });
}
