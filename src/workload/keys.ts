import { STAMP_BYTES, stampOf } from '../client/stamp.ts';
import { putU32 } from '../protocol/binary-header.ts';
import type { Rng } from '../world/world.ts';
import { etcValueBytes } from './values.ts';
import { Zipf } from './zipf.ts';

export interface KeySpaceOptions {
  readonly count: number;
  readonly prefix: string;
  /** Popularity by Zipf's law; 0: all alike. */
  readonly skew: number;
  /** Bytes of each value, or drawn per key from Facebook's ETC distribution. */
  readonly valueBytes: number | 'etc';
}

/** A workload's keys, encoded once into one buffer: key i is keys[start(i), start(i + 1)). */
export class KeySpace {
  readonly count: number;
  readonly keys: Buffer;
  readonly #starts: Uint32Array;
  readonly #popularity: Zipf;
  readonly #valueBytes: Uint32Array | number;
  /** 1 for keys that live on backends which a fault touches. */
  readonly faulty: Uint8Array;
  /** The number of the backend that each key lives on while none is ejected. */
  readonly home: Uint8Array;

  constructor(options: KeySpaceOptions, rng: Rng) {
    const { count, prefix, skew, valueBytes } = options;
    this.count = count;
    this.#starts = new Uint32Array(count + 1);
    const names: string[] = [];
    let bytes = 0;
    for (let i = 0; i < count; i++) {
      names.push(prefix + String(i));
      this.#starts[i] = bytes;
      bytes += names[i]!.length;
    }
    this.#starts[count] = bytes;
    this.keys = Buffer.from(names.join(''), 'latin1');
    this.#popularity = new Zipf(count, skew);
    this.#valueBytes =
      valueBytes === 'etc' ? Uint32Array.from({ length: count }, () => etcValueBytes(rng)) : valueBytes;
    this.faulty = new Uint8Array(count);
    this.home = new Uint8Array(count);
  }

  start(key: number): number {
    return this.#starts[key]!;
  }

  end(key: number): number {
    return this.#starts[key + 1]!;
  }

  valueBytes(key: number): number {
    return typeof this.#valueBytes === 'number' ? this.#valueBytes : this.#valueBytes[key]!;
  }

  pick(rng: Rng): number {
    return this.#popularity.draw(rng);
  }

  /** Share of all requests that go to faulty keys, 0..1. */
  faultyShare(): number {
    let share = 0;
    for (let key = 0; key < this.count; key++) if (this.faulty[key] === 1) share += this.#popularity.share(key);
    return share;
  }

  /** The value that a key starts out with: its stamp, then zeros. */
  value(key: number): Buffer {
    const value = Buffer.alloc(this.valueBytes(key));
    if (value.length >= STAMP_BYTES) putU32(value, 0, stampOf(key));
    return value;
  }
}
