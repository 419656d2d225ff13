import { Fifo } from './fifo.ts';
import type { ReadRequest } from './read-request.ts';
import { AWAITED_MAX } from './text-awaited.ts';

/**
 * Binary requests whose answers are still to come. Opcode and opaque say whose an answer is, but many a client gives all
 * its requests one opaque: then they are answered in order, and quiet ones perhaps not at all.
 */
export class BinaryAwaited {
  /** None of the lists is empty. */
  readonly #byId = new Map<number, Fifo<ReadRequest>>();
  readonly #order = new Fifo<ReadRequest>();
  #asked = 0;
  /** The number of the latest request that was answered and is not quiet. */
  #answered = 0;

  add(request: ReadRequest, opcode: number, opaque: number): void {
    request.id = idOf(opcode, opaque);
    request.number = ++this.#asked;
    this.#order.push(request);
    let same = this.#byId.get(request.id);
    if (same === undefined) this.#byId.set(request.id, (same = new Fifo()));
    same.push(request);
    if (this.#order.size > AWAITED_MAX) this.#remove(this.#order.at(0)!);
    this.#trim();
  }

  /** Whose answer this is. `key`: which it names, '' for none. `last`: it is the last one to that request. */
  answer(opcode: number, opaque: number, key: string, last: boolean): ReadRequest | null {
    const same = this.#byId.get(idOf(opcode, opaque));
    let request = same?.at(0);
    while (request !== undefined && (this.#isOver(request) || (same!.size > 1 && isOther(request, key)))) {
      this.#remove(request);
      request = same!.at(0);
    }
    if (request === undefined) return null;
    if (!request.quiet) this.#answered = Math.max(this.#answered, request.number);
    if (last) this.#remove(request);
    this.#trim();
    return request;
  }

  /** It never got there, or has had its chance to speak: who waits for the quiet asks something loud behind them. */
  #isOver(request: ReadRequest): boolean {
    return request.dropped || (request.quiet && request.number < this.#answered);
  }

  /** The first of those with its id. */
  #remove(request: ReadRequest): void {
    request.answered = true;
    const same = this.#byId.get(request.id)!;
    same.shift();
    if (same.size === 0) this.#byId.delete(request.id);
  }

  #trim(): void {
    for (let first = this.#order.at(0); first !== undefined; first = this.#order.at(0)) {
      if (!first.answered) {
        if (!this.#isOver(first)) return;
        this.#remove(first);
      }
      this.#order.shift();
    }
  }
}

function isOther(request: ReadRequest, key: string): boolean {
  return request.quiet && key !== '' && request.keys[0] !== key;
}

function idOf(opcode: number, opaque: number): number {
  return opaque * 256 + opcode;
}
