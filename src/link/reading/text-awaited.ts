import { Verb } from '../../protocol/message.ts';
import { Fifo } from './fifo.ts';
import { ReadRequest } from './read-request.ts';
import type { TextAnswer } from './text-answer.ts';

/** More requests without an answer are not remembered one by one. */
export const AWAITED_MAX = 4096;
/** After a gap an answer is looked for among so many requests. */
const LOOK_AHEAD = 8;

/** Stands for requests in a row of which nobody knows more than that each is answered. */
export class Strangers extends ReadRequest {
  count = 1;

  constructor() {
    super(Verb.unknown, '', [], null);
  }
}

/**
 * Text requests whose answers are still to come, which they do in order. Quiet ones may be silent, and an answer does not
 * always tell whether it is theirs. Then it is taken for the next loud one's: that a reply comes too many is noticed soon,
 * that one is waited for in vain is not.
 */
export class TextAwaited {
  readonly #queue = new Fifo<ReadRequest>();
  /** Those of the queue that are not quiet. */
  readonly #loud = new Fifo<ReadRequest>();
  /** Nobody knows what was asked since the last of them. */
  #gap: boolean;

  constructor(gap: boolean) {
    this.#gap = gap;
  }

  /** What the next answer is about, unless that stays silent. */
  get first(): ReadRequest | undefined {
    while (this.#queue.at(0)?.dropped === true) this.#giveUp();
    return this.#queue.at(0);
  }

  add(request: ReadRequest): void {
    if (this.#queue.size >= AWAITED_MAX) return this.addStranger();
    request.afterGap = this.#gap;
    this.#gap = false;
    this.#push(request);
  }

  /** Of what is asked in a gap nothing is expected. */
  addStranger(): void {
    if (this.#gap) return;
    const { last } = this.#queue;
    if (last instanceof Strangers) last.count++;
    else this.#push(new Strangers());
  }

  addGap(): void {
    this.#gap = true;
  }

  /** Whose answer begins so; null: it cannot be told. */
  claim(answer: TextAnswer): ReadRequest | null {
    const request = this.first?.afterGap === true ? this.#afterGap(answer) : this.#inOrder(answer);
    if (request === null) return null;
    while (this.#queue.at(0) !== request) this.#shift();
    request.afterGap = false;
    return request;
  }

  /** The first, if this is still it. */
  answered(request: ReadRequest): void {
    if (this.#queue.at(0) !== request) return;
    if (request instanceof Strangers && --request.count > 0) return;
    this.#shift();
  }

  /** Of what comes nobody can tell what it answers. In a gap that is no news. */
  lose(): void {
    if (this.first?.afterGap === true) return;
    this.#queue.clear();
    this.#loud.clear();
    this.#gap = true;
  }

  /** All before it are quiet, and have been. */
  #inOrder(answer: TextAnswer): ReadRequest | null {
    const loud = this.#firstLoud;
    if (loud !== this.first && loud !== undefined && !answer.isNamed && fits(answer, loud)) return loud;
    for (let place = 0; ; place++) {
      const request = this.#queue.at(place);
      if (request === undefined) return null;
      if (request.dropped) continue;
      if (fits(answer, request)) return request;
      if (!request.quiet) return null;
    }
  }

  /** What comes may still be about what could not be read. */
  #afterGap(answer: TextAnswer): ReadRequest | null {
    for (let place = 0; place < LOOK_AHEAD; place++) {
      const request = this.#queue.at(place);
      if (request === undefined) return null;
      if (request.dropped || request instanceof Strangers) continue;
      if (answer.fits(request) && answer.isOfKeys(request)) return request;
    }
    // Some may never be answered.
    this.#giveUp();
    return null;
  }

  get #firstLoud(): ReadRequest | undefined {
    while (this.#loud.at(0)?.dropped === true) this.#loud.shift();
    return this.#loud.at(0);
  }

  #push(request: ReadRequest): void {
    this.#queue.push(request);
    if (!request.quiet) this.#loud.push(request);
  }

  #shift(): void {
    const request = this.#queue.shift();
    if (this.#loud.at(0) === request) this.#loud.shift();
  }

  /** The first is not answered any more. */
  #giveUp(): void {
    const afterGap = this.#queue.at(0)?.afterGap === true;
    this.#shift();
    if (!afterGap) return;
    const next = this.#queue.at(0);
    if (next === undefined) this.#gap = true;
    else next.afterGap = true;
  }
}

function fits(answer: TextAnswer, request: ReadRequest): boolean {
  return request instanceof Strangers ? answer.fitsAnything() : answer.fits(request);
}
