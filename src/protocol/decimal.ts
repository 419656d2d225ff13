/** Decimal numbers in bytes, 64-bit ones in two unsigned halves, without strings in between. */
import type { Bytes } from './bytes.ts';

const TWO_32 = 4_294_967_296;
const TWO_31 = 2_147_483_648;

/** An integer of digits with an optional '+': -1 when it is anything else, or above 2^53. */
export function parseDecimal(buf: Uint8Array, start: number, end: number): number {
  let at = start;
  if (at < end && buf[at] === 0x2b) at++;
  if (at === end) return -1;
  let value = 0;
  for (; at < end; at++) {
    const digit = buf[at]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return -1;
  }
  return value;
}

export class U64 {
  hi = 0;
  lo = 0;

  /** False, and of no value, when buf[start, end) is not 1 or more digits of a number below 2^64. */
  parse(buf: Uint8Array, start: number, end: number): boolean {
    let hi = 0;
    let lo = 0;
    for (let at = start; at < end; at++) {
      const digit = buf[at]! - 0x30;
      if (digit < 0 || digit > 9) return false;
      const low = lo * 10 + digit;
      const carry = Math.floor(low / TWO_32);
      lo = low - carry * TWO_32;
      hi = hi * 10 + carry;
      if (hi >= TWO_32) return false;
    }
    this.hi = hi;
    this.lo = lo;
    return end > start;
  }

  /**
   * The number that buf[start, end) begins with, by the rules of C's `strtoull` as memcached has them: white space and a
   * sign in front, white space or NUL behind the digits, and no matter what follows. A negative number wraps around,
   * unless what comes out looks negative. False: there is none.
   */
  scan(buf: Uint8Array, start: number, end: number): boolean {
    let at = start;
    while (at < end && isSpace(buf[at]!)) at++;
    const negative = buf[at] === 0x2d;
    if (at < end && (negative || buf[at] === 0x2b)) at++;
    const digits = at;
    while (at < end && buf[at]! >= 0x30 && buf[at]! <= 0x39) at++;
    if (at < end && buf[at] !== 0 && !isSpace(buf[at]!)) return false;
    if (!this.parse(buf, digits, at)) return false;
    if (!negative) return true;
    const { hi, lo } = this;
    // 2^64 - n, with the borrow.
    this.hi = lo === 0 ? (TWO_32 - hi) % TWO_32 : TWO_32 - 1 - hi;
    this.lo = (TWO_32 - lo) % TWO_32;
    return this.hi < TWO_31;
  }

  /** Wraps around at 2^64, as incr does. */
  add(hi: number, lo: number): void {
    const low = this.lo + lo;
    const carry = low >= TWO_32 ? 1 : 0;
    this.lo = low - carry * TWO_32;
    this.hi = (this.hi + hi + carry) % TWO_32;
  }

  /** Stops at 0, as decr does. */
  subtract(hi: number, lo: number): void {
    if (this.hi < hi || (this.hi === hi && this.lo <= lo)) {
      this.hi = 0;
      this.lo = 0;
      return;
    }
    const borrow = this.lo < lo ? 1 : 0;
    this.lo = this.lo - lo + borrow * TWO_32;
    this.hi = this.hi - hi - borrow;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** A whole number from 0 to 2^53. */
export function writeDecimal(out: Bytes, value: number): void {
  let digits = 1;
  for (let v = value; v >= 10; v = Math.floor(v / 10)) digits++;
  putDigits(out, value, digits);
}

/** Chunks of 6 digits keep every intermediate value below 2^53. */
export function writeDecimal64(out: Bytes, hi: number, lo: number): void {
  if (hi < 0x20_0000) return writeDecimal(out, hi * TWO_32 + lo);
  const million = 1_000_000;
  const upper = Math.floor(hi / million);
  const rest = (hi - upper * million) * TWO_32 + lo;
  const middle = Math.floor(rest / million);
  // The quotient of the division by a million: below 2^64 / 10^6 < 2^45.
  writeDecimal(out, upper * TWO_32 + middle);
  putDigits(out, rest - middle * million, 6);
}

function putDigits(out: Bytes, value: number, digits: number): void {
  const at = out.grow(digits);
  const buf = out.buf;
  let v = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const next = Math.floor(v / 10);
    // The difference first: 48 more than a number close to 2^53 is rounded.
    buf[i] = 0x30 + (v - next * 10);
    v = next;
  }
}
