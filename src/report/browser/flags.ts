/** Where the numbered flags of marks stand, so that none covers another. */
export interface Flag {
  /** Marks that it stands for, from 0: more than one where there is no place for each. */
  readonly first: number;
  readonly last: number;
  /** Of its middle. */
  readonly x: number;
  /** Where its marks are, on average. */
  readonly at: number;
}

export interface Place {
  readonly width: number;
  /** Of a flag with so many characters. */
  readonly flagWidth: (text: string) => number;
}

/** Marks in order of place; those outside of the width must have been left out. `numbers`: of each, from 0. */
export function placedFlags(marks: readonly { readonly number: number; readonly x: number }[], place: Place): Flag[] {
  let groups = marks.map(({ number, x }) => ({ first: number, last: number, at: x, n: 1 }));
  const widthOf = (group: { first: number; last: number }): number => place.flagWidth(flagText(group));
  while (groups.length > 1 && groups.reduce((sum, group) => sum + widthOf(group), 0) > place.width) {
    groups = withNearestMerged(groups);
  }
  const centres = spread(
    groups.map(({ at }) => at),
    groups.map(widthOf),
    place.width,
  );
  return groups.map(({ first, last, at }, i) => ({ first, last, at, x: centres[i]! }));
}

/** Counted from 1, as people do. */
export function flagText({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first + 1) : `${first + 1}–${last + 1}`;
}

interface Group {
  readonly first: number;
  readonly last: number;
  readonly at: number;
  /** Marks in it. */
  readonly n: number;
}

function withNearestMerged(groups: readonly Group[]): Group[] {
  let nearest = 0;
  for (let i = 1; i < groups.length - 1; i++) {
    if (groups[i + 1]!.at - groups[i]!.at < groups[nearest + 1]!.at - groups[nearest]!.at) nearest = i;
  }
  const [one, other] = [groups[nearest]!, groups[nearest + 1]!];
  const n = one.n + other.n;
  const merged = { first: one.first, last: other.last, at: (one.at * one.n + other.at * other.n) / n, n };
  return [...groups.slice(0, nearest), merged, ...groups.slice(nearest + 2)];
}

/** As near to the wished places as is possible side by side within the width: neighbours that collide share the shift. */
function spread(wished: readonly number[], widths: readonly number[], width: number): number[] {
  // A block is a run of things side by side; `middle` is where its first thing's left edge wants to be, on average.
  const blocks: { left: number; size: number; wish: number; n: number }[] = [];
  wished.forEach((at, i) => {
    let block = { left: 0, size: widths[i]!, wish: at - widths[i]! / 2, n: 1 };
    const settle = (): void => {
      block.left = Math.max(0, Math.min(width - block.size, block.wish / block.n));
    };
    settle();
    for (let before = blocks.at(-1); before !== undefined && before.left + before.size > block.left;) {
      blocks.pop();
      // Each thing of the later block wishes its own block's left edge where it is less what stands before it.
      block = {
        left: 0,
        size: before.size + block.size,
        wish: before.wish + block.wish - block.n * before.size,
        n: before.n + block.n,
      };
      settle();
      before = blocks.at(-1);
    }
    blocks.push(block);
  });
  const centres: number[] = [];
  for (const block of blocks) {
    let left = block.left;
    for (let i = 0; i < block.n; i++) {
      const size = widths[centres.length]!;
      centres.push(left + size / 2);
      left += size;
    }
  }
  return centres;
}
