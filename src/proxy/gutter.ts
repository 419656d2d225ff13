/**
 * Facebook's gutter: a few backends that hold nothing at first and take the keys of those that do not answer. What is
 * written there lives for a short time, so that nobody has to be told when its own backend is back.
 */
import { HEADER, putU32, u32 } from '../protocol/binary-header.ts';
import { Verb } from '../protocol/message.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { Frame } from './dialect.ts';
import type { KeyHashName } from './hash.ts';
import { Ring } from './ring.ts';

export interface GutterOptions {
  readonly names: readonly string[];
  readonly hash: KeyHashName;
  /** No entry lives longer, in ns; in whole seconds, as the protocol has it. */
  readonly ttl: Nanos;
}

/** Counters are not made where this is sent, so there is no lifetime to shorten. */
const NEVER_CREATE = 0xffffffff;

export class Gutter {
  readonly size: number;
  readonly #ring: Ring;
  readonly #ttlSeconds: number;

  constructor({ names, hash, ttl }: GutterOptions) {
    this.size = names.length;
    this.#ring = new Ring(
      names.map((host) => ({ host })),
      { hash },
    );
    this.#ttlSeconds = Math.max(1, Math.floor(ttl / SECOND));
  }

  /** Which of the gutter's backends has the key; counted from 0. */
  locate({ buf, keyStart, keyEnd }: Frame): number {
    return this.#ring.locate(buf, keyStart, keyEnd);
  }

  /** Shortens, in place, how long a write is to live. */
  shorten(verb: Verb, { buf, start }: Frame): void {
    const at = expiryAt(verb);
    if (at < 0) return;
    const position = start + HEADER + at;
    const seconds = u32(buf, position);
    const isShort = seconds > 0 && seconds <= this.#ttlSeconds;
    if (!isShort && seconds !== NEVER_CREATE) putU32(buf, position, this.#ttlSeconds);
  }
}

/** Where the extras of a binary request have the expiry; -1: they have none. */
function expiryAt(verb: Verb): number {
  switch (verb) {
    case Verb.set:
    case Verb.add:
    case Verb.replace:
    case Verb.cas:
      return 4;
    case Verb.incr:
    case Verb.decr:
      return 16;
    case Verb.touch:
    case Verb.gat:
    case Verb.gats:
      return 0;
    default:
      return -1;
  }
}
