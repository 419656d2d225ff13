import { Item } from './item.ts';

const SPARE_MAX = 1024;

/** Items that left a store: the next ones take their place without allocating. */
export class SpareItems {
  private first: Item | null = null;
  private count = 0;

  /** Its room may be less than that: `makeRoom` is the caller's. */
  take(bytes: number): Item {
    const item = this.first;
    if (item === null) return new Item(bytes);
    this.first = item.chain;
    this.count--;
    item.chain = null;
    return item;
  }

  give(item: Item): void {
    if (this.count === SPARE_MAX) return;
    item.chain = this.first;
    this.first = item;
    this.count++;
  }
}
