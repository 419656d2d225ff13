import type { Numbers } from './values.ts';

/** What a line is drawn as: its upper edge, and for a part of a whole its lower one. */
export interface Edges {
  readonly upper: Numbers;
  /** Null: a line alone, nothing is filled. */
  readonly lower: Numbers | null;
}

export interface Part {
  readonly values: Numbers;
  readonly isStacked: boolean;
  readonly isShown: boolean;
}

/** Parts that are shown lie one upon the other, in their order. A part without a value has no height. */
export function edgesOf(parts: readonly Part[]): Edges[] {
  let ground: number[] = [];
  return parts.map(({ values, isStacked, isShown }) => {
    if (!isStacked) return { upper: values, lower: null };
    const lower = values.map((_, i) => ground[i] ?? 0);
    const upper = values.map((value, i) => (value === null ? null : lower[i]! + value));
    if (isShown) ground = [...upper.map((edge, i) => edge ?? lower[i]!), ...ground.slice(upper.length)];
    return { upper, lower };
  });
}
