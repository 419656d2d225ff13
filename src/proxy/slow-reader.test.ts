import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world/world.ts';
import type { Asker } from './asker.case.ts';
import { Rig } from './rig.case.ts';

const VALUE = 100_000;

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
  asker.say('nonsense');
  rig.pass();
  asker.socket.resume();
  rig.pass();
  assert.equal([asker.lines.length, asker.closed, rig.proxy.connections], [50, 'closed', 0]);
});

test.run();
