/** Who lost less, and where the seeds do not allow to say so. Pure. */
import { median, spread } from '../measure/statistics.ts';

/** What a variation lost under each seed that its run was whole under. */
export type Losses = ReadonlyMap<string, number>;

/** A hundredth of a percentage point: less shows in no table, and nobody notices. */
export const NOTICEABLE = 0.0001;

export interface Difference {
  /** The seeds that both have. */
  readonly seeds: number;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  /** Cannot be told from the scatter of the seeds. */
  readonly tie: boolean;
}

/**
 * `one` - `other`, seed by seed: the same seed gives both the same arrivals, so that a difference is theirs. It is a tie
 * unless the median of the differences is larger than the distance between their quartiles, whichever way it points, and
 * large enough to be noticed. Under two seeds the first means: both point the same way. A single seed has no scatter to hold
 * it against. Null when they share no seed.
 */
export function difference(one: Losses, other: Losses): Difference | null {
  const differences = [...one].flatMap(([seed, loss]) => {
    const paired = other.get(seed);
    return paired === undefined ? [] : [loss - paired];
  });
  const all = spread(differences);
  if (all === null) return null;
  return {
    seeds: all.n,
    median: all.median,
    q1: all.q1,
    q3: all.q3,
    tie: !(Math.abs(all.median) > Math.max(all.iqr, NOTICEABLE)),
  };
}

export interface Ranked {
  /** Index in the list that was ranked. */
  readonly index: number;
  /** 1 lost least. Null: no run of it counts. */
  readonly rank: number | null;
  /** Others have the same rank. */
  readonly shared: boolean;
}

/**
 * By the median loss, under the seeds that all share (that one's run under an easy seed is missing is no fault of its own);
 * where there are none, under each one's own. Whoever ties with the first of a rank shares it; the next has as many before
 * it as are before it: 1, 2, 2, 4. (Ties are not transitive: the second and the third of a rank may differ.)
 */
export function ranked(all: readonly Losses[]): Ranked[] {
  const fair = underCommonSeeds(all);
  const medians = fair.map((losses) => median([...losses.values()]));
  const order = all.map((_, index) => index).filter((index) => medians[index] !== null);
  order.sort((a, b) => medians[a]! - medians[b]! || a - b);
  const ranks: number[] = [];
  let first = 0;
  for (const [place, index] of order.entries()) {
    const tie = difference(fair[index]!, fair[order[first]!]!)?.tie ?? true;
    if (!tie) first = place;
    ranks.push(first + 1);
  }
  return [
    ...order.map((index, place): Ranked => {
      const rank = ranks[place]!;
      return { index, rank, shared: ranks.filter((each) => each === rank).length > 1 };
    }),
    ...all.flatMap((_, index): Ranked[] => (medians[index] === null ? [{ index, rank: null, shared: false }] : [])),
  ];
}

function underCommonSeeds(all: readonly Losses[]): readonly Losses[] {
  const some = all.filter(({ size }) => size > 0);
  const common = [...(some[0]?.keys() ?? [])].filter((seed) => some.every((losses) => losses.has(seed)));
  if (common.length === 0) return all;
  return all.map((losses) => new Map([...losses].filter(([seed]) => common.includes(seed))));
}
