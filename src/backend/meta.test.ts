import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from '../protocol/binary-encode.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { repliesOf } from '../protocol/collect.case.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { inMemoryFullOf } from '../world/unwritten-memory.case.ts';
import { SECOND } from '../world/world.ts';
import { missingPrograms } from './memcached.case.ts';
import { META_ROWS } from './meta-rows.case.ts';
import { TestNode } from './node.case.ts';
import { expectedOf, rowsHeardByOurs, rowsHeardByTheirs } from './parity.case.ts';

test('meta commands', async () => {
  const heard = await rowsHeardByOurs(META_ROWS);
  META_ROWS.forEach((row, i) => assert.equal(heard[i], expectedOf(row), row[0]));
});

const name = 'meta commands: memcached itself says the same';
if (missingPrograms().length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
  test.skip(name);
  console.log(`skip: ${name}: memcached is not installed`);
} else {
  test(name, async () => {
    const heard = await rowsHeardByTheirs(META_ROWS);
    META_ROWS.forEach((row, i) => assert.equal(heard[i], expectedOf(row), row[0]));
  });
}

test('a byte at a time', () => {
  const node = new TestNode();
  const peer = node.peer();
  for (const byte of 'ms a 2 k\r\nhi\r\nms a 2 x\r\nhi\r\nmg a v\r\n') {
    peer.say(byte);
    node.pass(1);
  }
  node.pass(SECOND);
  assert.is(peer.heard, 'HD ka\r\nCLIENT_ERROR invalid flag\r\nVA 2\r\nhi\r\n');
});

test('the time since the last access, which a first fetch does not count as', () => {
  const node = new TestNode();
  const rows: readonly [why: string, say: string, hear: string][] = [
    ['stored', 'ms a 1 T100\r\n1\r\n', 'HD\r\n'],
    ['ten seconds later', 'mg a l t h\r\n', 'HD l10 t90 h0\r\n'],
    ['the first fetch may be chance', 'mg a l t h\r\n', 'HD l20 t80 h1\r\n'],
    ['the second was not', 'mg a l u\r\n', 'HD l10\r\n'],
    [
      'and one without a trace was none',
      'mg a l\r\nme a\r\n',
      'HD l20\r\nME a exp=-60 la=0 cas=1 fetch=yes cls=1 size=61\r\n',
    ],
    ['counting is access', 'ms a 1\r\n1\r\n', 'HD\r\n'],
    ['at once', 'ma a\r\nmg a l u\r\n', 'HD\r\nHD l0\r\n'],
  ];
  for (const [why, say, hear] of rows) {
    assert.is(node.ask(say), hear, why);
    node.pass(10 * SECOND - SECOND / 10 - 1);
  }
});

/** What `Opcode.meta` brings back, for the item of this key. */
function carried(node: TestNode, key: string, command: string): (string | number)[][] {
  const out = new Bytes();
  const bytes = Buffer.from(key + command, 'latin1');
  encode.writeConcat(out, Opcode.meta, bytes, 0, key.length, bytes, key.length, bytes.length, 0, 0, 9);
  const heard = node.ask(Buffer.from(out.buf.subarray(0, out.length)));
  return repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(heard, 'latin1')).map((line) => {
    // What `repliesOf` tells, as JSON.
    const [status, opcode, opaque, , value] = JSON.parse(line) as [number, number, number, string, string];
    return [status, opcode, opaque, value];
  });
}

test('carried in the binary protocol', () => {
  const node = new TestNode();
  const rows: readonly [why: string, key: string, command: string, hear: string][] = [
    ['a set', 'a', 'ms a 2 k\r\nhi\r\n', 'HD ka\r\n'],
    ['a get', 'a', 'mg a v\r\n', 'VA 2\r\nhi\r\n'],
    ['silence is an empty value', 'b', 'mg b v q\r\n', ''],
    ['also of a set', 'b', 'ms b 1 q\r\n1\r\n', ''],
    ['an error', 'a', 'mg a v v\r\n', 'CLIENT_ERROR duplicate flag\r\n'],
    ['the frame says which item it is', 'a', 'mg other v k\r\n', 'VA 2 kother\r\nhi\r\n'],
    ['in base64 too', 'a', 'mg eA== b k\r\n', 'HD kx\r\n'],
    ['a data block that is not there', 'a', 'ms a 5\r\n', 'CLIENT_ERROR bad data chunk\r\n'],
    ['and one that is too long', 'a', 'ms a 1\r\nhi\r\n', 'CLIENT_ERROR bad data chunk\r\n'],
    ['no line', 'a', '', 'ERROR\r\n'],
    ['nor one of blanks', 'a', '  ', 'ERROR\r\n'],
    ['nonsense', 'a', 'get a\r\n', 'ERROR\r\n'],
    ['nobody has touched it', 'a', 'mg a v\r\n', 'VA 2\r\nhi\r\n'],
  ];
  for (const [why, key, command, hear] of rows) {
    assert.equal(carried(node, key, command), [[Status.ok, Opcode.meta, 9, hear]], why);
  }
});

test('carried: what lies behind the end of a frame is no part of it', async () => {
  // Unwritten memory full of n once made `mn` of no line, behind one whose first word has two letters.
  const heard = await inMemoryFullOf('n', () => {
    const node = new TestNode();
    return ['ms a 1\r\n1\r\n', '', 'mg a v'].flatMap((command) => carried(node, 'a', command));
  });
  assert.equal(
    heard.map(([, , , text]) => text),
    ['HD\r\n', 'ERROR\r\n', 'VA 1\r\n1\r\n'],
  );
});

test('carried to a cache there is not', () => {
  const node = new TestNode({ caches: { memoryOf: () => null } });
  assert.equal(carried(node, 'a', 'mg a\r\n'), [[Status.authError, Opcode.meta, 9, 'Auth failure.']]);
});

test('what meta commands count as', () => {
  const node = new TestNode();
  node.ask(
    'ms a 1 c\r\n1\r\nmg a\r\nmg a T30\r\nmg b\r\nma a\r\nma b\r\nma a MD\r\nmd b\r\nms a 1 C9\r\n1\r\nmd a\r\nme a\r\n',
  );
  const counts = ['cmd_get', 'get_hits', 'get_misses', 'cmd_touch', 'touch_hits', 'cmd_set', 'cas_badval', 'incr_hits'];
  const more = ['incr_misses', 'decr_hits', 'delete_hits', 'delete_misses', 'cmd_meta'];
  assert.equal(
    [...counts, ...more].map((name) => node.stat(name)),
    [2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1],
  );
});

test.run();
