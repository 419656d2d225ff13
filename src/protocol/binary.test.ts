import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from './binary-encode.ts';
import { BinaryReplyParser } from './binary-reply.ts';
import { BinaryRequestParser } from './binary-request.ts';
import { Bytes } from './bytes.ts';
import { property, repliesOf, requestsOf, type Draws } from './collect.case.ts';
import { Status, Verb } from './message.ts';
import { Opcode, QUIET_OF, SHAPE_OF, Shape, VERB_OF, WITH_KEY_OF } from './opcodes.ts';

const OPCODES = Object.values(Opcode);

/** Appends a random request of this opcode and returns the line it must parse to. */
function writeRandom(out: Bytes, opcode: number, draws: Draws): string {
  const key = draws.key();
  const value = draws.value();
  const words = Array.from({ length: 8 }, () => draws.u32());
  const [flags = 0, expiry = 0, casHi = 0, casLo = 0, a = 0, b = 0, c = 0, d = 0] = words;
  const opaque = draws.u32();
  const before = out.length;
  const expected = {
    key: '',
    value: '',
    flags: 0,
    expiry: 0,
    cas: [0, 0],
    delta: [] as number[],
    initial: [] as number[],
  };
  const keyed = (): void => {
    expected.key = key.toString('latin1');
    expected.cas = [casHi, casLo];
  };
  switch (SHAPE_OF[opcode]) {
    case Shape.key:
    case Shape.stat:
      keyed();
      encode.writeKeyed(out, opcode, key, 0, key.length, casHi, casLo, opaque);
      break;
    case Shape.storage:
      keyed();
      Object.assign(expected, { value: value.toString('latin1'), flags, expiry });
      encode.writeStorage(out, opcode, key, 0, key.length, value, 0, value.length, flags, expiry, casHi, casLo, opaque);
      break;
    case Shape.concat:
      keyed();
      expected.value = value.toString('latin1');
      encode.writeConcat(out, opcode, key, 0, key.length, value, 0, value.length, casHi, casLo, opaque);
      break;
    case Shape.counter:
      keyed();
      Object.assign(expected, { expiry, delta: [a, b], initial: [c, d] });
      encode.writeCounter(out, opcode, key, 0, key.length, a, b, c, d, expiry, casHi, casLo, opaque);
      break;
    case Shape.touch:
      Object.assign(expected, { key: key.toString('latin1'), expiry });
      encode.writeTouch(out, opcode, key, 0, key.length, expiry, opaque);
      break;
    case Shape.flush:
    case Shape.level:
      expected.expiry = expiry;
      encode.writeWord(out, opcode, expiry, opaque);
      break;
    default:
      encode.writeSimple(out, opcode, opaque);
  }
  return JSON.stringify({
    verb: VERB_OF[opcode],
    opcode,
    quiet: QUIET_OF[opcode] === 1,
    withKey: WITH_KEY_OF[opcode] === 1,
    ...expected,
    opaque,
    ends: [true, true],
    bytes: out.length - before,
  });
}

test('every opcode survives the round trip', () => {
  property('binary-round-trip', 30, (draws) => {
    const out = new Bytes(16);
    const expected = OPCODES.map((opcode) => writeRandom(out, opcode, draws));
    assert.equal(requestsOf(new BinaryRequestParser(), Buffer.from(out.buf.subarray(0, out.length))), expected);
  });
});

test('requests parse alike however the bytes are split', () => {
  property('binary-split', 3, (draws) => {
    const out = new Bytes(16);
    for (let i = 0; i < 12; i++) writeRandom(out, draws.pick(OPCODES), draws);
    const bytes = Buffer.from(out.buf.subarray(0, Math.min(out.length, 1500)));
    const whole = requestsOf(new BinaryRequestParser(), bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.equal(requestsOf(new BinaryRequestParser(), bytes, [cut]), whole, `cut at ${cut}`);
    }
    const each = Array.from(bytes, (_, i) => i);
    assert.equal(requestsOf(new BinaryRequestParser(), bytes, each), whole, 'byte by byte');
  });
});

test('replies survive the round trip and any split', () => {
  property('binary-replies', 4, (draws) => {
    const out = new Bytes(16);
    const expected: string[] = [];
    const key = draws.key();
    const value = draws.value();
    const text = value.toString('latin1');
    const [opaque, flags, hi, lo] = [draws.u32(), draws.u32(), draws.u32(), draws.u32()] as const;
    const line = (...fields: unknown[]): void => void expected.push(JSON.stringify(fields));
    encode.writeValueReply(out, Opcode.get, opaque, flags, hi, lo, key, 0, 0, value, 0, value.length);
    line(0, Opcode.get, opaque, '', text, flags, hi, lo, true);
    encode.writeValueReply(out, Opcode.getk, opaque, flags, hi, lo, key, 0, key.length, value, 0, value.length);
    line(0, Opcode.getk, opaque, key.toString('latin1'), text, flags, hi, lo, true);
    encode.writeReply(out, Opcode.set, Status.ok, opaque, hi, lo);
    line(0, Opcode.set, opaque, '', '', 0, hi, lo, true);
    encode.writeErrorReply(out, Opcode.get, Status.notFound, opaque);
    line(1, Opcode.get, opaque, '', 'Not found', 0, 0, 0, true);
    encode.writeCounterReply(out, Opcode.incr, opaque, 1, 0x41424344, hi, lo);
    line(0, Opcode.incr, opaque, '', '\0\0\0\x01ABCD', 0, hi, lo, true);
    encode.writeTextReply(out, Opcode.stat, Status.ok, opaque, 'pid', '7');
    line(0, Opcode.stat, opaque, 'pid', '7', 0, 0, 0, false);
    encode.writeTextReply(out, Opcode.stat, Status.ok, opaque, '', '');
    line(0, Opcode.stat, opaque, '', '', 0, 0, 0, true);
    const bytes = Buffer.from(out.buf.subarray(0, out.length));
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.equal(repliesOf(new BinaryReplyParser(), Verb.unknown, bytes, [cut]), expected, `cut at ${cut}`);
    }
  });
});

test('garbage never throws, and always makes progress, ends the stream or asks for more', () => {
  property('binary-garbage', 3000, (draws) => {
    const out = new Bytes(16);
    for (let i = 0; i < 3; i++) writeRandom(out, draws.below(256), draws);
    const bytes = Buffer.from(out.buf.subarray(0, out.length));
    for (let i = draws.below(6); i > 0; i--) bytes[draws.below(bytes.length)] = draws.below(256);
    const whole = requestsOf(new BinaryRequestParser(), bytes);
    assert.equal(requestsOf(new BinaryRequestParser(), bytes, [draws.below(bytes.length)]), whole);
    bytes[0] = 0x81;
    repliesOf(new BinaryReplyParser(), Verb.unknown, bytes);
    repliesOf(new BinaryReplyParser(), Verb.unknown, draws.bytes(200));
    requestsOf(new BinaryRequestParser(), draws.bytes(200));
  });
});

function header(opcode: number, keyBytes: number, extras: number, body: number): Buffer {
  const out = Buffer.alloc(24 + Math.min(body, 400));
  out.set([0x80, opcode, keyBytes >> 8, keyBytes & 255, extras]);
  out.writeUInt32BE(body, 8);
  return out;
}

test('lengths that cannot be end the stream with the status memcached gives', () => {
  const rows: readonly [why: string, bytes: Buffer, status: number][] = [
    ['a key beyond the body', header(Opcode.get, 1, 0, 0), Status.unknownCommand],
    ['extras where there are none', header(Opcode.get, 1, 4, 5), Status.invalid],
    ['no key', header(Opcode.get, 0, 0, 0), Status.invalid],
    ['a value where there is none', header(Opcode.get, 1, 0, 2), Status.invalid],
    ['a key of 251 bytes', header(Opcode.get, 251, 0, 251), Status.invalid],
    ['set without extras', header(Opcode.set, 1, 0, 1), Status.invalid],
    ['noop with a body', header(Opcode.noop, 1, 0, 1), Status.invalid],
    ['flush with five bytes', header(Opcode.flush, 0, 5, 5), Status.invalid],
    ['a body of 4 GiB', header(Opcode.set, 1, 8, 0xffff_ffff), Status.tooLarge],
    ['a wrong magic gets no answer', Buffer.alloc(24, 0x81), Status.ok],
  ];
  for (const [why, bytes, status] of rows) {
    assert.equal(requestsOf(new BinaryRequestParser(), bytes), [`broken ${status} `], why);
  }
  assert.match(requestsOf(new BinaryRequestParser(), header(0x55, 3, 0, 3))[0] ?? '', `"verb":${Verb.unknown}`);
});

test.run();
