import { Bytes } from '../protocol/bytes.ts';
import { writeDecimal64 } from '../protocol/decimal.ts';
import { Status, Verb, type Request } from '../protocol/message.ts';
import type { Counters } from './counters.ts';
import { PrefixStats } from './prefix-stats.ts';
import type { Item } from './item.ts';
import type { Store } from './store.ts';

/** What both protocols do alike: run a request on the store, and count. Each protocol words the answer. */
export class Executor {
  readonly store: Store;
  readonly counters: Counters;
  readonly prefixes = new PrefixStats();
  /** `stats sizes` was enabled. */
  sizesOn = false;
  private readonly whole = new Bytes();

  constructor(store: Store, counters: Counters) {
    this.store = store;
    this.counters = counters;
  }

  /** get, gets, gat, gats. memcached counts the latter two as touches only. */
  retrieve(request: Request, buf: Buffer, now: number): Item | null {
    const { counters, store } = this;
    const { verb, keyStart, keyEnd } = request;
    const touches = verb === Verb.gat || verb === Verb.gats;
    const item = touches ? this.touch(request, buf, now) : store.get(buf, keyStart, keyEnd, now);
    if (this.prefixes.on) this.prefixes.get(buf, keyStart, keyEnd, item !== null);
    if (touches) return item;
    counters.cmdGet++;
    if (item === null) counters.getMisses++;
    else counters.getHits++;
    return item;
  }

  /** set, add, replace, append, prepend, cas. The item is `store.stored`. */
  put(request: Request, buf: Buffer, now: number): Status {
    const status = this.store.put(
      request.verb,
      buf,
      request.keyStart,
      request.keyEnd,
      request.valueStart,
      request.valueEnd,
      request.flags,
      request.expiry,
      request.casHi,
      request.casLo,
      now,
    );
    if (this.prefixes.on) this.prefixes.set(buf, request.keyStart, request.keyEnd);
    this.countPut(status, request.verb === Verb.cas || request.casHi !== 0 || request.casLo !== 0);
    return status;
  }

  /** A stale value must not survive a newer one that was too large to be read. */
  outgrow({ verb, keyStart, keyEnd }: Request, buf: Buffer, now: number): void {
    this.counters.storeTooLarge++;
    if (verb === Verb.set || verb === Verb.meta) this.store.remove(buf, keyStart, keyEnd, 0, 0, now);
  }

  countPut(status: Status, conditional: boolean): void {
    const { counters } = this;
    if (status === Status.tooLarge) counters.storeTooLarge++;
    else counters.cmdSet++;
    if (status === Status.outOfMemory) counters.storeNoMemory++;
    if (!conditional) return;
    if (status === Status.ok) counters.casHits++;
    else if (status === Status.notFound) counters.casMisses++;
    else if (status === Status.exists) counters.casBadValue++;
  }

  countRetrieval(hit: boolean, touched: boolean): void {
    const { counters } = this;
    if (touched) {
      counters.cmdTouch++;
      counters.touchHits++;
      return;
    }
    counters.cmdGet++;
    if (hit) counters.getHits++;
    else counters.getMisses++;
  }

  remove(request: Request, buf: Buffer, now: number): Status {
    const { keyStart, keyEnd, casHi, casLo } = request;
    if (this.prefixes.on) this.prefixes.delete(buf, keyStart, keyEnd);
    const status = this.store.remove(buf, keyStart, keyEnd, casHi, casLo, now);
    if (status === Status.ok) this.counters.deleteHits++;
    else if (status === Status.notFound) this.counters.deleteMisses++;
    return status;
  }

  /** incr, decr. The value is `store.counter`. A counter that is not there may begin with its initial value. */
  count(request: Request, buf: Buffer, now: number, begins: boolean): Status {
    const { verb, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo } = request;
    const status = this.store.count(verb, buf, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo, now);
    if (begins && status === Status.notFound) return this.begin(request, buf, now);
    this.countCount(verb, status);
    return status;
  }

  private begin(request: Request, buf: Buffer, now: number): Status {
    const { keyStart, keyEnd, initialHi, initialLo, expiry } = request;
    const { counter } = this.store;
    counter.hi = initialHi;
    counter.lo = initialLo;
    const whole = this.whole;
    whole.clear();
    whole.append(buf, keyStart, keyEnd);
    const keyBytes = whole.length;
    writeDecimal64(whole, initialHi, initialLo);
    return this.store.put(Verb.set, whole.buf, 0, keyBytes, keyBytes, whole.length, 0, expiry, 0, 0, now);
  }

  countCount(verb: Verb, status: Status): void {
    const { counters } = this;
    if (verb === Verb.incr) {
      if (status === Status.ok) counters.incrHits++;
      else if (status === Status.notFound) counters.incrMisses++;
    } else if (status === Status.ok) counters.decrHits++;
    else if (status === Status.notFound) counters.decrMisses++;
  }

  touch(request: Request, buf: Buffer, now: number): Item | null {
    const item = this.store.touch(buf, request.keyStart, request.keyEnd, request.expiry, now);
    this.counters.cmdTouch++;
    if (item === null) this.counters.touchMisses++;
    else this.counters.touchHits++;
    return item;
  }

  flush(request: Request, now: number): void {
    this.counters.cmdFlush++;
    this.store.flush(request.expiry, now);
  }
}
