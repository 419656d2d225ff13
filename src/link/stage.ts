import { WINDOW } from '../world/pipe-ends.ts';
import type { Verdict } from '../world/shaper.ts';
import type { Nanos, Rng } from '../world/world.ts';
import type { AttributeRules, Attributes } from './attributes.ts';
import { Extents } from './extents.ts';
import type { PlacedToxic } from './placed-toxic.ts';
import type { Message } from './reading/message.ts';
import { ToxicVerdict, type Close, type ToxicContext } from './toxic.ts';

/** The connection. */
export interface StageHost {
  /** Where it comes from; '' for nowhere in particular. */
  readonly source: string;
  /** A toxic has something to do with it for the first time. */
  hit(toxic: PlacedToxic): void;
}

/** One toxic on one direction of one connection. */
export class Stage implements ToxicContext<AttributeRules, unknown, unknown> {
  readonly toxic: PlacedToxic;
  readonly rng: Rng;
  state: unknown;
  applies = false;
  /** How many of the bytes that the answer is about are still to come. */
  left = 0;
  /** Bytes that it was asked about. */
  bytes = 0;
  readonly #host: StageHost;
  /** Rolled once, so that the toxic stays on a connection, or off it, until its toxicity changes. */
  readonly #die: number;
  readonly #answer = new ToxicVerdict();
  /** It was asked about these, and they passed. */
  readonly #extents = new Extents(WINDOW);
  #met = false;
  /** It has had something to do with the connection. */
  wasHit = false;
  /** The bytes in question are its affair. */
  #involved = false;
  /** When the last bytes left: none overtakes them. */
  #last: Nanos = 0;

  constructor(toxic: PlacedToxic, host: StageHost) {
    this.toxic = toxic;
    this.rng = toxic.rng;
    this.#host = host;
    this.#die = toxic.perRequest ? 0 : toxic.rng.uniform();
    this.decide();
  }

  get attributes(): Attributes<AttributeRules> {
    return this.toxic.attributes;
  }

  get shared(): unknown {
    return this.toxic.shared;
  }

  /** It has to know what the bytes say. */
  get reads(): boolean {
    return this.applies && this.toxic.reads;
  }

  /** True when it has let go of the connection just now. */
  decide(): boolean {
    const { toxic } = this;
    const wanted = this.#die < toxic.toxicity && toxic.concerns(this.#host.source);
    if (!wanted) return this.release();
    if (this.applies || toxic.active >= toxic.maxActive) return false;
    this.applies = true;
    toxic.active++;
    return false;
  }

  /** It has no more to do with the connection. True when it had. */
  release(): boolean {
    if (!this.applies) return false;
    this.applies = false;
    this.toxic.active--;
    return true;
  }

  /** Before it is asked anything: it and the connection have met. */
  meet(now: Nanos): void {
    if (this.#met) return;
    this.#met = true;
    this.state = this.toxic.definition.state?.(now);
  }

  leave(now: Nanos, out: Close): void {
    if (!this.#met) return;
    this.#met = false;
    const close: Close = { closeAt: Infinity, closeBy: 'end' };
    this.toxic.definition.leave?.(now, close, this);
    earlier(close, out);
  }

  /** Brings the close forward to when this toxic wants it. */
  closes(out: Close): void {
    const { closes } = this.toxic.definition;
    if (closes === undefined) return;
    this.#answer.closeAt = Infinity;
    this.#answer.closeBy = 'end';
    closes(this.#answer, this);
    earlier(this.#answer, out);
  }

  /** Whether it has to do with the bytes of this message. */
  faces(message: Message | null): boolean {
    const { toxic } = this;
    this.#involved = this.applies && (!toxic.reads || (message !== null && toxic.chooses(message)));
    return this.#involved;
  }

  ask(now: Nanos, bytes: number): void {
    const answer = this.#answer;
    answer.clear(now, bytes);
    this.toxic.definition.shape?.(now, answer, this);
    answer.take = Math.min(bytes, Math.max(1, answer.take));
    this.left = answer.take;
    this.#count(answer.take);
    this.#meets();
  }

  askEnd(now: Nanos): void {
    this.#answer.clear(now, 0);
    if (this.toxic.definition.shapeEnd === undefined) return;
    this.toxic.definition.shapeEnd(now, this.#answer, this);
    this.#meets();
  }

  mergeInto(out: Verdict): void {
    this.#last = Math.max(this.#last, this.#answer.at);
    out.at = this.#last;
    if (this.#answer.fate === 'drop') out.fate = 'drop';
  }

  /** The verdict of all stages stands; `offset`: where its bytes lie among those that passed, -1: they did not. */
  took(out: Verdict, offset: number): void {
    if (!this.#involved) return;
    this.left -= out.take;
    if (offset >= 0) this.#extents.add(offset, out.take);
    if (this.left > 0) return;
    // These are about the last of the bytes that it answered for.
    out.flip ^= this.#answer.flip;
    if (this.#answer.endsBehind && out.at < out.closeAt) {
      out.closeAt = out.at;
      out.closeBy = 'end';
    }
  }

  /** What passed from this offset on is held, and about to be asked about again, in order. */
  rewind(now: Nanos, offset: number): void {
    const bytes = this.#extents.takeFrom(offset) + this.left;
    this.left = 0;
    this.#last = 0;
    if (bytes === 0 || !this.#met) return;
    this.#count(-bytes);
    this.toxic.definition.rewind?.(now, bytes, this);
  }

  #count(bytes: number): void {
    this.bytes += bytes;
    this.toxic.bytes += bytes;
  }

  #meets(): void {
    if (this.wasHit) return;
    this.wasHit = true;
    this.toxic.connections++;
    this.#host.hit(this.toxic);
  }
}

/** The earlier of two closes stays. */
export function earlier(from: Close, into: Close): void {
  if (from.closeAt >= into.closeAt) return;
  into.closeAt = from.closeAt;
  into.closeBy = from.closeBy;
}
