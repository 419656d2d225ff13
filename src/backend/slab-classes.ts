/** memcached's classes of item sizes: each a quarter larger than the one before it, in whole words. */
const FIRST_BYTES = 96;
const GROWTH_FACTOR = 1.25;
const ALIGNMENT = 8;
export const PAGE_BYTES = 1 << 20;
/** The largest chunk: half a page. Larger items take several. */
const CHUNK_BYTES_MAX = PAGE_BYTES / 2;

/** Bytes of a chunk of class 1, 2, … */
export const CHUNK_BYTES: readonly number[] = chunkBytes();

/** From 1. */
export function slabClass(itemBytes: number): number {
  let low = 0;
  let high = CHUNK_BYTES.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (CHUNK_BYTES[middle]! < itemBytes) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function chunkBytes(): number[] {
  const sizes: number[] = [];
  for (let size = FIRST_BYTES; size < CHUNK_BYTES_MAX / GROWTH_FACTOR; size = Math.floor(size * GROWTH_FACTOR)) {
    size = Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    sizes.push(size);
  }
  return [...sizes, CHUNK_BYTES_MAX];
}
