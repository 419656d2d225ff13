import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes } from './bytes.ts';
import { parseDecimal, U64, writeDecimal64 } from './decimal.ts';
import { property } from './collect.case.ts';

const big = (n: U64): bigint => (BigInt(n.hi) << 32n) + BigInt(n.lo);
const MASK = (1n << 64n) - 1n;

test('64 bits survive printing and parsing, and arithmetic is that of memcached', () => {
  property('decimal', 2000, (draws) => {
    const small = draws.below(3);
    const hi = small === 0 ? 0 : small === 1 ? draws.below(0x20_0001) : draws.u32();
    const lo = draws.u32();
    const out = new Bytes(4);
    writeDecimal64(out, hi, lo);
    const expected = (BigInt(hi) << 32n) + BigInt(lo);
    assert.is(out.buf.toString('latin1', 0, out.length), String(expected));
    const number = new U64();
    assert.ok(number.parse(out.buf, 0, out.length));
    assert.is(big(number), expected);
    const [dhi, dlo] = [draws.u32(), draws.u32()];
    const delta = (BigInt(dhi) << 32n) + BigInt(dlo);
    number.add(dhi, dlo);
    assert.is(big(number), (expected + delta) & MASK, 'add wraps');
    number.parse(out.buf, 0, out.length);
    number.subtract(dhi, dlo);
    assert.is(big(number), delta > expected ? 0n : expected - delta, 'subtract stops at 0');
  });
});

test('every digit of what is close to 2^53 and to 2^64 is printed', () => {
  for (const edge of [1n << 53n, (1n << 64n) - 100n]) {
    for (let value = edge - 100n; value < edge + 100n; value++) {
      const out = new Bytes(4);
      writeDecimal64(out, Number(value >> 32n), Number(value & 0xffff_ffffn));
      assert.is(out.buf.toString('latin1', 0, out.length), String(value));
    }
  }
});

test('what is no number is refused', () => {
  const number = new U64();
  for (const text of ['', 'x', '1x', '-1', ' 1', '18446744073709551616', '99999999999999999999999']) {
    assert.not(number.parse(Buffer.from(text), 0, text.length), text);
  }
  for (const text of ['', '+', 'x', '1x', '-1', '99999999999999999999']) {
    assert.is(parseDecimal(Buffer.from(text), 0, text.length), -1, text);
  }
  assert.is(parseDecimal(Buffer.from('+042'), 0, 4), 42);
});

test('scan reads what memcached takes for a number', () => {
  const rows: readonly [why: string, text: string, value: bigint | null][] = [
    ['plain', '42', 42n],
    ['the largest', '18446744073709551615', MASK],
    ['one more', '18446744073709551616', null],
    ['zeros in front', '0000000000000000000000042', 42n],
    ['white space in front', ' \t\r\n\v\f42', 42n],
    ['what follows white space does not matter', '42 7x', 42n],
    ['nor what follows NUL', '42\0x', 42n],
    ['a sign', '+42', 42n],
    ['minus zero', '-0', 0n],
    ['what looks negative', '-42', null],
    ['what wraps around to look positive', '-18446744073709551615', 1n],
    ['the same with a borrow from nothing', '-18446744069414584320', 4294967296n],
    ['the least that looks negative', '-9223372036854775808', null],
    ['nothing', '', null],
    ['white space only', '  ', null],
    ['a sign only', '-', null],
    ['two signs', '+-4', null],
    ['letters behind', '42x', null],
    ['a fraction', '1.5', null],
  ];
  const number = new U64();
  for (const [why, text, value] of rows) {
    // What lies around the range must not matter.
    const buf = Buffer.from(`9${text}9`, 'latin1');
    assert.is(number.scan(buf, 1, buf.length - 1) ? big(number) : null, value, why);
  }
});

test.run();
