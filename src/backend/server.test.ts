import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MICROSECOND, MILLISECOND, SECOND } from '../world/world.ts';
import { TestNode } from './node.case.ts';

const TEN_US = { serviceTime: { fixed: 10 * MICROSECOND, exponential: 0 } };

test('each request takes its time, in order, and replies leave when they are done', () => {
  const node = new TestNode(TEN_US);
  const peer = node.peer();
  const start = node.world.clock.now();
  peer.say('set a 0 0 1\r\n1\r\nget a\r\nget b\r\n');
  node.pass(SECOND);
  assert.is(peer.heard, 'STORED\r\nVALUE a 0 1\r\n1\r\nEND\r\nEND\r\n');
  assert.equal(
    peer.times.map((t) => (t - start) / MICROSECOND),
    [10, 20, 30],
  );
});

test('a slow CPU takes as many times as long', () => {
  const node = new TestNode(TEN_US);
  const peer = node.peer();
  node.world.cpu('cache').slow(20);
  const start = node.world.clock.now();
  peer.say('get a\r\nget b\r\n');
  node.pass(SECOND);
  assert.equal(
    peer.times.map((t) => (t - start) / MICROSECOND),
    [200, 400],
  );
});

test('the keys of a multi-get cost one by one and leave together', () => {
  const node = new TestNode(TEN_US);
  node.ask('set a 0 0 1\r\n1\r\n');
  const peer = node.peer();
  const start = node.world.clock.now();
  peer.say('get a b a\r\n');
  node.pass(SECOND);
  assert.is(peer.heard, 'VALUE a 0 1\r\n1\r\nVALUE a 0 1\r\n1\r\nEND\r\n');
  assert.equal(
    peer.times.map((t) => (t - start) / MICROSECOND),
    [30],
  );
});

test('replies of jobs that are done at one time leave in one write', () => {
  const node = new TestNode();
  const peer = node.peer();
  peer.say('get a\r\n'.repeat(100));
  node.pass(SECOND);
  assert.is(peer.heard, 'END\r\n'.repeat(100));
  assert.is(peer.times.length, 1);
});

test('service times are drawn from the stream of the node', () => {
  const times = (): number[] => {
    const node = new TestNode({ serviceTime: { fixed: MICROSECOND, exponential: 100 * MICROSECOND } });
    const peer = node.peer().say('get a\r\n'.repeat(400));
    node.pass(SECOND);
    return peer.times;
  };
  const first = times();
  assert.equal(first, times());
  const mean = (first.at(-1)! - first[0]!) / (first.length - 1) / MICROSECOND;
  assert.ok(mean > 85 && mean < 117, `mean of 101 us: ${mean}`);
});

test('pipelining to any depth, with bounded reading', () => {
  const node = new TestNode({ serviceTime: { fixed: 10, exponential: 0 } });
  const peer = node.peer().say('get nope\r\n'.repeat(20_000));
  node.pass(1);
  assert.is(node.stat('bytes_read'), 1024 * 10, 'requests that wait for the CPU');
  node.pass(SECOND);
  assert.is(peer.heard.length, 20_000 * 5);
  assert.is(node.stat('cmd_get'), 20_000);
});

test('a peer that does not read is neither read from nor worked for', () => {
  const node = new TestNode();
  node.ask(`set a 0 0 100000\r\n${'x'.repeat(100_000)}\r\n`);
  const peer = node.peer();
  peer.socket.pause();
  peer.say('get a\r\n'.repeat(500));
  node.pass(SECOND);
  assert.ok(node.stat('cmd_get') < 50, `served ${node.stat('cmd_get')}`);
  peer.socket.resume();
  node.pass(10 * SECOND);
  assert.is(peer.heard.length, 500 * (100_000 + 'VALUE a 0 100000\r\n\r\nEND\r\n'.length));
});

test('nor for one command that asks for more than it reads', () => {
  const node = new TestNode();
  node.ask(`set a 0 0 100000\r\n${'x'.repeat(100_000)}\r\n`);
  const value = `VALUE a 0 100000\r\n${'x'.repeat(100_000)}\r\n`;
  const peer = node.peer();
  peer.socket.pause();
  peer.say(`get${' a'.repeat(300)}\r\nget${' b'.repeat(3000)} a\r\nmn\r\n`);
  node.pass(SECOND);
  assert.ok(node.stat('cmd_get') < 50, `served ${node.stat('cmd_get')}`);
  peer.socket.resume();
  node.pass(10 * SECOND);
  assert.ok(peer.heard === `${value.repeat(300)}END\r\n${value}END\r\nMN\r\n`, `${peer.heard.length} bytes`);
});

test('a request whose asker has gone is still executed', () => {
  const node = new TestNode(TEN_US);
  const peer = node.peer().say('set a 0 0 1\r\n1\r\n');
  node.pass(5 * MICROSECOND);
  peer.socket.reset();
  node.pass(SECOND);
  assert.is(node.ask('get a\r\n'), 'VALUE a 0 1\r\n1\r\nEND\r\n');
});

test('a peer that ends its direction still gets its answers', () => {
  const node = new TestNode(TEN_US);
  const peer = node.peer().say('get a\r\nget b\r\n');
  peer.socket.end();
  node.pass(SECOND);
  assert.equal([peer.heard, peer.closed], ['END\r\nEND\r\n', 'closed']);
});

test('malformed bytes: an answer where there is one, a close, a count', () => {
  const rows: readonly [why: string, say: string, hear: string][] = [
    ['a wrong magic later on', '\x80\x0a'.padEnd(24, '\0') + '\x81junk'.padEnd(24, '\0'), '\x81\x0a'.padEnd(24, '\0')],
    [
      'lengths that cannot be',
      '\x80\0\0\x01'.padEnd(24, '\0'),
      '\x81\0\0\0\0\0\0\x81\0\0\0\x0f'.padEnd(24, '\0') + 'Unknown command',
    ],
    ['an endless line', 'x'.repeat(5000), ''],
  ];
  for (const [why, say, hear] of rows) {
    const node = new TestNode(TEN_US);
    const peer = node.peer().say(say);
    node.pass(SECOND);
    assert.equal([peer.heard, peer.closed], [hear, 'closed'], why);
    assert.is(node.backend.counters.protocolErrors, 1, why);
  }
});

test('a crash takes connections, requests and items; a restart begins cold', () => {
  const node = new TestNode(TEN_US);
  const peer = node.peer().say('set a 0 0 1\r\n1\r\n');
  node.pass(MILLISECOND);
  assert.is(node.stat('curr_items'), 1);
  peer.say('get a\r\n');
  node.pass(5 * MICROSECOND);
  node.backend.crash();
  node.backend.crash();
  node.pass(SECOND);
  assert.equal([peer.heard, peer.closed, node.backend.running], ['STORED\r\n', 'reset', false]);
  const refused = node.peer();
  node.pass(SECOND);
  assert.is(refused.closed, 'refused');
  let ready: Error | null | undefined;
  node.backend.restart((error) => (ready = error));
  node.pass(SECOND);
  assert.is(ready, null);
  assert.is(node.ask('get a\r\n'), 'END\r\n');
  assert.equal([node.stat('cmd_get'), node.stat('total_connections')], [1, 1]);
});

test('a full table says so', () => {
  const node = new TestNode({ maxConnections: 2 });
  const peers = [node.peer(), node.peer(), node.peer()];
  node.pass(SECOND);
  assert.equal(
    peers.map((peer) => peer.heard),
    ['', '', 'ERROR Too many open connections\r\n'],
  );
  assert.equal([node.stat('curr_connections'), node.stat('rejected_connections')], [2, 1]);
});

test('expiry follows the clock of the world', () => {
  const node = new TestNode({ epochSeconds: 1_600_000_000 });
  node.ask('set a 0 2 1\r\n1\r\nset b 0 1600000005 1\r\n1\r\n');
  node.pass(3 * SECOND);
  assert.is(node.ask('get a b\r\n'), 'VALUE b 0 1\r\n1\r\nEND\r\n');
  node.pass(2 * SECOND);
  assert.is(node.ask('get a b\r\n'), 'END\r\n');
});

test.run();
