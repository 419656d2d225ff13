import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { writeWord, writeSimple } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { repliesOf } from '../protocol/collect.case.ts';
import { Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { SECOND } from '../world/world.ts';
import { TestNode } from './node.case.ts';

const NOT_ALLOWED = 'CLIENT_ERROR flush_all not allowed\r\n';

test('text: no flush of any form, all else as ever', () => {
  const node = new TestNode({ flushes: false });
  const said = 'set a 0 0 1\r\nx\r\nflush_all\r\nflush_all 10\r\nflush_all noreply\r\nget a\r\n';
  assert.is(node.ask(said), `STORED\r\n${NOT_ALLOWED}${NOT_ALLOWED}VALUE a 0 1\r\nx\r\nEND\r\n`);
  assert.is(node.backend.counters.cmdFlush, 0);
  assert.match(node.ask('stats settings\r\n'), 'STAT flush_enabled no\r\n');
});

test('binary: an error, to the quiet form too', () => {
  const node = new TestNode({ flushes: false });
  const peer = node.peer();
  const out = new Bytes();
  writeSimple(out, Opcode.flush, 0);
  writeWord(out, Opcode.flushq, 10, 0);
  peer.say(Buffer.from(out.buf.subarray(0, out.length)));
  node.pass(SECOND / 10);
  const replies = repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(peer.take(), 'latin1'));
  // What `repliesOf` tells, as JSON.
  const statuses = replies.map((line) => (JSON.parse(line) as unknown[]).slice(0, 2));
  assert.equal(statuses, [
    [0x20, Opcode.flush],
    [0x20, Opcode.flushq],
  ]);
});

test('also for those who have signed in, whatever their grant says', () => {
  const admission = new Credentials();
  admission.add('alice', 'secret');
  const node = new TestNode({ flushes: false, admission });
  assert.is(node.ask('set alice 0 0 6\r\nsecret\r\nflush_all\r\n'), `STORED\r\n${NOT_ALLOWED}`);
});

test.run();
