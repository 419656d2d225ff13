import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { property, type Draws } from '../protocol/collect.case.ts';
import { MILLISECOND } from '../world/world.ts';
import { request, type Asker } from './asker.case.ts';
import { conversation } from './conversation.case.ts';
import { Rig } from './rig.case.ts';

/** A header with lengths as given, and nothing behind it. */
function header(opcode: number, keyBytes: number, extras: number, body: number): Buffer {
  const buf = Buffer.alloc(24);
  buf.writeUInt8(0x80, 0);
  buf.writeUInt8(opcode, 1);
  buf.writeUInt16BE(keyBytes, 2);
  buf.writeUInt8(extras, 4);
  buf.writeUInt32BE(body, 8);
  return buf;
}

const text = (line: string): Buffer => Buffer.from(line, 'latin1');
const GET = 0;
const SET = 1;

test('malformed bytes: an answer where there is one, a close, a count; what came before is answered', () => {
  const rows: readonly [why: string, bytes: Buffer, heard: string[]][] = [
    ['the text protocol', text('get a\r\n'), []],
    ['a text sign-in', text('set user 0 0 6\r\nsecret\r\n'), []],
    ['HTTP', text('GET / HTTP/1.1\r\n\r\n'), []],
    ['a reply', text('\x81'.padEnd(24, '\0')), []],
    ['one wrong byte', text('x'), []],
    ['a key too long', header(GET, 251, 0, 251), ['get 0x04 #0']],
    ['no key', header(GET, 0, 0, 0), ['get 0x04 #0']],
    ['a key longer than the body', header(GET, 5, 0, 4), ['get 0x81 #0']],
    ['extras where there are none', header(GET, 1, 4, 5), ['get 0x04 #0']],
    ['a set without extras', header(SET, 1, 0, 1), ['set 0x04 #0']],
    ['a body beyond all bounds', header(SET, 1, 8, 0xffffffff), ['set 0x03 #0']],
    ['a body just above the bound', header(SET, 1, 8, (8 << 20) + 1), ['set 0x03 #0']],
  ];
  for (const cpuCost of [0, 1000]) {
    for (const [why, bytes, heard] of rows) {
      const rig = new Rig({ proxy: { cpuCost } });
      rig.world.cpu('backend-1').stall(10 * MILLISECOND);
      const asker = rig.asker();
      const before = request('get', { key: rig.keyOn(0), opaque: 9 });
      asker.say(Buffer.concat([before, bytes, request('noop')]));
      rig.pass();
      assert.equal([asker.lines, asker.closed], [['get 0x01 #9', ...heard], 'closed'], `${why}, cost ${cpuCost}`);
      assert.is(rig.proxy.counters.protocolErrors, 1, why);
      assert.equal([asker.junk, rig.proxy.connections], ['', 0], why);
    }
  }
});

test('an unknown opcode is answered, and the stream goes on', () => {
  const rig = new Rig();
  const asker = rig.asker();
  asker.say(Buffer.concat([header(0x77, 0, 0, 0), header(0x77, 2, 1, 8), text('12345678'), request('noop')]));
  rig.pass();
  assert.equal(asker.lines, ['opcode 119 0x81 #0', 'opcode 119 0x81 #0', 'noop 0x00 #0']);
  assert.is(rig.proxy.counters.protocolErrors, 0);
});

test('a topic of stats that is longer than a key is unknown, and no backend hears of it', () => {
  const rig = new Rig();
  const peer = new Peer(rig.world, rig.proxy.name);
  peer.say(`stats ${'k'.repeat(251)}\r\nget a\r\n`);
  rig.pass();
  assert.equal([peer.heard, peer.closed], ['ERROR\r\nEND\r\n', null]);
  assert.is(rig.proxy.counters.backendFailures, 0);
});

test('a message that never ends is waited for, and forgotten with its client', () => {
  const rig = new Rig();
  const asker = rig
    .asker()
    .say(header(SET, 1, 8, 1000))
    .say('x'.repeat(500));
  rig.pass();
  assert.equal([asker.closed, rig.proxy.connections], [null, 1]);
  asker.socket.end();
  rig.pass();
  assert.equal([asker.closed, rig.proxy.connections, rig.proxy.counters.protocolErrors], ['closed', 0, 0]);
});

/** Noise, or a conversation with a few bytes changed: most of it is well-formed, so it comes deep. */
function garbage(draws: Draws): Buffer {
  if (draws.below(3) === 0) return Buffer.concat([Buffer.from([0x80]), draws.bytes(draws.below(500))]);
  const bytes = conversation(draws);
  for (let i = 1 + draws.below(5); i > 0; i--) bytes[draws.below(bytes.length)] = draws.below(256);
  return bytes;
}

function serves(rig: Rig, asker: Asker, key: string): void {
  asker.take();
  asker.ask('get', { key }).ask('noop');
  rig.pass();
  assert.equal([asker.lines, asker.closed], [['get 0x00 #0=v', 'noop 0x00 #0'], null], 'the neighbour is unharmed');
}

/** Of clients whose first byte is no binary magic. */
const TEXT_ANSWERS = /^(?:(?:ERROR|CLIENT_ERROR [^\r\n]+|SERVER_ERROR [^\r\n]+|END)\r\n)+$/;

test('random garbage crashes nothing and harms nobody else', () => {
  property('proxy/garbage', 150, (draws) => {
    const cpuCost = draws.below(2) * 1000;
    const rig = new Rig({ proxy: { cpuCost }, authentication: draws.below(2) === 0 ? {} : null });
    const key = 'neighbour';
    rig.put(key, 'v');
    const neighbour = rig.asker(0, 'neighbour');
    if (rig.proxy.authentication !== null) neighbour.signIn();
    rig.pass();
    serves(rig, neighbour, key);
    let errors = 0;
    for (let i = 0; i < 5; i++) {
      const asker = rig.asker();
      if (rig.proxy.authentication !== null && draws.below(2) === 0) asker.signIn();
      const bytes = garbage(draws);
      const cut = draws.below(bytes.length);
      asker.say(bytes.subarray(0, cut));
      rig.pass(draws.below(3));
      asker.say(bytes.subarray(cut));
      rig.pass();
      const { protocolErrors } = rig.proxy.counters;
      const isText = asker.junk !== '';
      if (isText) assert.match(asker.junk, TEXT_ANSWERS, 'answers are well-formed');
      else {
        assert.ok(
          protocolErrors === errors || (protocolErrors === errors + 1 && asker.closed !== null),
          'count, and close',
        );
      }
      errors = protocolErrors;
      asker.socket.reset();
    }
    serves(rig, neighbour, key);
    assert.equal([rig.proxy.connections, rig.proxy.waiting, rig.proxy.counters.backendFailures], [1, 0, 0]);
  });
});

test.run();
