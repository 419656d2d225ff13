import { copyBytes, Bytes } from '../protocol/bytes.ts';
import { U64, writeDecimal64 } from '../protocol/decimal.ts';
import { Status, Verb } from '../protocol/message.ts';
import { expiryTime } from './expiry.ts';
import { HashTable, hashKey } from './hash-table.ts';
import { itemBytes, type Item } from './item.ts';
import { Lru } from './lru.ts';
import { PendingFlush } from './pending-flush.ts';
import { SpareItems } from './spare-items.ts';
import { Tally } from './tally.ts';

export interface StoreOptions {
  /** Bytes of items, overhead included, before the least recently used go. No slab classes: one list for all sizes. */
  readonly memoryLimit: number;
  /** Bytes of one item, overhead included. @default 1 MiB */
  readonly itemLimit?: number;
}

const TWO_32 = 4_294_967_296;

/**
 * What a memcached remembers. `now` is unix time in whole seconds, as sent expiries are. Keys and values are ranges of
 * one borrowed buffer and are copied. Statuses are those of the binary protocol.
 */
export class Store {
  memoryLimit: number;
  readonly itemLimit: number;
  bytes = 0;
  readonly tally = new Tally();
  /** What the last successful `put`, `count` or `touch` stored. */
  stored: Item | null = null;
  /** The last successful `count`'s result. */
  readonly counter = new U64();
  private readonly digits = new Bytes(32);
  private readonly table = new HashTable();
  private readonly lru = new Lru();
  private lastCas = 0;
  private readonly pendingFlush = new PendingFlush();
  private readonly spares = new SpareItems();

  constructor(options: StoreOptions) {
    this.memoryLimit = options.memoryLimit;
    this.itemLimit = options.itemLimit ?? 1 << 20;
  }

  get items(): number {
    return this.table.size;
  }

  /** From it, `older` leads to all others. */
  get newest(): Item | null {
    return this.lru.newest;
  }

  /** The item, which counts as used now. */
  get(buf: Uint8Array, keyStart: number, keyEnd: number, now: number): Item | null {
    const item = this.find(hashKey(buf, keyStart, keyEnd), buf, keyStart, keyEnd, now);
    if (item !== null) this.use(item, now);
    return item;
  }

  /** The item, without a trace. */
  peek(buf: Uint8Array, keyStart: number, keyEnd: number, now: number): Item | null {
    return this.find(hashKey(buf, keyStart, keyEnd), buf, keyStart, keyEnd, now);
  }

  use(item: Item, now: number): void {
    this.lru.use(item);
    item.fetched(now);
  }

  /** set, add, replace, append, prepend, cas; any of them with a cas other than 0 is conditional. */
  put(
    verb: Verb,
    buf: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    flags: number,
    expiry: number,
    casHi: number,
    casLo: number,
    now: number,
  ): Status {
    const hash = hashKey(buf, keyStart, keyEnd);
    const old = this.find(hash, buf, keyStart, keyEnd, now);
    const conditional = verb === Verb.cas || casHi !== 0 || casLo !== 0;
    const joins = verb === Verb.append || verb === Verb.prepend;
    const keyBytes = keyEnd - keyStart;
    const valueBytes = valueEnd - valueStart;
    if (itemBytes(keyBytes, valueBytes, flags) > this.itemLimit) {
      // A stale value must not survive a newer one that does not fit.
      if (verb === Verb.set && old !== null) this.drop(old);
      return Status.tooLarge;
    }
    if (old === null) {
      if (joins) return Status.notStored;
      if (conditional || verb === Verb.replace) return Status.notFound;
    } else {
      if (conditional && old.cas !== casHi * TWO_32 + casLo) return Status.exists;
      if (verb === Verb.add && !conditional) {
        this.lru.use(old);
        old.usedAt = now;
        return Status.exists;
      }
      if (joins) return this.join(verb, old, buf, valueStart, valueEnd, now);
    }
    const item = this.room(old, keyBytes, valueBytes, flags, now);
    if (item === null) return Status.outOfMemory;
    copyBytes(item.data, 0, buf, keyStart, keyEnd);
    copyBytes(item.data, keyBytes, buf, valueStart, valueEnd);
    item.hash = hash;
    item.expiresAt = expiryTime(expiry, now);
    return this.keep(item, now);
  }

  /** A cas of 0 deletes whatever is there. */
  remove(buf: Uint8Array, keyStart: number, keyEnd: number, casHi: number, casLo: number, now: number): Status {
    const item = this.find(hashKey(buf, keyStart, keyEnd), buf, keyStart, keyEnd, now);
    if (item === null) return Status.notFound;
    if ((casHi !== 0 || casLo !== 0) && item.cas !== casHi * TWO_32 + casLo) return Status.exists;
    this.drop(item);
    return Status.ok;
  }

  /** incr and decr of what is there. A result that is shorter than the value is padded with spaces, as memcached does. */
  count(
    verb: Verb,
    buf: Uint8Array,
    keyStart: number,
    keyEnd: number,
    deltaHi: number,
    deltaLo: number,
    casHi: number,
    casLo: number,
    now: number,
  ): Status {
    const item = this.peek(buf, keyStart, keyEnd, now);
    if (item === null) return Status.notFound;
    if (item.valueBytes === 0) return Status.nonNumeric;
    if ((casHi !== 0 || casLo !== 0) && item.cas !== casHi * TWO_32 + casLo) return Status.exists;
    if (!item.digits(this.counter)) return Status.nonNumeric;
    if (verb === Verb.incr) this.counter.add(deltaHi, deltaLo);
    else this.counter.subtract(deltaHi, deltaLo);
    return this.rewrite(item, now);
  }

  touch(buf: Uint8Array, keyStart: number, keyEnd: number, expiry: number, now: number): Item | null {
    const item = this.get(buf, keyStart, keyEnd, now);
    if (item !== null) item.expiresAt = expiryTime(expiry, now);
    return item;
  }

  /** Forgets all items, now or at a time to come (see `PendingFlush`). */
  flush(delay: number, now: number): void {
    if (this.pendingFlush.order(delay, now)) this.empty();
  }

  /** Another memory limit; a lower one evicts at once. */
  limit(memoryLimit: number, now: number): void {
    this.memoryLimit = memoryLimit;
    this.makeRoom(0, null, now);
  }

  /** Drops all that has expired. */
  reclaim(now: number): void {
    for (let item = this.lru.oldest; item !== null;) {
      const next: Item | null = item.newer;
      if (item.expired(now)) this.expire(item);
      item = next;
    }
  }

  /** Forgets all items, whatever the time. */
  empty(): void {
    this.table.clear();
    this.lru.clear();
    this.bytes = 0;
  }

  private find(hash: number, buf: Uint8Array, keyStart: number, keyEnd: number, now: number): Item | null {
    // Every access comes through here: whatever is there when a delayed flush is due was there before.
    if (this.pendingFlush.due(now) && this.items > 0) this.empty();
    const item = this.table.find(hash, buf, keyStart, keyEnd);
    if (item === null || !item.expired(now)) return item;
    this.tally.expired++;
    this.expire(item);
    return null;
  }

  private join(verb: Verb, old: Item, buf: Uint8Array, start: number, end: number, now: number): Status {
    const { data, valueBytes } = old;
    // What is added would fit, what comes of it would not.
    if (old.bytes + end - start > this.itemLimit) return Status.notStored;
    if (!this.resize(old, valueBytes + end - start, now)) return Status.notStored;
    old.join(verb === Verb.append, data, valueBytes, buf, start, end);
    this.tally.stored++;
    old.marks = 0;
    old.usedAt = now;
    return this.renew(old);
  }

  private rewrite(item: Item, now: number): Status {
    const digits = this.digits;
    digits.clear();
    writeDecimal64(digits, this.counter.hi, this.counter.lo);
    const { data, keyBytes } = item;
    if (digits.length > item.valueBytes) {
      if (!this.resize(item, digits.length, now)) return Status.outOfMemory;
      this.tally.stored++;
      item.marks = 0;
      if (item.data !== data) copyBytes(item.data, 0, data, 0, keyBytes);
    }
    copyBytes(item.data, keyBytes, digits.buf, 0, digits.length);
    item.data.fill(0x20, keyBytes + digits.length, item.end);
    item.usedAt = now;
    this.lru.use(item);
    return this.renew(item);
  }

  /** Gives an item that stays where it is another length; its bytes are the caller's to move when `data` is new. */
  private resize(item: Item, valueBytes: number, now: number): boolean {
    this.lru.use(item);
    const more = valueBytes - item.valueBytes;
    if (!this.makeRoom(more, item, now)) return false;
    this.bytes += more;
    item.valueBytes = valueBytes;
    item.makeRoom(item.end);
    return true;
  }

  /** The item's value, or what is said of it, is another one. */
  renew(item: Item): Status {
    item.cas = ++this.lastCas;
    this.stored = item;
    return Status.ok;
  }

  /** An item out of the table with room for the bytes: the old one of the key, a spare or a new one. */
  private room(old: Item | null, keyBytes: number, valueBytes: number, flags: number, now: number): Item | null {
    if (old !== null) this.unlink(old);
    if (!this.makeRoom(itemBytes(keyBytes, valueBytes, flags), null, now)) return null;
    const item = old ?? this.spares.take(keyBytes + valueBytes);
    item.makeRoom(keyBytes + valueBytes);
    item.keyBytes = keyBytes;
    item.valueBytes = valueBytes;
    item.flags = flags;
    return item;
  }

  private keep(item: Item, now: number): Status {
    item.marks = 0;
    item.usedAt = now;
    this.table.add(item);
    this.lru.add(item);
    this.bytes += item.bytes;
    this.tally.stored++;
    return this.renew(item);
  }

  /** Evicts from the old end until so many bytes more fit; `spared` stays. */
  private makeRoom(bytes: number, spared: Item | null, now: number): boolean {
    while (this.bytes + bytes > this.memoryLimit) {
      const oldest = this.lru.oldest;
      if (oldest === null || oldest === spared) return false;
      if (oldest.expired(now)) this.expire(oldest);
      else {
        this.tally.evict(oldest);
        this.drop(oldest);
      }
    }
    return true;
  }

  private unlink(item: Item): void {
    this.table.remove(item);
    this.lru.remove(item);
    this.bytes -= item.bytes;
  }

  private expire(item: Item): void {
    this.tally.reclaim(item);
    this.drop(item);
  }

  drop(item: Item): void {
    this.unlink(item);
    if (this.stored === item) this.stored = null;
    this.spares.give(item);
  }
}
