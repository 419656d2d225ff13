import { putU32 } from '../protocol/binary-header.ts';
import { LEASE_HELD } from '../protocol/lease.ts';
import { Status, Verb, type Reply } from '../protocol/message.ts';
import type { ProxyCounters } from './counters.ts';
import type { Frame } from './dialect.ts';
import type { Exchange } from './exchange.ts';
import { leaseKey, Leases, type LeaseOptions } from './policies/lease.ts';

/** Where the cache number and the cas stand in the header of a frame. */
const CACHE = 6;
const CAS = 16;

/** A proxy's leases: looks at what passes, and marks the misses of keys that somebody is fetching. */
export class LeaseDesk {
  readonly #leases: Leases;
  readonly #counters: ProxyCounters;

  constructor(options: LeaseOptions, counters: ProxyCounters) {
    this.#leases = new Leases(options);
    this.#counters = counters;
  }

  /** A request with a key passes. */
  asked(exchange: Exchange, { buf, start, keyStart, keyEnd }: Frame): void {
    const cache = (buf[start + CACHE]! << 8) | buf[start + CACHE + 1]!;
    exchange.leaseKey = leaseKey(buf, keyStart, keyEnd, cache);
  }

  /** Its reply passes; the reply is a range of `buf`, which may be changed before it is relayed. */
  answered(exchange: Exchange, buf: Buffer, { status, frameStart }: Reply, now: number): void {
    const { verb, leaseKey: key } = exchange;
    if (verb === Verb.get || verb === Verb.gets) {
      if (status !== Status.notFound) return;
      if (this.#leases.missed(key, now)) {
        this.#counters.leasesGranted++;
        return;
      }
      this.#counters.leasesHeld++;
      // In text a miss is the want of an answer, and has no room for a mark.
      putU32(buf, frameStart + CAS, LEASE_HELD.hi);
      putU32(buf, frameStart + CAS + 4, LEASE_HELD.lo);
    } else if (status === Status.ok) this.#leases.stored(key);
  }

  forget(): void {
    this.#leases.forget();
  }
}
