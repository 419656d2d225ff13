/** A link without a world: time is what the test says, and lanes ask their shapers as a pipe does. */
import { Link } from '../src/link/link.ts';
import { createRng } from '../src/world/rng.ts';
import { Verdict, type Shaper } from '../src/world/shaper.ts';
import { MILLISECOND, type Nanos } from '../src/world/world.ts';
import { TOXICS } from './index.ts';

const NOTHING = new Uint8Array(0);

/** Bytes with one answer. */
export interface Piece {
  readonly bytes: number;
  readonly entered: Nanos;
  readonly at: Nanos;
  readonly flip: number;
}

export class Street {
  now: Nanos = 0;
  readonly seed: string;
  readonly link: Link;

  constructor(seed = 'street') {
    this.seed = seed;
    this.link = new Link({ from: 'a', to: 'b', toxics: TOXICS, rng: (stream) => createRng(seed, stream) });
  }

  /** A link with this toxic, named `toxic`, on the way down. */
  static with(type: string, attributes: Record<string, unknown> = {}, seed?: string): Street {
    const street = new Street(seed);
    street.link.addToxic({ type, name: 'toxic', attributes });
    return street;
  }

  at(ms: number): this {
    this.now = ms * MILLISECOND;
    return this;
  }

  /** A new connection's way down. */
  lane(): Lane {
    return new Lane(this);
  }

  update(attributes: Record<string, unknown>, name = 'toxic'): void {
    this.link.updateToxic(name, { attributes });
  }
}

/** One direction of a connection: keeps what is held, and asks again when the toxics change. */
export class Lane {
  /** In order, those that have left included; not those that were dropped. */
  pieces: Piece[] = [];
  dropped = 0;
  closeAt: Nanos = Infinity;
  closeBy: 'end' | 'reset' = 'end';
  readonly #street: Street;
  readonly #shaper: Shaper;
  readonly #out = new Verdict();

  constructor(street: Street) {
    this.#street = street;
    this.#shaper = street.link.open({ close: () => undefined }).downstream;
    this.#shaper.changed = () => this.#change();
    this.#stand();
  }

  /** Bytes enter, at this time in ms. */
  enter(ms: number, bytes: number): this {
    this.#street.at(ms);
    this.#ask(this.#street.now, bytes);
    return this;
  }

  /** When the FIN leaves, in ms. Infinity: not as things stand. */
  end(ms: number): number {
    const { now } = this.#street.at(ms);
    this.#out.clear(now, 0);
    this.#shaper.shapeEnd(now, this.#out);
    this.#noteClose();
    return this.#out.fate === 'drop' ? Infinity : Math.max(this.#out.at, this.#last) / MILLISECOND;
  }

  /** What leaves when: `100@100 50@150`, times in ms; then how many bytes were dropped, and the close. */
  get told(): string {
    const words: string[] = [];
    let bytes = 0;
    for (const [i, piece] of this.pieces.entries()) {
      bytes += piece.bytes;
      if (this.pieces[i + 1]?.at === piece.at) continue;
      words.push(`${bytes}@${piece.at / MILLISECOND}`);
      bytes = 0;
    }
    if (this.dropped > 0) words.push(`dropped ${this.dropped}`);
    if (this.closeAt < Infinity) words.push(`${this.closeBy}@${this.closeAt / MILLISECOND}`);
    return words.join(' ');
  }

  /** In ms. */
  get lastAt(): number {
    return this.#last / MILLISECOND;
  }

  get #last(): Nanos {
    return this.pieces.at(-1)?.at ?? 0;
  }

  #ask(entered: Nanos, bytes: number): void {
    for (let left = bytes; left > 0;) {
      const out = this.#out;
      out.clear(entered, left);
      this.#shaper.shape(entered, left, out, NOTHING, 0);
      if (!(out.take >= 1 && out.take <= left)) throw new Error(`take ${out.take} of ${left}`);
      left -= out.take;
      if (out.fate === 'drop') this.dropped += out.take;
      else {
        const at = Math.max(out.at, this.#last, this.#street.now);
        this.pieces.push({ bytes: out.take, entered, at, flip: out.flip });
      }
      this.#noteClose();
    }
  }

  #change(): void {
    const { now } = this.#street;
    const held = this.pieces.filter(({ at }) => at > now);
    this.pieces = this.pieces.filter(({ at }) => at <= now);
    const bytes = held.reduce((sum, piece) => sum + piece.bytes, 0);
    this.#shaper.rewind(now, bytes);
    this.#stand();
    if (this.#shaper.active) for (const piece of joined(held)) this.#ask(piece.entered, piece.bytes);
    else if (bytes > 0) this.pieces.push({ bytes, entered: now, at: now, flip: 0 });
  }

  #stand(): void {
    if (this.closeAt <= this.#street.now) return;
    this.closeAt = Infinity;
    this.#out.clear(this.#street.now, 0);
    this.#shaper.standing(this.#street.now, this.#out);
    this.#noteClose();
  }

  #noteClose(): void {
    if (this.#out.closeAt >= this.closeAt) return;
    this.closeAt = Math.max(this.#street.now, this.#out.closeAt);
    this.closeBy = this.#out.closeBy;
  }
}

/** As a pipe keeps them: neighbours with the same times are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.at === piece.at && last.entered === piece.entered && last.flip === 0) {
      all[all.length - 1] = { ...piece, bytes: last.bytes + piece.bytes };
    } else all.push(piece);
  }
  return all;
}
