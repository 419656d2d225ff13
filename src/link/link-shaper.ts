import type { Shaper, Verdict } from '../world/shaper.ts';
import type { Nanos } from '../world/world.ts';
import type { PlacedToxic } from './placed-toxic.ts';
import type { Message, Reader } from './reading/message.ts';
import { earlier, Stage, type StageHost } from './stage.ts';
import type { Close } from './toxic.ts';

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
  readonly #host: StageHost;
  #stages: Stage[] = [];
  /** Let go of the connection since `standing` was last asked. */
  #leaving: Stage[] = [];
  /** What those that left have announced: it comes, whatever changes. */
  readonly #announced: Close = { closeAt: Infinity, closeBy: 'end' };
  #reader: Reader | null = null;
  /** Bytes that have passed, those that are asked about again not counted twice. */
  #passed = 0;

  constructor(stillborn: boolean, host: StageHost) {
    this.#stillborn = stillborn;
    this.#host = host;
    this.active = stillborn;
  }

  get stages(): readonly Stage[] {
    return this.#stages;
  }

  /** Some toxic has to know what the bytes say. */
  get reads(): boolean {
    return this.#stages.some((stage) => stage.reads);
  }

  set reader(reader: Reader | null) {
    this.#reader = reader;
  }

  shape(now: Nanos, bytes: number, out: Verdict, buf: Uint8Array, start: number): void {
    if (this.#stillborn) {
      out.fate = 'drop';
      out.closeAt = now;
      return;
    }
    const reader = this.#reader;
    if (reader !== null) {
      out.take = Math.min(bytes, reader.peek(buf, start, start + bytes));
      if (out.take === 0) return;
    }
    const asked = this.#askAll(now, out, reader?.message ?? null);
    const passes = out.fate === 'pass';
    for (let i = 0; i < asked; i++) this.#stages[i]!.took(out, passes ? this.#passed : -1);
    if (passes) this.#passed += out.take;
    if (reader !== null) reader.advance(out.take, passes);
  }

  shapeEnd(now: Nanos, out: Verdict): void {
    for (const stage of this.#stages) {
      if (!stage.applies || stage.reads) continue;
      stage.meet(now);
      stage.askEnd(out.at);
      stage.mergeInto(out);
      stage.closes(out);
      if (out.fate === 'drop' || out.at === Infinity) break;
    }
  }

  standing(now: Nanos, out: Verdict): void {
    for (const stage of this.#leaving) stage.leave(now, this.#announced);
    this.#leaving = [];
    earlier(this.#announced, out);
    for (const stage of this.#stages) {
      if (!stage.applies) continue;
      stage.meet(now);
      stage.closes(out);
    }
  }

  rewind(now: Nanos, bytes: number): void {
    this.#passed -= bytes;
    for (const stage of this.#stages) stage.rewind(now, this.#passed);
    this.#reader?.rewind(bytes);
  }

  /** True when that means something for this connection; likewise below. */
  add(toxic: PlacedToxic): boolean {
    const stage = new Stage(toxic, this.#host);
    this.#stages.push(stage);
    return stage.applies;
  }

  /** Its attributes or its toxicity are other ones now. */
  update(toxic: PlacedToxic): boolean {
    const stage = this.#stages.find((one) => one.toxic === toxic);
    if (stage === undefined) return false;
    const letGo = stage.decide();
    if (letGo) this.#leaving.push(stage);
    return letGo || stage.applies;
  }

  remove(toxic: PlacedToxic): boolean {
    const stage = this.#stages.find((one) => one.toxic === toxic);
    this.#stages = this.#stages.filter((one) => one !== stage);
    if (stage?.release() !== true) return false;
    this.#leaving.push(stage);
    return true;
  }

  /** The connection is gone. */
  close(): void {
    for (const stage of this.#stages) stage.release();
  }

  /** Toxics, or the reader, changed: what is held is asked about again. */
  refresh(): void {
    this.active =
      this.#stillborn || this.#reader !== null || this.#stages.some(({ applies, toxic }) => applies && toxic.shapes);
    this.changed?.();
  }

  /** Returns how many stages had their say. */
  #askAll(now: Nanos, out: Verdict, message: Message | null): number {
    let asked = 0;
    for (const stage of this.#stages) {
      asked++;
      if (!stage.faces(message)) continue;
      stage.meet(now);
      if (stage.left === 0) stage.ask(out.at, out.take);
      stage.mergeInto(out);
      stage.closes(out);
      if (stage.left < out.take) out.take = stage.left;
      // What is dropped, or stands still, never reaches the toxics behind.
      if (out.fate === 'drop' || out.at === Infinity) break;
    }
    return asked;
  }
}
