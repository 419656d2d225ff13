import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { repliesOf } from '../protocol/collect.case.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { SECOND } from '../world/world.ts';
import { TestNode } from './node.case.ts';

const big = 'x'.repeat(2000);

/** Conversations with memcached 1.6.18, on one store from top to bottom. */
const TEXT: readonly [say: string, hear: string][] = [
  ['get a\r\n', 'END\r\n'],
  ['set a 7 0 2\r\nhi\r\nget a\r\n', 'STORED\r\nVALUE a 7 2\r\nhi\r\nEND\r\n'],
  ['gets a nope a\r\n', 'VALUE a 7 2 1\r\nhi\r\nVALUE a 7 2 1\r\nhi\r\nEND\r\n'],
  ['add a 0 0 1\r\nx\r\nreplace b 0 0 1\r\nx\r\nappend b 0 0 1\r\nx\r\n', 'NOT_STORED\r\n'.repeat(3)],
  [
    'append a 0 0 2\r\n>>\r\nprepend a 0 0 2\r\n<<\r\nget a\r\n',
    'STORED\r\nSTORED\r\nVALUE a 7 6\r\n<<hi>>\r\nEND\r\n',
  ],
  ['cas a 0 0 1 99\r\nx\r\ncas b 0 0 1 1\r\nx\r\ncas a 0 0 1 3\r\nx\r\n', 'EXISTS\r\nNOT_FOUND\r\nSTORED\r\n'],
  ['incr a 1\r\nincr b 1\r\n', 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\nNOT_FOUND\r\n'],
  [
    'set n 0 0 20\r\n18446744073709551615\r\nincr n 2\r\nget n\r\n',
    'STORED\r\n1\r\nVALUE n 0 20\r\n1                   \r\nEND\r\n',
  ],
  ['set n 0 0 2\r\n10\r\ndecr n 1\r\nget n\r\ndecr n 50\r\n', 'STORED\r\n9\r\nVALUE n 0 2\r\n9 \r\nEND\r\n0\r\n'],
  ['set n 0 0 2\r\n99\r\nincr n 1\r\nget n\r\n', 'STORED\r\n100\r\nVALUE n 0 3\r\n100\r\nEND\r\n'],
  ['set n 0 0 3\r\n 12\r\nincr n 1 noreply\r\nget n\r\n', 'STORED\r\nVALUE n 0 3\r\n13 \r\nEND\r\n'],
  [
    'set z 0 0 0\r\n\r\nincr z 1\r\nget z\r\n',
    'STORED\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\nVALUE z 0 0\r\n\r\nEND\r\n',
  ],
  ['touch n 10\r\ntouch b 10\r\ngat 0 n b\r\n', 'TOUCHED\r\nNOT_FOUND\r\nVALUE n 0 3\r\n13 \r\nEND\r\n'],
  ['delete n\r\ndelete n\r\ndelete a noreply\r\nget a\r\n', 'DELETED\r\nNOT_FOUND\r\nEND\r\n'],
  ['set a 0 0 1 noreply\r\n1\r\nadd a 0 0 1 noreply\r\n2\r\nget a\r\n', 'VALUE a 0 1\r\n1\r\nEND\r\n'],
  [`set a 0 0 ${big.length}\r\n${big}\r\nget a\r\n`, 'SERVER_ERROR object too large for cache\r\nEND\r\n'],
  ['set a 0 -1 1\r\n1\r\nget a\r\n', 'STORED\r\nEND\r\n'],
  [
    'set a 0 0 1\r\n1\r\nflush_all\r\nget a\r\nverbosity 1\r\nversion\r\n',
    'STORED\r\nOK\r\nEND\r\nOK\r\nVERSION 1.6.18\r\n',
  ],
  ['set a 0 0 1\r\n1234\r\nbogus\r\nmn\r\n', 'CLIENT_ERROR bad data chunk\r\nERROR\r\nERROR\r\nMN\r\n'],
  ['stats reset\r\nstats nonsense\r\n', 'RESET\r\nERROR\r\n'],
  ['version\r\nquit\r\nversion\r\n', 'VERSION 1.6.18\r\n'],
];

test('text conversations', () => {
  const node = new TestNode({ itemLimit: 2000 });
  for (const [say, hear] of TEXT) assert.is(node.ask(say), hear, say.slice(0, 60));
});

test('text conversations, a byte at a time', () => {
  const node = new TestNode();
  for (const [say, hear] of TEXT) {
    if (say.length > 1000) continue;
    const peer = node.peer();
    for (const byte of say) {
      peer.say(byte);
      node.pass(1);
    }
    node.pass(SECOND / 10);
    if (!say.startsWith('gets')) assert.is(peer.heard, hear, say);
  }
});

function binary(node: TestNode, write: (out: Bytes) => void): unknown[] {
  const out = new Bytes();
  write(out);
  const heard = node.ask(Buffer.from(out.buf.subarray(0, out.length)));
  return repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(heard, 'latin1')).map((line) => {
    const [status, opcode, , key, value, flags, , cas] = JSON.parse(line) as unknown[];
    return [opcode, status, key, value, flags, cas];
  });
}

const key = Buffer.from('akey');
const value = Buffer.from('value12');

function storage(out: Bytes, opcode: number, from: number, to: number, cas = 0): void {
  encode.writeStorage(out, opcode, key, 0, 1, value, from, to, 9, 0, 0, cas, 5);
}

const keyed = (out: Bytes, opcode: number, end: number, cas = 0): void =>
  encode.writeKeyed(out, opcode, key, 0, end, 0, cas, 5);

function counter(out: Bytes, opcode: number, end: number, expiry: number, cas = 0): void {
  encode.writeCounter(out, opcode, key, 2, 2 + end, 0, 3, 1, 7, expiry, 0, cas, 5);
}

test('binary conversations', () => {
  const node = new TestNode();
  assert.equal(
    binary(node, (out) => {
      storage(out, Opcode.set, 0, 5);
      storage(out, Opcode.add, 0, 5);
      storage(out, Opcode.set, 0, 5, 99);
      keyed(out, Opcode.get, 1);
      keyed(out, Opcode.getk, 1);
      keyed(out, Opcode.get, 4);
      keyed(out, Opcode.getk, 4);
      keyed(out, Opcode.delete, 1, 99);
      keyed(out, Opcode.delete, 4);
    }),
    [
      [Opcode.set, 0, '', '', 0, 1],
      [Opcode.add, Status.exists, '', 'Data exists for key.', 0, 0],
      [Opcode.set, Status.exists, '', 'Data exists for key.', 0, 0],
      [Opcode.get, 0, '', 'value', 9, 1],
      [Opcode.getk, 0, 'a', 'value', 9, 1],
      [Opcode.get, Status.notFound, '', 'Not found', 0, 0],
      [Opcode.getk, Status.notFound, 'akey', '', 0, 0],
      [Opcode.delete, Status.exists, '', 'Data exists for key.', 0, 0],
      [Opcode.delete, Status.notFound, '', 'Not found', 0, 0],
    ],
  );
  assert.equal(
    binary(node, (out) => {
      encode.writeConcat(out, Opcode.append, key, 0, 1, value, 5, 7, 0, 0, 5);
      encode.writeConcat(out, Opcode.prepend, key, 0, 4, value, 5, 7, 0, 0, 5);
      encode.writeTouch(out, Opcode.gat, key, 0, 1, 100, 5);
      encode.writeTouch(out, Opcode.touch, key, 0, 1, 0, 5);
      encode.writeTouch(out, Opcode.touch, key, 0, 4, 0, 5);
      counter(out, Opcode.incr, 2, 0xffff_ffff);
      counter(out, Opcode.incr, 2, 0);
      counter(out, Opcode.incr, 2, 0);
      counter(out, Opcode.decr, 2, 0, 99);
    }),
    [
      [Opcode.append, 0, '', '', 0, 2],
      [Opcode.prepend, Status.notStored, '', 'Not stored.', 0, 0],
      [Opcode.gat, 0, '', 'value12', 9, 2],
      [Opcode.touch, 0, '', '', 9, 2],
      [Opcode.touch, Status.notFound, '', 'Not found', 0, 0],
      [Opcode.incr, Status.notFound, '', 'Not found', 0, 0],
      [Opcode.incr, 0, '', '\0\0\0\x01\0\0\0\x07', 0, 3],
      [Opcode.incr, 0, '', '\0\0\0\x01\0\0\0\x0a', 0, 4],
      [Opcode.decr, Status.exists, '', 'Data exists for key.', 0, 0],
    ],
  );
});

test('quiet requests are silent about what is expected, and only about that', () => {
  const node = new TestNode();
  assert.equal(
    binary(node, (out) => {
      storage(out, Opcode.setq, 0, 5);
      storage(out, Opcode.addq, 0, 5);
      storage(out, Opcode.setq, 0, 5, 99);
      keyed(out, Opcode.getq, 1);
      keyed(out, Opcode.getq, 4);
      keyed(out, Opcode.getkq, 4);
      keyed(out, Opcode.getkq, 1);
      keyed(out, Opcode.deleteq, 4);
      keyed(out, Opcode.deleteq, 1);
      counter(out, Opcode.incrq, 2, 0);
      encode.writeTouch(out, Opcode.gatq, key, 0, 4, 0, 5);
      encode.writeSimple(out, Opcode.flushq, 5);
      encode.writeSimple(out, Opcode.noop, 5);
    }),
    [
      [Opcode.addq, Status.exists, '', 'Data exists for key.', 0, 0],
      [Opcode.setq, Status.exists, '', 'Data exists for key.', 0, 0],
      [Opcode.getq, 0, '', 'value', 9, 1],
      [Opcode.getkq, 0, 'a', 'value', 9, 1],
      [Opcode.deleteq, Status.notFound, '', 'Not found', 0, 0],
      [Opcode.noop, 0, '', '', 0, 0],
    ],
  );
});

test('the rest of the binary commands', () => {
  const node = new TestNode();
  const all = binary(node, (out) => {
    encode.writeSimple(out, Opcode.version, 5);
    encode.writeSimple(out, 0x55, 5);
    encode.writeSimple(out, Opcode.mechs, 5);
    keyed(out, Opcode.stat, 1);
    encode.writeSimple(out, Opcode.stat, 5);
    encode.writeSimple(out, Opcode.quit, 5);
    encode.writeSimple(out, Opcode.noop, 5);
  });
  assert.equal(all.slice(0, 5), [
    [Opcode.version, 0, '', '1.6.18', 0, 0],
    [0x55, Status.unknownCommand, '', 'Unknown command', 0, 0],
    [Opcode.mechs, Status.unknownCommand, '', 'Unknown command', 0, 0],
    [Opcode.stat, Status.notFound, '', 'Not found', 0, 0],
    [Opcode.stat, 0, 'pid', '1', 0, 0],
  ]);
  assert.equal(all.slice(-2), [
    [Opcode.stat, 0, '', '', 0, 0],
    [Opcode.quit, 0, '', '', 0, 0],
  ]);
});

test('both protocols see one store', () => {
  const node = new TestNode();
  assert.is(node.ask('set a 4 0 3\r\nabc\r\n'), 'STORED\r\n');
  assert.equal(
    binary(node, (out) => keyed(out, Opcode.get, 1)),
    [[Opcode.get, 0, '', 'abc', 4, 1]],
  );
  binary(node, (out) => storage(out, Opcode.set, 0, 5));
  assert.is(node.ask('gets a\r\n'), 'VALUE a 9 5 2\r\nvalue\r\nEND\r\n');
});

test.run();
