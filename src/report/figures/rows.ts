/** Things on one line of time that would overlap go below each other. */

export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** For each the first row from the top that has room for it; extents that only touch share a row. */
export function rowsFor(extents: readonly Extent[]): number[] {
  const ends: number[] = [];
  return extents.map(({ from, to }) => {
    const free = ends.findIndex((end) => end <= from + 1e-9);
    const row = free < 0 ? ends.length : free;
    ends[row] = to;
    return row;
  });
}
