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

/** Text requests whose answers are still to come, which they do in order. */
export class TextAwaited {
  readonly #queue = new Fifo<ReadRequest>();
  /** So many of them are not quiet. */
  #loud = 0;
  /** Nobody knows what was asked since the last of them. */
  #gap: boolean;

  constructor(gap: boolean) {
    this.#gap = gap;
  }

  get size(): number {
    return this.#queue.size;
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
    if (!request.quiet) this.#loud++;
    this.#queue.push(request);
  }

  /** Of what is asked in a gap nothing is expected. */
  addStranger(): void {
    if (this.#gap) return;
    const { last } = this.#queue;
    this.#loud++;
    if (last instanceof Strangers) last.count++;
    else this.#queue.push(new Strangers());
  }

  addGap(): void {
    this.#gap = true;
  }

  /** Whose answer begins so; null: it cannot be told. There is a first. */
  claim(answer: TextAnswer): ReadRequest | null {
    const place = this.first!.afterGap
      ? this.#placeAfterGap(answer)
      : answer.isError
        ? this.#placeOfError(answer)
        : this.#place(answer);
    if (place < 0) return null;
    for (let left = place; left > 0; left--) this.#shift();
    const request = this.#queue.at(0)!;
    request.afterGap = false;
    return request;
  }

  /** The first, if this is still it. */
  answered(request: ReadRequest): void {
    if (this.#queue.at(0) !== request) return;
    if (request instanceof Strangers && request.count > 1) {
      request.count--;
      this.#loud--;
    } else this.#shift();
  }

  /** Of what comes nobody can tell what it answers. In a gap that is no news. */
  lose(): void {
    if (this.first?.afterGap === true) return;
    this.#queue.clear();
    this.#loud = 0;
    this.#gap = true;
  }

  /** All before it are quiet, and have been. */
  #place(answer: TextAnswer): number {
    for (let place = 0; ; place++) {
      const request = this.#queue.at(place);
      if (request === undefined) return NOBODYS;
      if (request.dropped) continue;
      if (request instanceof Strangers ? answer.fitsAnything() : answer.fits(request)) return place;
      if (!request.quiet) return NOBODYS;
    }
  }

  /**
   * Errors of quiet requests cannot be told from those of the next loud one. It is taken for the latter's: a reply too
   * many is noticed soon, one that is waited for in vain is not.
   */
  #placeOfError(answer: TextAnswer): number {
    answer.fitsAnything();
    let place = 0;
    if (this.#loud === 0) return place;
    while (this.#queue.at(place)?.dropped === true || this.#queue.at(place)?.quiet === true) place++;
    return place < this.#queue.size ? place : 0;
  }

  /** What comes may still be about what could not be read. */
  #placeAfterGap(answer: TextAnswer): number {
    for (let place = 0; place < LOOK_AHEAD; place++) {
      const request = this.#queue.at(place);
      if (request === undefined) return NOBODYS;
      if (request.dropped || request instanceof Strangers) continue;
      if (answer.fits(request) && answer.isOfKeys(request)) return place;
    }
    // Some may never be answered.
    this.#giveUp();
    return NOBODYS;
  }

  #shift(): void {
    const request = this.#queue.shift();
    if (request instanceof Strangers) this.#loud -= request.count;
    else if (request?.quiet === false) this.#loud--;
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

const NOBODYS = -1;
