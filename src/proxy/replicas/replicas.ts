/**
 * Keys that live on several backends each: the first of them by the ring is a key's home, its replicas are the next ones.
 *
 *   get   ──> one of those that are in: the first, or the less busy of two ──(too long)──> and another
 *   other ──> all that are in; done when all are, and as badly as the worst
 *
 * Nobody tells a backend that comes back what it has missed: it answers with what it had.
 */
import type { Bytes } from '../../protocol/bytes.ts';
import { Status, Verb, type Reply } from '../../protocol/message.ts';
import { PeakEwma } from '../../measure/peak-ewma.ts';
import { SECOND, type Clock, type Nanos, type Rng, type TimerId } from '../../world/world.ts';
import type { ProxyCounters } from '../counters.ts';
import type { Frame } from '../dialect.ts';
import type { Exchange, ExchangePool } from '../exchange.ts';
import { Copies, type CopiesHost } from './copies.ts';
import { Hedging, type HedgeOptions } from './hedging.ts';

export interface ReplicasOptions {
  /** Backends that a key lives on, >= 1: with one there is nobody else to ask, whatever the others say. */
  readonly count: number;
  /** Whom to read from: the key's first that is in · of two, who has the lower peak EWMA of latency times what waits. */
  readonly choice: 'first' | 'p2c';
  /** Null: reads are not copied. */
  readonly hedge: HedgeOptions | null;
}

/** What replicas know of their proxy's router. */
export interface ReplicasHost {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly counters: ProxyCounters;
  readonly exchanges: ExchangePool;
  readonly backends: number;
  isFrozen(): boolean;
  /** The first `count` backends that hold the key, in their order, into `out`; how many there are. */
  locate(frame: Frame, count: number, out: number[]): number;
  isAsked(backend: number): boolean;
  /** Requests that wait for it. */
  waiting(backend: number): number;
  /** Sends it, or fails it. */
  pass(backend: number, exchange: Exchange, frame: Frame): void;
}

/** After as long a peak of latency that nothing confirms has fallen to 1/e. */
const DECAY: Nanos = 10 * SECOND;

/** Of a request that is asked again. */
const again: Frame = { buf: Buffer.alloc(0), start: 0, end: 0, keyStart: 0, keyEnd: 0 };

export class Replicas implements CopiesHost {
  /** Requests that have copies on their way, less these copies: what the pools' own counts are wrong by. */
  surplus = 0;
  readonly #options: ReplicasOptions;
  readonly #host: ReplicasHost;
  #hedging: Hedging | null = null;
  #loads: readonly PeakEwma[] = [];
  readonly #free: Copies[] = [];
  /** Of the key at hand. */
  readonly #homes: number[] = [];

  constructor(options: ReplicasOptions, host: ReplicasHost) {
    this.#options = options;
    this.#host = host;
    this.forget();
  }

  /** The process is gone, and what it had learnt. */
  forget(): void {
    const { hedge } = this.#options;
    this.#hedging = hedge === null ? null : new Hedging(hedge, this.#host.backends);
    this.#loads = Array.from({ length: this.#host.backends }, () => new PeakEwma(DECAY));
  }

  /** False: none of the key's backends is in. */
  route(whole: Exchange, frame: Frame): boolean {
    const count = this.#locate(frame);
    if (count === 0) return false;
    const isRead = whole.verb === Verb.get || whole.verb === Verb.gets;
    if (isRead) this.#read(whole, frame, count);
    else if (count === 1) this.#host.pass(this.#homes[0]!, whole, frame);
    else this.#write(whole, frame, count);
    return true;
  }

  answered(backend: number, latency: Nanos): void {
    if (this.#options.choice === 'p2c') this.#loads[backend]!.observe(latency, this.#host.clock.now());
    this.#hedging?.answered(backend, latency);
  }

  hedge(copies: Copies, question: Bytes): void {
    const host = this.#host;
    // A process that hangs looks at no clock.
    if (host.isFrozen() || !host.isAsked(copies.second) || !this.#hedging!.take()) return;
    host.counters.hedged++;
    again.buf = question.buf;
    again.end = question.length;
    host.pass(copies.second, copies.copy(), again);
  }

  take(whole: Exchange, copies: Copies): Exchange {
    const copy = this.#host.exchanges.take();
    copy.owner = copies;
    copy.grant = whole.grant;
    copy.verb = whole.verb;
    copy.opcode = whole.opcode;
    copy.lane = whole.lane;
    this.surplus--;
    return copy;
  }

  give(copy: Exchange): void {
    this.surplus++;
    this.#host.exchanges.give(copy);
  }

  cancel(timer: TimerId): void {
    this.#host.clock.cancel(timer);
  }

  answer(whole: Exchange, buf: Buffer, reply: Reply): void {
    this.surplus--;
    this.#host.counters.replied++;
    if (whole.owner === null) this.#host.exchanges.give(whole);
    else whole.owner.answered(whole, buf, reply);
  }

  fail(whole: Exchange, status: Status): void {
    const { counters, exchanges } = this.#host;
    this.surplus--;
    // A backend that declined has answered.
    if (status < Status.busy) counters.replied++;
    else if (whole.owner === null) counters.lostForNobody++;
    else counters.backendFailures++;
    if (whole.owner === null) exchanges.give(whole);
    else whole.owner.failed(whole, status);
  }

  over(copies: Copies): void {
    this.#free.push(copies);
  }

  /** Those that are in, in front. */
  #locate(frame: Frame): number {
    const homes = this.#homes;
    const count = this.#host.locate(frame, this.#options.count, homes);
    let asked = 0;
    for (let i = 0; i < count; i++) if (this.#host.isAsked(homes[i]!)) homes[asked++] = homes[i]!;
    return asked;
  }

  #read(whole: Exchange, frame: Frame, count: number): void {
    const first = this.#chosen(count);
    const backend = this.#homes[first]!;
    if (this.#hedging === null) return this.#host.pass(backend, whole, frame);
    const copies = this.#begin(whole, false);
    const delay = this.#hedging.delay(backend);
    // Alone it is asked twice: the second question waits behind the first.
    copies.second = this.#homes[(first + 1) % count]!;
    const { clock } = this.#host;
    if (delay < Infinity) copies.await(clock.at(clock.now() + delay, copies), frame);
    this.#host.pass(backend, copies.copy(), frame);
    copies.release();
  }

  #write(whole: Exchange, frame: Frame, count: number): void {
    const copies = this.#begin(whole, true);
    // Nobody hears of a failure, and asks for another key, before the last is sent.
    for (let i = 0; i < count; i++) this.#host.pass(this.#homes[i]!, copies.copy(), frame);
    copies.release();
  }

  #begin(whole: Exchange, isWrite: boolean): Copies {
    const copies = this.#free.pop() ?? new Copies(this);
    copies.begin(whole, isWrite);
    copies.hold();
    this.surplus++;
    return copies;
  }

  /** Which of the first `count` homes to read from. */
  #chosen(count: number): number {
    if (count === 1 || this.#options.choice === 'first') return 0;
    const { rng } = this.#host;
    const one = count === 2 ? 0 : rng.below(count);
    const other = count === 2 ? 1 : (one + 1 + rng.below(count - 1)) % count;
    return this.#load(other) < this.#load(one) ? other : one;
  }

  #load(home: number): number {
    const host = this.#host;
    const backend = this.#homes[home]!;
    return this.#loads[backend]!.load(host.waiting(backend), host.clock.now());
  }
}
