import { Verdict, type CloseBy, type Shaper } from '../world/shaper.ts';
import type { Nanos, Rng } from '../world/world.ts';
import type { AttributeRules, Attributes } from './attributes.ts';
import type { ToxicContext, ToxicDefinition } from './toxic.ts';

/** A toxic as it stands on a link: the same object for all connections, so an update reaches them at once. */
export interface InstalledToxic {
  readonly definition: ToxicDefinition;
  readonly rng: Rng;
  toxicity: number;
  attributes: Attributes<AttributeRules>;
}

/**
 * The toxics of one direction of one connection, asked in a row:
 *
 *   bytes, now ─> first: take, at ─> second, now = at of the first: take, at ─> … ─> fewest bytes, last time
 *
 * A toxic that answered for more bytes than a later one takes is not asked again before these are through: each byte
 * passes each toxic once.
 */
export class LinkShaper implements Shaper {
  active: boolean;
  changed: (() => void) | null = null;
  /** The link went down during the handshake: the connection ends as soon as anything is said. */
  readonly #stillborn: boolean;
  #stages: Stage[] = [];

  constructor(stillborn: boolean) {
    this.#stillborn = stillborn;
    this.active = stillborn;
  }

  shape(now: Nanos, _bytes: number, out: Verdict): void {
    if (this.#stillborn) {
      out.fate = 'drop';
      out.closeAt = now;
      return;
    }
    let asked = 0;
    for (const stage of this.#stages) {
      asked++;
      if (!stage.applies) continue;
      if (stage.left === 0) stage.ask(out.at, out.take);
      stage.mergeInto(out);
      if (stage.left < out.take) out.take = stage.left;
      // What is dropped, or stands still, never reaches the toxics behind.
      if (out.fate === 'drop' || out.at === Infinity) break;
    }
    for (let i = 0; i < asked; i++) this.#stages[i]?.took(out.take);
  }

  shapeEnd(_now: Nanos, out: Verdict): void {
    for (const stage of this.#stages) {
      if (!stage.applies) continue;
      stage.askEnd(out.at);
      stage.mergeInto(out);
      if (out.fate === 'drop' || out.at === Infinity) break;
    }
  }

  add(toxic: InstalledToxic): void {
    const stage = new Stage(toxic);
    this.#stages.push(stage);
    if (stage.applies) this.#reshape();
  }

  /** Its attributes or its toxicity are other ones now. Says how the connection has to end, if so. */
  update(toxic: InstalledToxic): CloseBy | null {
    const stage = this.#stages.find((one) => one.toxic === toxic);
    if (stage === undefined) return null;
    const applied = stage.applies;
    const end = stage.decide();
    if (applied || stage.applies) this.#reshape();
    return end;
  }

  /** Says how the connection has to end, if so. */
  remove(toxic: InstalledToxic): CloseBy | null {
    const stage = this.#stages.find((one) => one.toxic === toxic);
    this.#stages = this.#stages.filter((one) => one !== stage);
    if (stage === undefined || !stage.applies) return null;
    this.#reshape();
    return stage.leave();
  }

  #reshape(): void {
    this.active = this.#stillborn || this.#stages.some((stage) => stage.applies);
    for (const stage of this.#stages) stage.rewind();
    this.changed?.();
  }
}

/** One toxic on one direction of one connection. */
class Stage implements ToxicContext<AttributeRules, unknown> {
  readonly toxic: InstalledToxic;
  readonly rng: Rng;
  state: unknown;
  applies = false;
  /** How many of the bytes that the answer is about are still to come. */
  left = 0;
  /** Rolled once, so that the toxic stays on a connection, or off it, until its toxicity changes. */
  readonly #die: number;
  readonly #answer = new Verdict();
  /** When the last bytes left: none overtakes them. */
  #last: Nanos = 0;

  constructor(toxic: InstalledToxic) {
    this.toxic = toxic;
    this.rng = toxic.rng;
    this.#die = toxic.rng.uniform();
    this.decide();
  }

  get attributes(): Attributes<AttributeRules> {
    return this.toxic.attributes;
  }

  decide(): CloseBy | null {
    const applied = this.applies;
    this.applies = this.#die < this.toxic.toxicity;
    if (this.applies && !applied) this.state = this.toxic.definition.state?.();
    return applied && !this.applies ? this.leave() : null;
  }

  leave(): CloseBy | null {
    return this.toxic.definition.leave?.(this) ?? null;
  }

  ask(now: Nanos, bytes: number): void {
    this.#answer.clear(now, bytes);
    this.toxic.definition.shape(now, this.#answer, this);
    this.left = this.#answer.take;
  }

  askEnd(now: Nanos): void {
    this.#answer.clear(now, 0);
    this.toxic.definition.shapeEnd?.(now, this.#answer, this);
  }

  mergeInto(out: Verdict): void {
    const answer = this.#answer;
    this.#last = Math.max(this.#last, answer.at);
    out.at = this.#last;
    if (answer.fate === 'drop') out.fate = 'drop';
    if (answer.closeAt < out.closeAt) {
      out.closeAt = answer.closeAt;
      out.closeBy = answer.closeBy;
    }
  }

  took(bytes: number): void {
    if (this.left > 0) this.left -= bytes;
  }

  /** What waits is about to be asked about again, in order, from its first byte. */
  rewind(): void {
    this.left = 0;
    this.#last = 0;
  }
}
