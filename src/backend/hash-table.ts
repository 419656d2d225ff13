import type { Item } from './item.ts';

/** Items by key bytes: chains in a power of two of buckets. No key is ever made a string. */
export class HashTable {
  size = 0;
  private buckets: (Item | null)[] = emptyBuckets(256);

  find(hash: number, buf: Uint8Array, start: number, end: number): Item | null {
    let item = this.buckets[hash & (this.buckets.length - 1)] ?? null;
    while (item !== null && (item.hash !== hash || !item.hasKey(buf, start, end))) item = item.chain;
    return item;
  }

  /** The key must not be there. */
  add(item: Item): void {
    if (this.size >= this.buckets.length) this.grow();
    const at = item.hash & (this.buckets.length - 1);
    item.chain = this.buckets[at] ?? null;
    this.buckets[at] = item;
    this.size++;
  }

  remove(item: Item): void {
    const at = item.hash & (this.buckets.length - 1);
    const first = this.buckets[at] ?? null;
    if (first === item) this.buckets[at] = item.chain;
    else {
      let before = first;
      while (before !== null && before.chain !== item) before = before.chain;
      if (before === null) throw new Error('an item that is not in its bucket');
      before.chain = item.chain;
    }
    item.chain = null;
    this.size--;
  }

  clear(): void {
    this.buckets = emptyBuckets(256);
    this.size = 0;
  }

  private grow(): void {
    const old = this.buckets;
    const buckets = emptyBuckets(old.length * 2);
    for (const head of old) {
      let item = head;
      while (item !== null) {
        const next: Item | null = item.chain;
        const at = item.hash & (buckets.length - 1);
        item.chain = buckets[at] ?? null;
        buckets[at] = item;
        item = next;
      }
    }
    this.buckets = buckets;
  }
}

function emptyBuckets(count: number): (Item | null)[] {
  return new Array<Item | null>(count).fill(null);
}

/** Murmur3's mixing, four bytes a step. Not the proxy's ring: where a key lives in a table is nobody else's business. */
export function hashKey(buf: Uint8Array, start: number, end: number): number {
  let hash = 0x9747b28c;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    let word = buf[at]! | (buf[at + 1]! << 8) | (buf[at + 2]! << 16) | (buf[at + 3]! << 24);
    word = Math.imul(word, 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ buf[at]!, 0x01000193);
  hash ^= end - start;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
