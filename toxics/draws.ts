import type { ToxicVerdict } from '../src/link/toxic.ts';

/** So many draws are remembered: bytes behind older ones that are still held are drawn for anew. */
const REMEMBERED = 128;

/**
 * What a toxic drew for the bytes that it answered for, so that they keep their luck when they are asked about again: a
 * change of the link must not be another chance. To be told of each answer in order, and of each `rewind`.
 */
export class Draws {
  /** Bytes and value in turns, the latest last: numbers alone take less memory than objects. */
  readonly #past: number[] = [];
  /** The same of what is asked about again, the next last. */
  readonly #again: number[] = [];

  /** The value of the latest bytes; NaN: unknown. */
  get latest(): number {
    return this.#past.at(-1) ?? NaN;
  }

  /** The value that the next bytes have, which limits how many are taken; NaN: they have none, draw it. */
  recall(out: ToxicVerdict): number {
    const again = this.#again;
    const value = again.at(-1);
    if (value === undefined) return NaN;
    const bytes = again[again.length - 2]!;
    if (out.take < bytes) again[again.length - 2] = bytes - out.take;
    else {
      out.take = bytes;
      again.length -= 2;
    }
    return value;
  }

  /** These bytes are next, with this value. Neighbours join when it is 0. */
  record(bytes: number, value: number): void {
    const past = this.#past;
    if (value === 0 && past.at(-1) === 0) {
      past[past.length - 2]! += bytes;
      return;
    }
    past.push(bytes, value);
    if (past.length >= 4 * REMEMBERED) past.splice(0, 2 * REMEMBERED);
  }

  /** The last so many bytes are asked about again. */
  rewind(bytes: number): void {
    for (let left = bytes; left > 0;) {
      const value = this.latest;
      const had = this.#pop(left);
      left -= had;
      // What nobody knew before stays one entry, also when nobody recalls it.
      if (Number.isNaN(value) && Number.isNaN(this.#again.at(-1))) this.#again[this.#again.length - 2]! += had;
      else this.#again.push(had, value);
    }
  }

  /** The last so many bytes were never asked about. */
  forget(bytes: number): void {
    for (let left = bytes; left > 0;) left -= this.#pop(left);
  }

  /** Takes up to so many bytes of one value off the past. */
  #pop(bytes: number): number {
    const past = this.#past;
    const had = past[past.length - 2];
    if (had === undefined) return bytes;
    if (had > bytes) {
      past[past.length - 2] = had - bytes;
      return bytes;
    }
    past.length -= 2;
    return had;
  }
}
