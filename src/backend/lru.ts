import type { Item } from './item.ts';

/** The order of use, as a doubly linked list through the items. */
export class Lru {
  newest: Item | null = null;
  oldest: Item | null = null;

  add(item: Item): void {
    item.newer = null;
    item.older = this.newest;
    if (this.newest === null) this.oldest = item;
    else this.newest.newer = item;
    this.newest = item;
  }

  remove(item: Item): void {
    if (item.newer === null) this.newest = item.older;
    else item.newer.older = item.older;
    if (item.older === null) this.oldest = item.newer;
    else item.older.newer = item.newer;
    item.newer = null;
    item.older = null;
  }

  use(item: Item): void {
    if (item === this.newest) return;
    this.remove(item);
    this.add(item);
  }

  clear(): void {
    this.newest = null;
    this.oldest = null;
  }
}
