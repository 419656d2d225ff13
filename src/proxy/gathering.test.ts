import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { writeTextReply } from '../protocol/binary-encode.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { property } from '../protocol/collect.case.ts';
import { Parsed, Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { MILLISECOND } from '../world/world.ts';
import { ExchangePool, type Exchange } from './exchange.ts';
import { Gathering } from './gathering.ts';
import { Rig } from './rig.case.ts';

test('a flush is a barrier: a get behind it on the same connection never sees what was before, one behind a set does', () => {
  property('proxy/barrier', 60, (draws) => {
    const rig = new Rig({
      backends: 4,
      proxy: { connectionsPerBackend: 1 + draws.below(4), cpuCost: draws.below(2) * 20_000 },
      backend: { serviceTime: { fixed: 1000, exponential: draws.below(3) * 500_000 } },
      latency: draws.below(3) * MILLISECOND,
    });
    // Others keep the backends' queues, and all lanes, busy.
    for (let i = 0; i < 6; i++) {
      const other = new Peer(rig.world, 'proxy-1', `other-${i}`);
      for (let n = 0; n < 50; n++) other.say(`set other:${i}:${n} 0 0 1\r\no\r\n`);
    }
    const peer = new Peer(rig.world, 'proxy-1');
    let expected = '';
    for (let round = 0; round < 5; round++) {
      const keys = Array.from({ length: 1 + draws.below(20) }, (_, i) => `${round}:${i}`);
      const kept = keys.filter(() => draws.below(2) === 0);
      peer.say(keys.map((key) => `set ${key} 0 0 1 noreply\r\n1\r\n`).join(''));
      peer.say(draws.below(2) === 0 ? 'flush_all\r\n' : 'flush_all 0\r\n');
      peer.say(`get ${keys.join(' ')}\r\n`);
      peer.say(kept.map((key) => `set ${key} 0 0 1 noreply\r\n2\r\n`).join(''));
      peer.say(`get ${keys.join(' ')}\r\n`);
      expected += `OK\r\nEND\r\n${kept.map((key) => `VALUE ${key} 0 1\r\n2\r\n`).join('')}END\r\n`;
      if (draws.below(2) === 0) rig.pass(draws.below(5) * MILLISECOND);
    }
    for (let i = 0; i < 20 && peer.heard.length < expected.length; i++) rig.pass();
    assert.is(peer.heard, expected);
  });
});

test('a flush that is not done everywhere is not done', () => {
  for (const [why, spoil] of [
    ['ejected before', (rig: Rig) => rig.proxy.eject(2, 'test')],
    ['lost meanwhile', (rig: Rig) => rig.after(MILLISECOND, () => rig.backends[2]!.crash())],
  ] as const) {
    const rig = new Rig({ backends: 4 });
    rig.world.cpu('backend-3').stall(20 * MILLISECOND);
    spoil(rig);
    const peer = new Peer(rig.world, 'proxy-1').say('flush_all\r\nflush_all noreply\r\nmn\r\n');
    const asker = rig.asker().ask('flush', { opaque: 1 }).ask('flushq', { opaque: 2 }).ask('noop', { opaque: 3 });
    rig.pass();
    assert.is(peer.heard, 'SERVER_ERROR temporary failure\r\nMN\r\n', why);
    assert.equal(asker.lines, ['flush 0x86 #1', 'flushq 0x86 #2', 'noop 0x00 #3'], why);
  }
});

test('a delayed flush reaches all backends', () => {
  const rig = new Rig({ backends: 4 });
  const keys = [0, 1, 2, 3].map((backend) => rig.keyOn(backend));
  for (const key of keys) rig.put(key, 'v');
  const peer = new Peer(rig.world, 'proxy-1').say('flush_all 10\r\n');
  rig.pass();
  peer.say(`get ${keys.join(' ')}\r\n`);
  rig.pass();
  assert.is(peer.take().match(/VALUE/g)?.length, 4, 'not yet');
  rig.pass(10_000 * MILLISECOND);
  peer.say(`get ${keys.join(' ')}\r\n`);
  rig.pass();
  assert.is(peer.heard, 'END\r\n');
});

test('stats add up over the backends; facts do not; reset resets all', () => {
  const rig = new Rig({ backends: 4, backend: { memoryLimit: 1000 * 1024, pid: 7 } });
  const peer = new Peer(rig.world, 'proxy-1');
  for (let i = 0; i < 40; i++) peer.say(`set key:${i} 0 0 1\r\nv\r\nget key:${i}\r\n`);
  rig.pass();
  peer.take();
  peer.say('stats\r\n');
  rig.pass();
  const stats = statsOf(peer.take());
  assert.equal(
    ['cmd_get', 'get_hits', 'cmd_set', 'curr_items', 'limit_maxbytes', 'pid'].map((name) => stats.get(name)),
    ['40', '40', '40', '40', String(4 * 1000 * 1024), '7'],
  );
  peer.say('stats reset\r\nstats\r\n');
  rig.pass();
  const heard = peer.take();
  assert.match(heard, /^RESET\r\n/);
  assert.equal(
    ['get_hits', 'curr_items'].map((name) => statsOf(heard).get(name)),
    ['0', '40'],
  );
  const asker = rig.asker().ask('stat', { key: 'settings' });
  rig.pass();
  assert.is(asker.lines.at(-1), 'stat 0x00 #0');
});

test('the version is the lowest of the backends’', () => {
  for (const [versions, lowest] of [
    [['1.6.18', '1.6.9', '1.10.0'], '1.6.9'],
    [['1.10.0', '1.6.18'], '1.6.18'],
    [['1.6', '1.6.1'], '1.6'],
    [['1.6.18-x', '1.6.18-x'], '1.6.18-x'],
  ] as const) {
    const exchanges = new ExchangePool();
    const whole = exchanges.take();
    let version = '';
    const gatherer = { gathered: (_whole: Exchange, gathering: Gathering) => (version = gathering.version) };
    const gathering = new Gathering(gatherer, whole, '', (exchange) => exchanges.give(exchange));
    // Its owner is still there.
    whole.owner = gathering;
    versions.forEach(() => gathering.expect());
    for (const said of versions) {
      const exchange = exchanges.take();
      exchange.verb = Verb.version;
      const bytes = new Bytes();
      writeTextReply(bytes, Opcode.version, Status.ok, 0, '', said);
      const parser = new BinaryReplyParser();
      parser.over(bytes.buf, 0, bytes.length);
      assert.is(parser.next(), Parsed.message);
      gathering.answered(exchange, bytes.buf, parser.reply);
    }
    assert.is(version, lowest);
  }
  const rig = new Rig({ backends: 3 });
  assert.is(ask(rig, 'version\r\n'), 'VERSION 1.6.18\r\n');
});

test('who leaves before his answer is gathered harms nobody', () => {
  const rig = new Rig({ backends: 4 });
  rig.world.cpu('backend-2').stall(20 * MILLISECOND);
  for (const said of ['stats\r\n', 'flush_all\r\n', 'version\r\n']) {
    const peer = new Peer(rig.world, 'proxy-1').say(said);
    rig.pass(MILLISECOND);
    peer.socket.reset();
  }
  rig.pass();
  assert.is(ask(rig, 'get a\r\n'), 'END\r\n');
  assert.is(rig.proxy.waiting, 0);
});

test.run();

function ask(rig: Rig, said: string): string {
  const peer = new Peer(rig.world, 'proxy-1').say(said);
  rig.pass();
  return peer.heard;
}

function statsOf(heard: string): Map<string, string> {
  return new Map([...heard.matchAll(/STAT (\S+) (\S*)\r\n/g)].map(([, name = '', value = '']) => [name, value]));
}
