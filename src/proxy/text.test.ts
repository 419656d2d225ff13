import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { property } from '../protocol/collect.case.ts';
import { MILLISECOND } from '../world/world.ts';
import { Rig } from './rig.case.ts';
import { textConversation } from './text-conversation.case.ts';

test('through a proxy or not: the same text, with bytes cut anywhere, at any CPU cost, before any number of backends', () => {
  property('proxy/text', 80, (draws) => {
    const bytes = textConversation(draws);
    const routes = [null, { cpuCost: 0 }, { cpuCost: 10_000 }, { cpuCost: 0, connectionsPerBackend: 3 }];
    const heard = routes.map((proxy, i) => {
      const rig = new Rig({ backends: i === 3 ? 4 : 1, proxy: proxy ?? {}, latency: draws.below(2) * MILLISECOND });
      const peer = new Peer(rig.world, proxy === null ? 'backend-1' : 'proxy-1');
      const pieces = proxy === null ? 1 : 1 + draws.below(20);
      const cuts = Array.from({ length: pieces - 1 }, () => draws.below(bytes.length)).sort((a, b) => a - b);
      let from = 0;
      for (const to of [...cuts, bytes.length]) {
        peer.say(bytes.subarray(from, to));
        rig.pass([0, 1, 3000, MILLISECOND][draws.below(4)]);
        from = to;
      }
      rig.pass();
      return peer.heard;
    });
    assert.match(heard[0]!, /MN\r\n$/);
    for (let i = 1; i < heard.length; i++) assert.is(heard[i], heard[0], `route ${i}`);
  });
});

test('text and binary clients share what is stored: value, flags and cas', () => {
  const rig = new Rig({ backends: 4 });
  const text = new Peer(rig.world, 'proxy-1');
  const binary = rig.asker();
  binary.ask('set', { key: 'from-binary', value: 'b' });
  text.say('set from-text 7 0 1\r\nt\r\n');
  rig.pass();
  binary.take();
  binary.ask('getk', { key: 'from-text', opaque: 9 });
  text.take();
  text.say('gets from-binary from-text nothing\r\n');
  rig.pass();
  assert.equal(binary.lines, ['getk 0x00 #9 from-text=t']);
  assert.match(text.heard, /^VALUE from-binary 0 1 \d+\r\nb\r\nVALUE from-text 7 1 \d+\r\nt\r\nEND\r\n$/);
});

test('cas: what gets told is what it compares, and 0 is compared too', () => {
  const rig = new Rig({ backends: 4 });
  const peer = new Peer(rig.world, 'proxy-1').say('set a 0 0 1\r\n1\r\ngets a\r\n');
  rig.pass();
  const [, cas = ''] = /VALUE a 0 1 (\d+)/.exec(peer.take()) ?? [];
  peer.say(
    `cas a 0 0 1 0\r\n2\r\ncas a 0 0 1 ${cas}\r\n3\r\ncas a 0 0 1 ${cas}\r\n4\r\ncas b 0 0 1 0\r\n5\r\nget a\r\n`,
  );
  rig.pass();
  assert.is(peer.heard, 'EXISTS\r\nSTORED\r\nEXISTS\r\nNOT_FOUND\r\nVALUE a 0 1\r\n3\r\nEND\r\n');
});

test('a multi-get comes in the order of its keys, whichever backend is slow', () => {
  const rig = new Rig({ backends: 3 });
  const keys = [0, 1, 2, 0, 1].map((backend, n) => rig.keyOn(backend, n));
  for (const key of keys) rig.put(key, key);
  rig.world.cpu('backend-1').stall(50 * MILLISECOND);
  const peer = new Peer(rig.world, 'proxy-1').say(`get ${keys.join(' ')}\r\nmn\r\n`);
  rig.pass(10 * MILLISECOND);
  assert.is(peer.heard, '', 'the first key is on the slow one');
  rig.pass();
  const values = keys.map((key) => `VALUE ${key} 0 ${key.length}\r\n${key}\r\n`).join('');
  assert.is(peer.heard, `${values}END\r\nMN\r\n`);
});

test('a multi-get with a key on a lost backend ends with an error, not as if there were no value', () => {
  for (const slow of [0, 1]) {
    const rig = new Rig({ backends: 2 });
    const keys = [rig.keyOn(0), rig.keyOn(1)];
    for (const key of keys) rig.put(key, 'v');
    rig.world.cpu(`backend-${slow + 1}`).stall(50 * MILLISECOND);
    const peer = new Peer(rig.world, 'proxy-1').say(`get ${keys.join(' ')}\r\nget ${keys[1 - slow]!}\r\n`);
    rig.pass(10 * MILLISECOND);
    rig.proxy.eject(slow, 'test');
    rig.pass();
    const value = `VALUE ${keys[1 - slow]!} 0 1\r\nv\r\n`;
    assert.is(peer.heard, `${value}SERVER_ERROR temporary failure\r\n${value}END\r\n`, `backend ${slow}`);
  }
});

test('an ejected backend’s keys, miss-fast: gets miss, writes fail', () => {
  const rig = new Rig({ backends: 2, proxy: { ejectedKeys: 'miss-fast' } });
  const key = rig.keyOn(1);
  rig.proxy.eject(1, 'test');
  const peer = new Peer(rig.world, 'proxy-1').say(`get ${key}\r\nget ${key} ${key}\r\nset ${key} 0 0 1\r\nv\r\n`);
  rig.pass();
  assert.is(peer.heard, 'END\r\nEND\r\nSERVER_ERROR temporary failure\r\n');
});

test('what the proxy cannot do answers with memcached’s own error', () => {
  const rig = new Rig();
  for (const [said, heard] of [
    ['stats cachedump 1 0', 'CLIENT_ERROR stats cachedump not allowed'],
    ['stats conns', 'ERROR'],
    ['stats nonsense', 'ERROR'],
    ['shutdown', 'ERROR'],
    ['lru_crawler metadump all', 'ERROR'],
    ['watch', 'ERROR'],
  ] as const) {
    const peer = new Peer(rig.world, 'proxy-1').say(`${said}\r\n`);
    rig.pass();
    assert.match(peer.heard, new RegExp(`^${heard}`), said);
  }
});

test.run();
