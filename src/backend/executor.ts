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
    const { counters } = this;
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
    if (status !== Status.tooLarge) counters.cmdSet++;
    if (request.verb === Verb.cas || request.casHi !== 0 || request.casLo !== 0) {
      if (status === Status.ok) counters.casHits++;
      else if (status === Status.notFound) counters.casMisses++;
      else if (status === Status.exists) counters.casBadValue++;
    }
    return status;
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
    const { counters } = this;
    const { verb, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo } = request;
    const status = this.store.count(verb, buf, keyStart, keyEnd, deltaHi, deltaLo, casHi, casLo, now);
    if (verb === Verb.incr) {
      if (status === Status.ok) counters.incrHits++;
      else if (status === Status.notFound) counters.incrMisses++;
    } else if (status === Status.ok) counters.decrHits++;
    else if (status === Status.notFound) counters.decrMisses++;
    return status;
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
