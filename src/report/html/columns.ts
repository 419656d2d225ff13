/**
 * Data in few bytes: long lists of numbers leave the JSON and are written one behind the other, as differences in as many
 * bytes as they need. Exact: a list that does not come back as it was stays in the JSON. Runs in Node and in browsers.
 *
 * ```
 * bytes: length of the JSON (4, little endian) | JSON in UTF-8 | list | list | …
 * list:  per value one LEB128 number: 0 for null, otherwise 1 + ZigZag(value * 10^decimals - the one before)
 * ```
 */
import type { Path } from './chart.ts';

interface Envelope {
  /** With 0 in the place of each list that left. */
  readonly data: unknown;
  readonly lists: readonly ListHead[];
}

interface ListHead {
  readonly path: Path;
  readonly length: number;
  readonly decimals: number;
}

type NumberList = readonly (number | null)[];

/** Shorter ones cost more beside the JSON than in it. */
const LENGTH_MIN = 12;
const DECIMALS_MAX = 6;
/** Integers up to here keep their differences exact. */
const INTEGER_MAX = 2_251_799_813_685_248; // 2^51
/** Of 53 bits, seven in each. */
const NUMBER_BYTES_MAX = 8;

/** The data must be plain: what JSON can say. `keeps`: lists for which it says no become empty. */
export function pack(data: unknown, keeps: (path: Path) => boolean = () => true): Uint8Array {
  const lists: ListHead[] = [];
  const bytes = new Writer();
  const strip = (value: unknown, path: Path): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, strip(each, [...path, key])]));
    }
    if (value.length < LENGTH_MIN || !isNumberList(value)) return value.map((each, i) => strip(each, [...path, i]));
    if (!keeps(path)) return [];
    const decimals = decimalsOf(value);
    if (decimals === null) return value;
    lists.push({ path, length: value.length, decimals });
    writeList(value, powerOfTen(decimals), bytes);
    return 0;
  };
  const stripped = strip(data, []);
  const envelope: Envelope = { data: stripped, lists };
  const json = new TextEncoder().encode(JSON.stringify(envelope));
  const written = bytes.written();
  const packed = new Uint8Array(4 + json.length + written.length);
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, 4);
  packed.set(written, 4 + json.length);
  return packed;
}

/** What was packed. */
export function unpack(bytes: Uint8Array): unknown {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  // `pack` wrote it.
  const envelope = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Envelope;
  const root: Record<string, unknown> = { data: envelope.data };
  const reader = new Reader(bytes, 4 + length);
  for (const { path, length: count, decimals } of envelope.lists) {
    place(root, ['data', ...path], readList(reader, count, powerOfTen(decimals)));
  }
  return root['data'];
}

function isNumberList(list: readonly unknown[]): list is NumberList {
  return list.every((each) => each === null || (typeof each === 'number' && Number.isFinite(each)));
}

/** The fewest that give all values back; null: none does. */
function decimalsOf(list: NumberList): number | null {
  for (let decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
    const factor = powerOfTen(decimals);
    const isExact = (value: number | null): boolean =>
      value === null ||
      (Math.abs(value * factor) < INTEGER_MAX &&
        !Object.is(value, -0) &&
        Math.round(value * factor) / factor === value);
    if (list.every(isExact)) return decimals;
  }
  return null;
}

function powerOfTen(decimals: number): number {
  let power = 1;
  for (let i = 0; i < decimals; i++) power *= 10;
  return power;
}

function writeList(list: NumberList, factor: number, bytes: Writer): void {
  let before = 0;
  for (const value of list) {
    if (value === null) bytes.number(0);
    else {
      const integer = Math.round(value * factor);
      const difference = integer - before;
      bytes.number(1 + (difference < 0 ? -2 * difference - 1 : 2 * difference));
      before = integer;
    }
  }
}

function readList(reader: Reader, length: number, factor: number): (number | null)[] {
  const list = new Array<number | null>(length);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const code = reader.number() - 1;
    if (code < 0) list[i] = null;
    else {
      before += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
      list[i] = before / factor;
    }
  }
  return list;
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  number(value: number): void {
    if (this.#length + NUMBER_BYTES_MAX > this.#bytes.length) this.#grow();
    let rest = value;
    // Not by shifting: the numbers have more than 32 bits.
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  number(): number {
    const first = this.#bytes[this.#at];
    // Nearly always: one byte.
    if (first !== undefined && first < 128) {
      this.#at++;
      return first;
    }
    let value = 0;
    let weight = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError(`data of the page: expected more than ${this.#bytes.length} bytes`);
      value += (byte % 128) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
  }
}

function place(root: Record<string, unknown>, path: Path, list: unknown): void {
  let at = root;
  // The path leads through objects and lists, which both take keys.
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = list;
}
