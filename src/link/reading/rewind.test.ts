import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Verb } from '../../protocol/message.ts';
import { Conversation } from './conversation.ts';
import type { Message } from './message.ts';
import { Direction } from './overhear.case.ts';
import { Passed } from './passed.ts';
import { ReadRequest } from './read-request.ts';

const KIB = 1024;

test('300 KiB that come again are the same messages, with the luck they had', () => {
  const direction = new Direction(new Conversation({ fresh: true }).upstream);
  const toxic = {};
  let asked = '';
  for (let i = 0; asked.length < 400 * KIB; i++) asked += `get key${i}\r\nset key${i} 0 0 3 noreply\r\nabc\r\n`;
  const owners: (Message | null)[] = [];
  direction.write(Buffer.from(asked));
  direction.read((message, start, end) => {
    message?.luck.set(toxic, start % 3 === 0);
    for (let at = start; at < end; at++) owners[at] = message;
  });
  const lucks = owners.map((message) => message?.luck.get(toxic));
  for (const bytes of [300 * KIB, 1, 0, 300 * KIB, 12_345]) {
    direction.rewind(bytes);
    direction.read((message, start, end) => {
      for (let at = start; at < end; at++) {
        assert.ok(message === owners[at], `byte ${at}`);
        assert.is(message?.luck.get(toxic), lucks[at]);
      }
    });
    assert.is(direction.position, asked.length);
  }
});

test('a value that is going by comes again whole, and goes on', () => {
  const { upstream } = new Conversation({ fresh: true });
  const head = Buffer.from('set a 0 0 1000\r\nxxxx');
  const direction = new Direction(upstream);
  direction.write(head);
  assert.is(direction.peek(), head.length, 'it is told before the value has come');
  direction.advance(head.length);
  direction.rewind(10);
  direction.write(Buffer.from(`${'x'.repeat(996)}\r\nget b\r\n`));
  assert.is(direction.peek(), 10 + 998);
  assert.is(upstream.message?.command, 'set');
  direction.advance(10 + 998);
  assert.is(direction.peek(), 'get b\r\n'.length);
  assert.is(upstream.message?.command, 'get');
});

test('what comes again in two steps is in one piece', () => {
  const direction = new Direction(new Conversation({ fresh: true }).upstream);
  direction.write(Buffer.from('get a\r\nget b\r\n'));
  direction.read(() => {});
  direction.rewind(3);
  direction.rewind(9);
  assert.equal([direction.peek(), direction.advance(5), direction.peek()], [5, undefined, 7]);
});

test('half a reply to what is dropped then does not spoil the next', () => {
  const { upstream, downstream } = new Conversation({ fresh: true });
  const [up, down] = [new Direction(upstream), new Direction(downstream)];
  up.write(Buffer.from('get a\r\nget b\r\n'));
  const asked = up.peek();
  down.write(Buffer.from('half a line'));
  assert.is(down.peek(), 0);
  up.drop(asked);
  down.write(Buffer.from('\r\n'));
  down.advance(down.peek());
  assert.is(downstream.message, null);
  up.advance(up.peek());
  down.write(Buffer.from('END\r\n'));
  assert.is(down.peek(), 5);
  assert.equal(downstream.message?.keys, ['b']);
});

test('what was never seen is read as if it had just come', () => {
  const { upstream } = new Conversation({ fresh: false });
  upstream.rewind(5000);
  const direction = new Direction(upstream);
  direction.write(Buffer.from('get a\r\n'));
  assert.is(direction.peek(), 7);
  assert.is(upstream.message?.command, 'get');
});

test('what was dropped does not come again', () => {
  const { upstream } = new Conversation({ fresh: true });
  const direction = new Direction(upstream);
  direction.write(Buffer.from('get a\r\nget b\r\nget c\r\n'));
  direction.advance(direction.peek());
  direction.drop(direction.peek());
  direction.advance(direction.peek());
  direction.rewind(14);
  const keys: string[] = [];
  direction.read((message) => keys.push(...(message?.keys ?? [])));
  assert.equal(keys, ['a', 'c']);
});

test('messages are forgotten that cannot come again', () => {
  const rows: readonly [why: string, keep: number, from: number, to: number][] = [
    ['all was read by who it was for', 0, 0, 17],
    ['a few bytes are held', 25, 3, 17],
    ['much is held', 2000, 200, 200],
  ];
  for (const [why, keep, from, to] of rows) {
    const passed = new Passed();
    for (let i = 0; i < 200; i++) {
      passed.keep(keep);
      passed.add(new ReadRequest(Verb.get, 'get', [`key${i}`], null), 10);
    }
    assert.is(passed.next, undefined);
    passed.rewind(2000);
    const again: string[] = [];
    for (let { next } = passed; next !== undefined; { next } = passed) {
      again.push(...(next.request?.keys ?? []));
      assert.is(passed.advance(99, false), 10);
    }
    assert.ok(again.length >= from && again.length <= to, `${why}: ${again.length}`);
    assert.equal(
      again,
      Array.from({ length: again.length }, (_, i) => `key${200 - again.length + i}`),
      why,
    );
  }
});

test.run();
