/**
 * Where a request goes while the backend of its key is out, or not yet quite back:
 *
 *   rehash      to the backends that are left, by the ring without those that are out
 *   miss-fast   nowhere: a get is a miss
 *   gutter      to the gutter; and what was asked of a backend that is lost is asked there, too
 */
import { HEADER } from '../protocol/binary-header.ts';
import { Verb, type Status } from '../protocol/message.ts';
import type { World } from '../world/world.ts';
import type { ProxyCounters } from './counters.ts';
import type { Frame } from './dialect.ts';
import type { Ejections } from './ejections.ts';
import type { Exchange } from './exchange.ts';
import { FailoverLimit } from './failover-limit.ts';
import { Gutter } from './gutter.ts';
import type { ProxyOptions } from './options.ts';
import { Returns } from './returns.ts';
import type { Ring } from './ring.ts';

/** No backend is asked: none is left, or too many requests have gone elsewhere; or it would be a miss. */
export const NOBODY = -1;
export const MISS = -2;

/** Of a request that is asked again. */
const frame: Frame = { buf: Buffer.alloc(0), start: 0, end: 0, keyStart: 0, keyEnd: 0 };

export class Failover {
  /** Requests are kept until they are answered, to be asked again. */
  readonly keeps: boolean;
  readonly #world: World;
  readonly #counters: ProxyCounters;
  readonly #ejections: Ejections;
  readonly #ejectedKeys: ProxyOptions['ejectedKeys'];
  readonly #backends: number;
  readonly #gutter: Gutter | null;
  readonly #limit: FailoverLimit | null;
  readonly #returns: Returns;
  /** Without all that are out or on their way back; null: to be made anew. */
  #detour: Ring | null = null;

  constructor(options: ProxyOptions, ejections: Ejections, counters: ProxyCounters, probation: boolean) {
    const { world, name, backends, gutter, failoverLimit, warmUp, hash, ejectedKeys } = options;
    this.#world = world;
    this.#counters = counters;
    this.#ejections = ejections;
    this.#ejectedKeys = ejectedKeys;
    this.#backends = backends.length;
    this.#gutter =
      gutter === undefined || ejectedKeys !== 'gutter'
        ? null
        : new Gutter({ names: gutter.backends.map((backend) => backend.name), hash, ttl: gutter.ttl });
    this.keeps = this.#gutter !== null;
    this.#limit = failoverLimit === undefined ? null : new FailoverLimit(failoverLimit);
    this.#returns = new Returns({
      backends: backends.length,
      probation,
      warmUp: warmUp ?? null,
      rng: world.rng(`${name}/warm-up`),
    });
  }

  /** Every key is where it belongs. */
  get isIdle(): boolean {
    return this.#ejections.outCount === 0 && this.#returns.count === 0;
  }

  /** The number of the backend to ask, those of the gutter behind the others; or `NOBODY`, or `MISS`. */
  destination(verb: Verb, request: Frame): number {
    const { buf, keyStart, keyEnd } = request;
    const ejections = this.#ejections;
    const home = ejections.home(buf, keyStart, keyEnd);
    if (ejections.isAsked(home) && this.#returns.admits(home, verb)) return ejections.locate(buf, keyStart, keyEnd);
    if (this.#ejectedKeys === 'miss-fast') return MISS;
    const gutter = this.#gutter;
    const elsewhere =
      gutter === null ? this.#ringWithout().locate(buf, keyStart, keyEnd) : this.#backends + gutter.locate(request);
    if (elsewhere < 0 || !this.#mayFailOver()) return NOBODY;
    gutter?.shorten(verb, request);
    return elsewhere;
  }

  /** The gutter's backend to ask what was asked of a backend and is lost; -1: it has failed. */
  again(backend: number, { verb, question }: Exchange): number {
    if (this.#gutter === null || backend >= this.#backends || !isRepeatable(verb)) return -1;
    frame.buf = question.buf;
    frame.end = question.length;
    frame.keyStart = HEADER + question.buf[4]!;
    frame.keyEnd = frame.keyStart + ((question.buf[2]! << 8) | question.buf[3]!);
    const to = this.#backends + this.#gutter.locate(frame);
    if (!this.#mayFailOver()) return -1;
    this.#gutter.shorten(verb, frame);
    return to;
  }

  left(backend: number): void {
    this.#returns.end(backend);
    this.#detour = null;
  }

  returned(backend: number): void {
    this.#returns.begin(backend);
    this.#detour = null;
  }

  /** The backend has answered a request of its keys. */
  answered(backend: number, verb: Verb, status: Status): void {
    if (this.#returns.count === 0) return;
    const before = this.#returns.count;
    this.#returns.answered(backend, verb, status);
    if (this.#returns.count !== before) this.#detour = null;
  }

  /** What it was asked is lost, and it stays in. */
  failed(backend: number): void {
    this.#returns.failed(backend);
  }

  /** The process is gone, with what it knew. */
  forget(): void {
    for (let backend = 0; backend < this.#backends; backend++) this.left(backend);
  }

  #mayFailOver(): boolean {
    if (this.#limit !== null && !this.#limit.take(this.#world.clock.now())) {
      this.#counters.failoverRefused++;
      return false;
    }
    this.#counters.failedOver++;
    return true;
  }

  #ringWithout(): Ring {
    if (this.#detour !== null) return this.#detour;
    const away: number[] = [];
    for (let backend = 0; backend < this.#backends; backend++) {
      if (!this.#ejections.isAsked(backend) || this.#returns.isReturning(backend)) away.push(backend);
    }
    return (this.#detour = this.#ejections.ringWithout(away));
  }
}

/** Asking it twice does no harm. */
function isRepeatable(verb: Verb): boolean {
  return verb === Verb.get || verb === Verb.gets || verb === Verb.set;
}
