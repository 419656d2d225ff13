import type { Bytes } from '../../protocol/bytes.ts';
import { Status, type Reply } from '../../protocol/message.ts';
import type { Task, TimerId } from '../../world/world.ts';
import type { Frame } from '../dialect.ts';
import type { Exchange, ExchangeOwner } from '../exchange.ts';

/** Who deals copies out, and takes them back. */
export interface CopiesHost {
  take(whole: Exchange, copies: Copies): Exchange;
  give(copy: Exchange): void;
  /** A read has waited for long enough: sends a second copy of the question, or does not. */
  hedge(copies: Copies, question: Bytes): void;
  cancel(timer: TimerId): void;
  /** The client is told: by a reply, or that it failed. */
  answer(whole: Exchange, buf: Buffer, reply: Reply): void;
  fail(whole: Exchange, status: Status): void;
  /** Nothing more will come. */
  over(copies: Copies): void;
}

/**
 * One request that several backends are asked. A read is answered by the first reply, and what comes later is dropped; a
 * write by the last, and by the worst of them.
 *
 *   read    [copy 1: waiting] ──(too long)──> [copy 1: waiting] [copy 2: answered] ──> the client
 *   write   [copy 1: answered] [copy 2: waiting]
 */
export class Copies implements ExchangeOwner, Task {
  /** Null once the client was told. */
  whole: Exchange | null = null;
  isWrite = false;
  /** Of a read: who is asked next. */
  second = -1;
  readonly #host: CopiesHost;
  #underWay = 0;
  #worst: Status = Status.ok;
  #timer: TimerId | null = null;

  constructor(host: CopiesHost) {
    this.#host = host;
  }

  begin(whole: Exchange, isWrite: boolean): void {
    this.whole = whole;
    this.isWrite = isWrite;
    this.#worst = Status.ok;
    this.#timer = null;
  }

  /** Nothing is settled before as many `release`. */
  hold(): void {
    this.#underWay++;
  }

  release(): void {
    if (--this.#underWay > 0) return;
    if (this.whole !== null) this.#fail(this.whole);
    this.#host.over(this);
  }

  /** One more exchange to be passed on. */
  copy(): Exchange {
    this.#underWay++;
    return this.#host.take(this.whole!, this);
  }

  /** A read, should it take longer than until this timer fires: what to ask again. */
  await(timer: TimerId, { buf, start, end }: Frame): void {
    const { question } = this.whole!;
    question.clear();
    question.append(buf, start, end);
    this.#timer = timer;
  }

  fire(): void {
    this.#timer = null;
    if (this.whole !== null) this.#host.hedge(this, this.whole.question);
  }

  part(): void {
    throw new Error('one reply in parts: expected by a gathering only');
  }

  answered(copy: Exchange, buf: Buffer, reply: Reply): void {
    this.#host.give(copy);
    if (this.#worst === Status.ok) this.#worst = reply.status;
    const isLast = this.#underWay === 1;
    if (!this.isWrite || (isLast && reply.status === this.#worst)) this.#answer(buf, reply);
    this.release();
  }

  failed(copy: Exchange, status: Status): void {
    this.#host.give(copy);
    // To have failed is worse than to have declined.
    this.#worst = status;
    this.release();
  }

  #answer(buf: Buffer, reply: Reply): void {
    const { whole } = this;
    if (whole === null) return;
    this.#tell();
    this.#host.answer(whole, buf, reply);
  }

  #fail(whole: Exchange): void {
    this.#tell();
    this.#host.fail(whole, this.#worst);
  }

  /** Once: what it does may begin other requests. */
  #tell(): void {
    this.whole = null;
    if (this.#timer !== null) this.#host.cancel(this.#timer);
    this.#timer = null;
  }
}
