import { Status, Verb, type Request } from '../protocol/message.ts';
import type { Counters } from './counters.ts';
import type { Item } from './item.ts';
import type { Store } from './store.ts';

/** What both protocols do alike: run a request on the store, and count. Each protocol words the answer. */
export class Executor {
  readonly store: Store;
  readonly counters: Counters;

  constructor(store: Store, counters: Counters) {
    this.store = store;
    this.counters = counters;
  }

  /** get, gets, gat, gats. memcached counts the latter two as touches only. */
  retrieve(request: Request, buf: Buffer, now: number): Item | null {
    const { counters, store } = this;
    if (request.verb === Verb.gat || request.verb === Verb.gats) return this.touch(request, buf, now);
    const item = store.get(buf, request.keyStart, request.keyEnd, now);
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
    this.countPut(status, request.verb === Verb.cas || request.casHi !== 0 || request.casLo !== 0);
    return status;
  }

  countPut(status: Status, conditional: boolean): void {
    const { counters } = this;
    if (status !== Status.tooLarge) counters.cmdSet++;
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
    const status = this.store.remove(buf, keyStart, keyEnd, casHi, casLo, now);
    if (status === Status.ok) this.counters.deleteHits++;
    else if (status === Status.notFound) this.counters.deleteMisses++;
    return status;
  }

  /** incr, decr. The value is `store.counter`. */
  count(request: Request, buf: Buffer, now: number): Status {
    const { verb, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo } = request;
    const status = this.store.count(verb, buf, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo, now);
    this.countCount(verb, status);
    return status;
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
