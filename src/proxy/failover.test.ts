import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from '../backend/server.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import type { Asker } from './asker.case.ts';
import { consecutiveEject } from './policies/consecutive-eject.ts';
import { none } from './policies/none.ts';
import type { Policy } from './policies/policy.ts';
import { Rig, type RigOptions } from './rig.case.ts';

/** Three backends of which the second is ejected, or will be. */
function rigWith(proxy: RigOptions['proxy'] = {}, policy: () => Policy = none): Rig {
  return new Rig({ backends: 3, policy, proxy });
}

/** With one gutter of its own. */
function withGutter(proxy: RigOptions['proxy'] = {}, policy: () => Policy = none): { rig: Rig; gutter: Backend } {
  const backends = [{ name: 'gutter-1', address: 'gutter-1' }];
  const rig = rigWith({ ejectedKeys: 'gutter', gutter: { backends, ttl: 10 * SECOND }, ...proxy }, policy);
  const gutter = new Backend({ world: rig.world, name: 'gutter-1', serviceTime: { fixed: 0, exponential: 0 } });
  gutter.start();
  rig.link('proxy-1', 'gutter-1');
  return { rig, gutter };
}

function say(rig: Rig, asker: Asker, ...words: Parameters<Asker['ask']>): string {
  asker.ask(...words);
  rig.pass(100 * MILLISECOND);
  return asker.take().join();
}

test('gutter: it holds nothing at first, what is written there is there for 10 s, and only keys of ejected ones go there', () => {
  const { rig, gutter } = withGutter();
  const [here, there] = [rig.keyOn(0), rig.keyOn(1)];
  for (const key of [here, there]) rig.put(key, 'old');
  const asker = rig.asker();
  assert.is(say(rig, asker, 'get', { key: there }), 'get 0x00 #0=old');
  rig.proxy.eject(1, 'operator');
  assert.is(say(rig, asker, 'get', { key: there }), 'get 0x01 #0', 'cold');
  assert.is(say(rig, asker, 'set', { key: there, value: 'new' }), 'set 0x00 #0');
  assert.is(say(rig, asker, 'get', { key: there }), 'get 0x00 #0=new');
  assert.is(say(rig, asker, 'get', { key: here }), 'get 0x00 #0=old', 'its own backend is well');
  assert.equal([gutter.counters.cmdGet, gutter.counters.cmdSet], [2, 1]);
  rig.pass(10 * SECOND);
  assert.is(say(rig, asker, 'get', { key: there }), 'get 0x01 #0', 'gone after its time');
  rig.proxy.readmit(1);
  assert.is(say(rig, asker, 'get', { key: there }), 'get 0x00 #0=old');
  assert.is(gutter.counters.cmdGet, 3);
  assert.equal([rig.proxy.counters.failedOver, rig.proxy.counters.backendFailures], [4, 0]);
});

test('gutter: how long a write lives there', () => {
  const rows: readonly [why: string, expiry: number, aliveAt: number, goneAt: number][] = [
    ['never to expire: as long as the gutter keeps anything', 0, 8, 11],
    ['an hour is too long', 3600, 8, 11],
    ['shorter stays shorter', 3, 2, 5],
  ];
  for (const [why, expiry, aliveAt, goneAt] of rows) {
    const { rig } = withGutter();
    const key = rig.keyOn(1);
    rig.proxy.eject(1, 'operator');
    const asker = rig.asker().say(`set ${key} 0 ${expiry} 1\r\nv\r\n`);
    rig.pass(aliveAt * SECOND);
    const reader = rig.asker();
    assert.is(say(rig, reader, 'get', { key }), 'get 0x00 #0=v', why);
    rig.pass((goneAt - aliveAt) * SECOND);
    assert.is(say(rig, reader, 'get', { key }), 'get 0x01 #0', why);
    asker.socket.reset();
  }
});

test('gutter: what a backend does not answer is asked there, gets and sets only', () => {
  const eject = (): Policy => consecutiveEject({ timeout: 400 * MILLISECOND, failures: 2, retry: 30 * SECOND });
  const { rig, gutter } = withGutter({}, eject);
  const key = rig.keyOn(1);
  const asker = rig.asker();
  rig.world.cpu('backend-2').stall(Infinity);
  asker.ask('set', { key, value: 'v', opaque: 1 }).ask('get', { key, opaque: 2 }).ask('incr', { key, opaque: 3 });
  rig.pass();
  // The three were on one connection: lost together, that is one failure.
  assert.equal(asker.take(), ['set 0x00 #1', 'get 0x00 #2=v', 'incr 0x86 #3']);
  assert.equal([rig.proxy.ejections.length, gutter.counters.cmdSet, gutter.counters.cmdGet], [0, 1, 1]);
  const { keyed, routed, replied, backendFailures, failedOver } = rig.proxy.counters;
  assert.equal([keyed, routed, replied, backendFailures, failedOver], [3, 5, 2, 1, 2]);
});

test('gutter: when that is lost, too, the request has failed', () => {
  const { rig, gutter } = withGutter({}, () =>
    consecutiveEject({ timeout: 400 * MILLISECOND, failures: 9, retry: 30 * SECOND }),
  );
  gutter.crash();
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker().ask('get', { key: rig.keyOn(1) });
  rig.pass();
  assert.equal(asker.take(), ['get 0x86 #0']);
  assert.is(rig.proxy.ejections.length, 0);
});

test('gutter: who has left needs no second answer, and a flush reaches it', () => {
  const { rig, gutter } = withGutter({}, () =>
    consecutiveEject({ timeout: 400 * MILLISECOND, failures: 9, retry: 30 * SECOND }),
  );
  const key = rig.keyOn(1);
  rig.world.cpu('backend-2').stall(Infinity);
  const leaver = rig.asker(0, 'leaver').ask('get', { key });
  rig.pass(MILLISECOND);
  leaver.socket.reset();
  rig.pass();
  assert.equal([gutter.counters.cmdGet, rig.proxy.counters.lostForNobody], [0, 1]);
  rig.world.cpu('backend-2').resume();
  assert.is(say(rig, rig.asker(), 'flush'), 'flush 0x00 #0');
  assert.is(gutter.counters.cmdFlush, 1);
});

test('the limit: a burst, then so many a second; beyond it a request fails at once and is counted', () => {
  for (const ejectedKeys of ['rehash', 'gutter'] as const) {
    const limit = { failoverLimit: { perSecond: 2, burst: 5 } };
    const { rig } = withGutter({ ejectedKeys, ...limit });
    rig.proxy.eject(1, 'operator');
    const asker = rig.asker();
    const key = rig.keyOn(1);
    const answered = (): number => {
      for (let i = 0; i < 10; i++) asker.ask('get', { key });
      rig.pass(1);
      return asker.take().filter((line) => line === 'get 0x01 #0').length;
    };
    assert.is(answered(), 5, ejectedKeys);
    rig.pass(SECOND);
    assert.is(answered(), 2, ejectedKeys);
    rig.pass(60 * SECOND);
    assert.is(answered(), 5, `${ejectedKeys}: no more than the burst is saved`);
    const { failedOver, failoverRefused, backendFailures } = rig.proxy.counters;
    assert.equal([failedOver, failoverRefused, backendFailures], [12, 18, 18], ejectedKeys);
    assert.is(say(rig, asker, 'get', { key: rig.keyOn(0) }), 'get 0x01 #0', 'others are not limited');
  }
});

test('probation: whose time is over gets one request, and the others only when that is answered', () => {
  const rig = rigWith({}, () => ({ ...none(), probation: true }));
  const keys = [0, 1, 2, 3].map((n) => rig.keyOn(1, n));
  for (const key of keys) rig.put(key, 'v');
  const before = rig.gets(1);
  rig.proxy.eject(1, 'policy', rig.now + SECOND);
  rig.pass(SECOND);
  rig.world.cpu('backend-2').stall(50 * MILLISECOND);
  const asker = rig.asker();
  for (const key of keys) asker.ask('get', { key });
  rig.pass(MILLISECOND);
  asker.take();
  rig.pass(100 * MILLISECOND);
  assert.equal(asker.take().sort(), ['get 0x00 #0=v', 'get 0x01 #0', 'get 0x01 #0', 'get 0x01 #0']);
  assert.is(rig.gets(1) - before, 1);
  for (const key of keys) assert.is(say(rig, asker, 'get', { key }), 'get 0x00 #0=v');
});

test('panic: with fewer than half of them in, all are asked, and judged again only when they are back', () => {
  const rig = new Rig({ backends: 4, policy: () => ({ ...none(), panicPercent: 50 }) });
  const keys = [0, 1, 2, 3].map((backend) => rig.keyOn(backend));
  for (const key of keys) rig.put(key, 'v');
  const asker = rig.asker();
  const hits = (): number => keys.filter((key) => say(rig, asker, 'get', { key }) === 'get 0x00 #0=v').length;
  rig.proxy.eject(0, 'operator');
  rig.proxy.eject(1, 'operator');
  assert.is(hits(), 2, 'half of them are enough');
  rig.proxy.eject(2, 'operator');
  assert.is(hits(), 4, 'one of four is not');
  assert.is(say(rig, asker, 'flush'), 'flush 0x00 #0', 'they are asked everything');
  rig.proxy.readmit(2);
  assert.is(say(rig, asker, 'flush'), 'flush 0x86 #0');
});

test('so many may wait for all backends together, and the next fails at once', () => {
  const rig = rigWith({}, () => ({ ...none(), waitingMax: 3 }));
  for (const backend of [1, 2, 3]) rig.world.cpu(`backend-${backend}`).stall(50 * MILLISECOND);
  const asker = rig.asker();
  for (let i = 0; i < 5; i++) asker.ask('get', { key: rig.keyOn(i % 3), opaque: i });
  rig.pass();
  assert.equal(
    asker.take().map((line) => line.slice(0, 8)),
    ['get 0x01', 'get 0x01', 'get 0x01', 'get 0x86', 'get 0x86'],
  );
  assert.is(rig.proxy.counters.overflowed, 2);
});

test('a crash forgets who was on the way back', () => {
  const rig = rigWith({}, () => ({ ...none(), probation: true }));
  rig.proxy.eject(1, 'operator');
  rig.proxy.readmit(1);
  rig.proxy.crash();
  rig.proxy.start((error) => assert.is(error, null));
  rig.pass();
  rig.world.cpu('backend-2').stall(50 * MILLISECOND);
  const asker = rig.asker();
  for (const n of [0, 1]) asker.ask('get', { key: rig.keyOn(1, n) });
  rig.pass(MILLISECOND);
  assert.equal(asker.take(), [], 'both wait for it');
});

test.run();
