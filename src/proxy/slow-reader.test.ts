import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import type { Asker } from './asker.case.ts';
import { Rig } from './rig.case.ts';

const VALUE = 100_000;
const DUE_MAX = 4096;

/** One after the other, with time between: what is asked at once is read at once. */
function gets(rig: Rig, asker: Asker, key: string, count: number): void {
  for (let i = 0; i < count; i++) {
    asker.ask('get', { key, opaque: i });
    rig.pass(MILLISECOND);
  }
}

for (const cpuCost of [0, 1000]) {
  test(`a client that does not read is not read from, until it does (CPU cost ${cpuCost})`, () => {
    const rig = new Rig({ proxy: { cpuCost } });
    const key = rig.keyOn(0);
    rig.put(key, 'x'.repeat(VALUE));
    const [slow, other] = [rig.asker(0, 'slow'), rig.asker(0, 'other')];
    slow.socket.pause();
    gets(rig, slow, key, 200);
    rig.pass();
    // A window of the network, the limit of the proxy, and the reply that went over it.
    const held = rig.gets(0) * VALUE;
    assert.ok(held > 1 << 20 && held < (1 << 20) + (256 << 10) + 2 * VALUE, `${held} bytes of replies`);
    other.ask('get', { key: rig.keyOn(0, 1), opaque: 1 });
    rig.pass();
    assert.equal(other.lines, ['get 0x01 #1'], 'others are served');

    slow.socket.resume();
    rig.pass();
    assert.is(slow.lines.length, 200);
    assert.is(slow.lines.at(-1)?.slice(0, 20), 'get 0x00 #199=xxxxxx');
    slow.ask('noop');
    rig.pass();
    assert.is(slow.lines.at(-1), 'noop 0x00 #0', 'and goes on as before');
  });
}

for (const cpuCost of [0, 1000]) {
  test(`a client that asks without end is not heard further than ${DUE_MAX} replies ahead (CPU cost ${cpuCost})`, () => {
    const rig = new Rig({ proxy: { cpuCost } });
    rig.world.cpu('backend-1').stall(10 * SECOND);
    const [asker, text] = [rig.asker(), new Peer(rig.world, 'proxy-1')];
    const keys = Array.from({ length: 100 }, (_, i) => rig.keyOn(0, i));
    for (let i = 0; i < 20_000; i++) asker.ask('get', { key: keys[0]!, opaque: i });
    for (let i = 0; i < 100; i++) text.say(`get ${keys.join(' ')}\r\n`);
    rig.pass(5 * SECOND);
    assert.ok(
      rig.proxy.waiting >= 2 * DUE_MAX && rig.proxy.waiting < 2 * DUE_MAX + 100,
      `${rig.proxy.waiting} waiting`,
    );
    rig.pass(20 * SECOND);
    assert.is(asker.lines.length, 20_000);
    assert.is(asker.lines.at(-1), 'get 0x01 #19999');
    assert.is(text.heard, 'END\r\n'.repeat(100));
  });
}

test('a client that never reads and leaves is forgotten', () => {
  const rig = new Rig();
  const key = rig.keyOn(0);
  rig.put(key, 'x'.repeat(VALUE));
  const asker = rig.asker();
  asker.socket.pause();
  gets(rig, asker, key, 50);
  asker.socket.reset();
  rig.pass();
  assert.equal([rig.proxy.connections, rig.proxy.waiting], [0, 0]);
});

test('one that stops reading and sends nonsense is let go when it reads again', () => {
  const rig = new Rig();
  const key = rig.keyOn(0);
  rig.put(key, 'x'.repeat(VALUE));
  const asker = rig.asker();
  asker.socket.pause();
  gets(rig, asker, key, 50);
  // A whole header's worth: of less it cannot be told.
  asker.say('nonsense'.repeat(3));
  rig.pass();
  asker.socket.resume();
  rig.pass();
  assert.equal([asker.lines.length, asker.closed, rig.proxy.connections], [50, 'closed', 0]);
});

test.run();
