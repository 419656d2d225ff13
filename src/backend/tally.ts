import { Mark, type Item } from './item.ts';
import { CHUNK_BYTES, slabClass } from './slab-classes.ts';

/** What a store counts of the items that come and go. */
export class Tally {
  /** Stored so far; a counter that is rewritten in place is not stored again. */
  stored = 0;
  evicted = 0;
  evictedUnfetched = 0;
  /** By class. */
  readonly evictedOf = new Float64Array(CHUNK_BYTES.length + 1);
  /** Items that had expired when their memory was needed, or when they were asked for. */
  reclaimed = 0;
  /** Those that were asked for. */
  expired = 0;
  expiredUnfetched = 0;

  evict(item: Item): void {
    this.evicted++;
    this.evictedOf[slabClass(item.bytes)]!++;
    if ((item.marks & Mark.fetched) === 0) this.evictedUnfetched++;
  }

  reclaim(item: Item): void {
    this.reclaimed++;
    if ((item.marks & Mark.fetched) === 0) this.expiredUnfetched++;
  }

  /** `stats reset`. */
  reset(): void {
    this.stored = this.evicted = this.evictedUnfetched = this.reclaimed = this.expired = this.expiredUnfetched = 0;
    this.evictedOf.fill(0);
  }
}
