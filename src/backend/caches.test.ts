import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from '../protocol/binary-encode.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { property, repliesOf } from '../protocol/collect.case.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import type { CacheShares } from '../tenancy/grant.ts';
import { itemBytes } from './item.ts';
import { TestNode } from './node.case.ts';

class Shares implements CacheShares {
  readonly of = new Map<number, number>();

  memoryOf(cache: number): number | null {
    return this.of.get(cache) ?? null;
  }
}

class Rig {
  readonly shares = new Shares();
  readonly node: TestNode;

  constructor(...caches: readonly (readonly [cache: number, memory: number])[]) {
    for (const [cache, memory] of caches) this.shares.of.set(cache, memory);
    this.node = new TestNode({ caches: this.shares });
  }

  /** Statuses, keys and values of the replies. */
  say(cache: number, write: (out: Bytes) => void): [status: number, key: string, value: string][] {
    const out = new Bytes();
    write(out);
    for (let at = 0; at < out.length; at += 24 + out.buf.readUInt32BE(at + 8)) out.buf.writeUInt16BE(cache, at + 6);
    const heard = this.node.ask(Buffer.from(out.buf.subarray(0, out.length)));
    return repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(heard, 'latin1')).map((line) => {
      // What `repliesOf` tells, as JSON.
      const [status, , , key, value] = JSON.parse(line) as [number, number, number, string, string];
      return [status, key, value];
    });
  }

  set(cache: number, key: string, value: string): number {
    const buf = Buffer.from(key + value, 'latin1');
    const replies = this.say(cache, (out) => {
      encode.writeStorage(out, Opcode.set, buf, 0, key.length, buf, key.length, buf.length, 0, 0, 0, 0, 0);
    });
    return replies[0]?.[0] ?? -1;
  }

  get(cache: number, key: string): string | number {
    const [[status, , value] = [-1, '', '']] = this.say(cache, (out) =>
      encode.writeGet(out, Buffer.from(key, 'latin1'), 0, key.length, 0),
    );
    return status === Status.ok ? value : status;
  }

  stat(cache: number, name: string): number {
    return Number(this.node.backend.statsOf(cache)?.find(([stat]) => stat === name)?.[1] ?? NaN);
  }
}

const MEBI = 1 << 20;

test('without caches the number means nothing, as with memcached', () => {
  const rig = new Rig();
  const node = new TestNode();
  const plain = Object.assign(Object.create(Rig.prototype) as Rig, { node });
  plain.set(7, 'a', 'x');
  assert.equal([plain.get(7, 'a'), plain.get(0, 'a'), plain.get(65535, 'a')], ['x', 'x', 'x']);
  assert.is(rig.get(0, 'a'), Status.authError, 'and with caches, of which none is there, nothing is');
});

test('what one cache holds, does and evicts is none of the others', () => {
  const rig = new Rig([3, MEBI], [700, MEBI], [65535, 2 * itemBytes(1, 100, 0)]);
  for (const [cache, value] of [
    [3, 'three'],
    [700, 'seven'],
  ] as const) {
    assert.is(rig.set(cache, 'a', value), Status.ok);
  }
  for (const key of 'abcd') rig.set(65535, key, 'x'.repeat(100));
  assert.equal([rig.get(3, 'a'), rig.get(700, 'a')], ['three', 'seven']);
  assert.equal([rig.get(65535, 'a'), rig.get(65535, 'd').toString().length], [Status.notFound, 100]);
  assert.equal(
    [3, 700, 65535].map((cache) => ['evictions', 'curr_items', 'cmd_set'].map((name) => rig.stat(cache, name))),
    [
      [0, 1, 1],
      [0, 1, 1],
      [2, 2, 4],
    ],
  );
  rig.say(3, (out) => encode.writeSimple(out, Opcode.flush, 0));
  assert.equal([rig.get(3, 'a'), rig.get(700, 'a')], [Status.notFound, 'seven']);
  assert.equal([rig.stat(3, 'cmd_flush'), rig.stat(700, 'cmd_flush')], [1, 0]);
  assert.is(rig.node.backend.counters.cmdSet, 6, 'the sum over caches');
});

test('the statistics of a connection are those of the cache it names', () => {
  const rig = new Rig([1, 5 * MEBI], [2, MEBI]);
  rig.set(1, 'a', 'x');
  const lines = (cache: number): Map<string, string> =>
    new Map(rig.say(cache, (out) => encode.writeSimple(out, Opcode.stat, 0)).map(([, name, value]) => [name, value]));
  assert.equal([lines(1).get('curr_items'), lines(2).get('curr_items')], ['1', '0']);
  assert.equal([lines(1).get('limit_maxbytes'), lines(2).get('limit_maxbytes')], [`${5 * MEBI}`, `${MEBI}`]);
  rig.say(1, (out) => encode.writeKeyed(out, Opcode.stat, Buffer.from('reset'), 0, 5, 0, 0, 0));
  assert.equal([rig.stat(1, 'cmd_set'), rig.stat(1, 'curr_items')], [0, 1]);
  assert.is(rig.node.backend.lifetime.cmdSet, 1, 'a monitor still knows');
});

test('a cache that does not exist answers an authentication error, whatever is asked, and no data', () => {
  const rig = new Rig([1, MEBI]);
  const key = Buffer.from('key');
  const rows: readonly [why: string, write: (out: Bytes) => void, status: Status][] = [
    ['get', (out) => encode.writeGet(out, key, 0, 3, 0), Status.authError],
    ['a quiet get too: this is no miss', (out) => encode.writeKeyed(out, Opcode.getq, key, 0, 3, 0, 0, 0), 0x20],
    ['set', (out) => encode.writeStorage(out, Opcode.set, key, 0, 3, key, 0, 1, 0, 0, 0, 0, 0), Status.authError],
    ['append', (out) => encode.writeConcat(out, Opcode.append, key, 0, 3, key, 0, 1, 0, 0, 0), Status.authError],
    ['delete', (out) => encode.writeKeyed(out, Opcode.delete, key, 0, 3, 0, 0, 0), Status.authError],
    ['incr', (out) => encode.writeCounter(out, Opcode.incr, key, 0, 3, 0, 1, 0, 1, 0, 0, 0, 0), Status.authError],
    ['touch', (out) => encode.writeTouch(out, Opcode.touch, key, 0, 3, 0, 0), Status.authError],
    ['flush', (out) => encode.writeSimple(out, Opcode.flush, 0), Status.authError],
    ['stats', (out) => encode.writeSimple(out, Opcode.stat, 0), Status.authError],
    ['noop needs no cache', (out) => encode.writeSimple(out, Opcode.noop, 0), Status.ok],
    ['nor does version', (out) => encode.writeSimple(out, Opcode.version, 0), Status.ok],
  ];
  for (const [why, write, status] of rows) {
    const replies = rig.say(2, write);
    assert.equal(
      replies.map(([said]) => said),
      [status],
      why,
    );
  }
  assert.is(rig.node.backend.statsOf(2), null);
  assert.is(rig.node.ask('get a b\r\nset a 0 0 1\r\nx\r\n'), 'CLIENT_ERROR unauthenticated\r\n'.repeat(2), 'cache 0');
});

test('a share that grows, shrinks, goes and comes back', () => {
  const rig = new Rig([1, 10 * itemBytes(1, 100, 0)], [2, MEBI]);
  const { backend } = rig.node;
  for (const key of 'abcdefgh') rig.set(1, key, 'x'.repeat(100));
  rig.set(2, 'a', 'other');
  rig.shares.of.set(1, 3 * itemBytes(1, 100, 0));
  assert.is(rig.stat(1, 'curr_items'), 8, 'not before it is told');
  backend.resize(1);
  assert.equal([rig.stat(1, 'curr_items'), rig.stat(1, 'evictions')], [3, 5], 'at once');
  assert.equal([rig.get(1, 'e'), rig.get(1, 'f').toString().length], [Status.notFound, 100], 'the oldest first');
  rig.shares.of.set(1, MEBI);
  backend.resize(1);
  for (const key of 'abcdefghij') rig.set(1, key, 'x'.repeat(100));
  assert.is(rig.stat(1, 'curr_items'), 10);
  backend.flushCache(1);
  assert.equal([rig.get(1, 'a'), rig.get(2, 'a')], [Status.notFound, 'other']);
  rig.set(1, 'a', 'x');
  const before = backend.lifetime.cmdSet;
  rig.shares.of.delete(1);
  assert.is(rig.get(1, 'a'), 'x', 'not before it is told');
  backend.drop(1);
  assert.equal([rig.get(1, 'a'), rig.get(2, 'a')], [Status.authError, 'other']);
  assert.is(backend.lifetime.cmdSet, before);
  rig.shares.of.set(1, MEBI);
  assert.is(rig.get(1, 'a'), Status.notFound, 'a new one of the same number is empty');
});

test('cache 0 comes and goes as any other', () => {
  const rig = new Rig([1, MEBI]);
  rig.shares.of.set(0, MEBI);
  assert.is(rig.set(0, 'a', 'x'), Status.ok);
  rig.shares.of.delete(0);
  rig.node.backend.resize(0);
  assert.is(rig.get(0, 'a'), Status.authError);
  rig.shares.of.set(0, MEBI);
  assert.is(rig.get(0, 'a'), Status.notFound);
});

test('a crash takes all caches', () => {
  const rig = new Rig([1, MEBI], [2, MEBI]);
  rig.set(1, 'a', 'x');
  rig.set(2, 'a', 'x');
  rig.node.backend.restart();
  rig.node.pass(1);
  assert.equal([rig.get(1, 'a'), rig.get(2, 'a')], [Status.notFound, Status.notFound]);
  assert.is(rig.node.backend.lifetime.cmdSet, 2);
});

test('random work of many caches on the same keys: each is as if it were alone', () => {
  property('caches', 5, (draws) => {
    const numbers = [0, 1, 2, 300, 65535];
    const rig = new Rig(...numbers.map((cache) => [cache, MEBI] as const));
    const models = new Map(numbers.map((cache) => [cache, new Map<string, string>()]));
    for (let i = 0; i < 200; i++) {
      const cache = draws.pick(numbers);
      const model = models.get(cache)!;
      const key = `k${draws.below(5)}`;
      const value = `${cache}:${i}`;
      if (draws.below(20) === 0) {
        rig.node.backend.flushCache(cache);
        model.clear();
      } else if (draws.below(2) === 0) {
        rig.set(cache, key, value);
        model.set(key, value);
      } else assert.is(rig.get(cache, key), model.get(key) ?? Status.notFound);
    }
  });
});

test.run();
