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

test.run();
