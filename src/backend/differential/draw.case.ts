/** Keys, values, times and numbers, drawn so that commands meet: few keys, values that are numbers, times that come. */
import type { Rng } from '../../world/world.ts';
import type { CasBook } from './cas-book.case.ts';

const DAYS_30 = 30 * 24 * 3600;
const ITEM_BYTES_MAX = 1 << 20;
const MINUS = 0x2d;

const PLAIN = Array.from({ length: 32 }, (_, i) => `k${i}`);
const COUNTERS = Array.from({ length: 16 }, (_, i) => `n${i}`);
const ODD = [
  'x'.repeat(250),
  'y'.repeat(249),
  `${'x'.repeat(249)}z`,
  'tab\tkey',
  '\xe4\xf6\xfc\xff',
  'END',
  'noreply',
  '0',
  '{"a":1}',
];
const BIG = ['big', `big${'g'.repeat(100)}`];
/** What the text protocol has no words for. */
const BINARY_ONLY = ['a b', 'line\r\nline', 'nul\0nul', ' '];

/**
 * What incr and decr have an opinion on. No white space alone, and no minus sign in what is not a number: memcached would
 * read on behind the value, into whatever its memory holds there.
 */
const NUMERALS = [
  ...['0', '1', '9', '10', '99', '100', '4294967295', '4294967296', '9007199254740993', '9223372036854775807'],
  ...['9999999999999999999', '18446744073709551614', '18446744073709551615', '18446744073709551616'],
  ...['007', '00000000000000000000000000000000001', '1 ', '12   ', ' 5', '+5', '5x', 'x5', '1.5', '0x10'],
  ...['', '5 6', '5\t6', '5\0', '\t7', '99999999999999999999', '1e3'],
];
const DELTAS: readonly bigint[] = [
  ...[0n, 1n, 1n, 1n, 2n, 9n, 10n, 100n, 255n, 4294967295n, 4294967296n],
  ...[(1n << 53n) + 1n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 2n, (1n << 64n) - 1n],
];

export class Draw {
  readonly rng: Rng;
  /** Unix seconds. */
  now = 0;

  constructor(rng: Rng) {
    this.rng = rng;
  }

  of<T>(list: readonly T[]): T {
    return list[this.rng.below(list.length)]!;
  }

  chance(percent: number): boolean {
    return this.rng.chance(percent, 100);
  }

  between(low: number, high: number): number {
    return low + this.rng.below(high - low + 1);
  }

  key(): string {
    const at = this.rng.below(1000);
    if (at < 5) return this.of(BIG);
    if (at < 100) return this.of(ODD);
    return this.of(at < 350 ? COUNTERS : PLAIN);
  }

  counter(): string {
    return this.chance(85) ? this.of(COUNTERS) : this.key();
  }

  binaryKey(): string {
    return this.chance(4) ? this.of(BINARY_ONLY) : this.key();
  }

  /** Suits the key: numerals for counters, now and then what the item limit is about for big ones. */
  value(key: string): Buffer {
    if (key.startsWith('big') && this.chance(60))
      return this.bytes(ITEM_BYTES_MAX - 70 - key.length + this.between(0, 20));
    if (key.startsWith('n') && this.chance(90)) {
      return Buffer.from(this.chance(70) ? String(this.of(DELTAS)) : this.of(NUMERALS), 'latin1');
    }
    const at = this.rng.below(100);
    if (at < 3) return Buffer.alloc(0);
    if (at < 90) return this.bytes(this.between(1, 200));
    if (at < 99) return this.bytes(this.between(200, 9000));
    return this.bytes(this.between(9000, 40_000));
  }

  /** A short one for append and prepend, so that values stay what they are for a while. */
  piece(key: string): Buffer {
    if (key.startsWith('big') && this.chance(50)) return this.bytes(this.between(0, 40));
    return this.chance(50) ? Buffer.from(String(this.rng.below(10))) : this.bytes(this.between(0, 30));
  }

  flags(): number {
    const at = this.rng.below(100);
    if (at < 40) return 0;
    if (at < 80) return this.rng.u32();
    return this.of([1, 255, 65_535, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]);
  }

  /** As sent: mostly never, else soon, else one of the edges. */
  expiry(): number {
    const at = this.rng.below(100);
    if (at < 75) return 0;
    if (at < 85) return this.between(1, 30);
    if (at < 91) return this.now + this.between(-2, 20);
    return this.of([1, DAYS_30 - 1, DAYS_30, DAYS_30 + 1, this.now, this.now - 100, 2_147_483_647, 60]);
  }

  /** The text protocol's may be negative. */
  signedExpiry(): number {
    return this.chance(3) ? this.of([-1, -2, -DAYS_30, -2_147_483_648]) : this.expiry();
  }

  delta(): bigint {
    return this.chance(60) ? BigInt(this.rng.below(1000)) : this.of(DELTAS);
  }

  /** Mostly the right one. */
  cas(book: CasBook, key: string, kind: number): bigint {
    if (kind < 60) return book.known(key);
    if (kind < 80) return book.stale(key);
    return kind < 90 ? (1n << 64n) - 1n : 1n << 53n;
  }

  private byte(): number {
    const byte = this.rng.below(256);
    return byte === MINUS ? 0 : byte;
  }

  private bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length, 'abcdefghijklmnopqrstuvwxyz\r\n');
    // Words of the protocol in the middle of a value must mean nothing.
    if (length > 30 && this.chance(20)) bytes.write('\r\nEND\r\nget k1\r\n', this.rng.below(length - 16), 'latin1');
    for (let i = 0; i < Math.min(length, 4); i++) bytes[this.rng.below(length)] = this.byte();
    return bytes;
  }
}

/** Every key that flushed items can be under. */
export const ALL_TEXT_KEYS: readonly string[] = [...PLAIN, ...COUNTERS, ...ODD, ...BIG];
export const BINARY_ONLY_KEYS: readonly string[] = BINARY_ONLY;
