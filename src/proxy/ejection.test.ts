import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { Asker } from './asker.case.ts';
import { consecutiveEject } from './policies/consecutive-eject.ts';
import { Rig, sinceMs, type RigOptions } from './rig.case.ts';

const TIMEOUT = 400 * MILLISECOND;
const RETRY = 30 * SECOND;
const BACKENDS = [0, 1, 2];

function rigWith(options: RigOptions = {}): Rig {
  const policy = () => consecutiveEject({ timeout: TIMEOUT, failures: 3, retry: RETRY });
  return new Rig({ backends: 3, policy, ...options });
}

/** Asks, and waits as long as the policy does. */
function get(rig: Rig, asker: Asker, key: string): string {
  asker.ask('get', { key });
  rig.pass(TIMEOUT);
  return asker.take().join();
}

/** Ejections as `backend@from-until`, in ms since then. */
function ejections(rig: Rig, start: Nanos): string[] {
  return rig.proxy.ejections.map(({ backend, at, by, until }) => {
    const [from, to] = sinceMs(start, until === null ? [at] : [at, until]);
    return `${backend}@${from}-${to ?? ''} by ${by}`;
  });
}

test('after so many failures in a row it is out of the ring, and back after the retry time', () => {
  const rig = rigWith();
  const keys = BACKENDS.map((backend) => rig.keyOn(backend));
  for (const key of keys) rig.put(key, 'v');
  const asker = rig.asker();
  for (const key of keys) assert.is(get(rig, asker, key), 'get 0x00 #0=v');
  rig.world.cpu('backend-2').stall(Infinity);
  const start = rig.now;
  const gets = BACKENDS.map((backend) => rig.gets(backend));
  for (let i = 0; i < 3; i++) assert.is(get(rig, asker, keys[1]!), 'get 0x86 #0', `failure ${i + 1}`);
  assert.equal(ejections(rig, start), ['1@1200- by policy']);

  // Its keys have moved to others, who do not have them; the others' keys stay.
  assert.is(get(rig, asker, keys[1]!), 'get 0x01 #0');
  assert.is(get(rig, asker, keys[0]!), 'get 0x00 #0=v');
  assert.is(get(rig, asker, keys[2]!), 'get 0x00 #0=v');
  const moved = BACKENDS.map((backend) => rig.gets(backend) - gets[backend]!);
  assert.equal([moved[0]! + moved[2]!, moved[1]], [3, 0]);
  assert.is(rig.home(keys[1]!), 1, 'home is where it belongs, not where it is');

  rig.world.cpu('backend-2').resume();
  rig.world.run(start + 1200 * MILLISECOND + RETRY - 1);
  assert.is(rig.proxy.ejections[0]!.until, null);
  rig.pass(1);
  assert.equal(ejections(rig, start), ['1@1200-31200 by policy']);
  asker.ask('get', { key: keys[1]! });
  rig.pass();
  assert.equal(asker.lines, ['get 0x00 #0=v']);
});

test('back in the ring it needs as many failures again', () => {
  const rig = rigWith();
  const key = rig.keyOn(1);
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker();
  const start = rig.now;
  for (let i = 0; i < 3; i++) get(rig, asker, key);
  rig.world.run(start + 3 * TIMEOUT + RETRY);
  for (let i = 0; i < 2; i++) assert.is(get(rig, asker, key), 'get 0x86 #0');
  assert.is(rig.proxy.ejections.length, 1);
  assert.is(get(rig, asker, key), 'get 0x86 #0');
  assert.equal(ejections(rig, start), ['1@1200-31200 by policy', '1@32400- by policy']);
});

test('what is a failure, and how often', () => {
  const rows: readonly [why: string, steps: string, ejected: number][] = [
    ['two in a row', 'FF', 0],
    ['three in a row', 'FFF', 1],
    ['a success sets the count back', 'FFSFF', 0],
    ['and it starts from there', 'FFSFFF', 1],
    ['refused counts like silence', 'RRR', 1],
    ['a mixture too', 'FRF', 1],
    ['a miss is a success', 'FFSFFS', 0],
  ];
  for (const [why, steps, ejected] of rows) {
    const rig = rigWith();
    const key = rig.keyOn(1);
    const asker = rig.asker();
    for (const step of steps) {
      const cpu = rig.world.cpu('backend-2');
      if (step === 'F') cpu.stall(Infinity);
      if (step === 'R') rig.backends[1]!.crash();
      assert.is(get(rig, asker, key), step === 'S' ? 'get 0x01 #0' : 'get 0x86 #0', `${why}: ${step}`);
      cpu.resume();
      if (step === 'R') rig.backends[1]!.start();
    }
    assert.is(rig.proxy.ejections.length, ejected, why);
  }
});

test('slow, but below the timeout: never ejected, however long', () => {
  const rig = rigWith({ backend: { serviceTime: { fixed: MILLISECOND, exponential: 0 } } });
  const key = rig.keyOn(1);
  rig.world.cpu('backend-2').slow(399);
  const asker = rig.asker();
  for (let i = 0; i < 500; i++) assert.is(get(rig, asker, key), 'get 0x01 #0');
  assert.equal([rig.proxy.ejections.length, rig.proxy.counters.backendFailures], [0, 0]);
  rig.world.cpu('backend-2').slow(401);
  for (let i = 0; i < 3; i++) get(rig, asker, key);
  assert.is(rig.proxy.ejections.length, 1, 'two milliseconds more, and it is');
});

test('each proxy judges for itself', () => {
  const rig = rigWith({ proxies: 2 });
  const key = rig.keyOn(1);
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker(0);
  for (let i = 0; i < 3; i++) get(rig, asker, key);
  assert.equal(
    rig.proxies.map((proxy) => proxy.ejections.length),
    [1, 0],
  );
  assert.is(get(rig, rig.asker(1), key), 'get 0x86 #0');
});

test('ejected by hand: what waits fails at once, and it stays out until it is readmitted', () => {
  const rig = rigWith();
  const [here, there] = [rig.keyOn(0), rig.keyOn(1)];
  rig.world.cpu('backend-2').stall(Infinity);
  const asker = rig.asker();
  const start = rig.now;
  asker
    .ask('get', { key: there, opaque: 1 })
    .ask('get', { key: here, opaque: 2 })
    .ask('set', { key: there, opaque: 3 });
  rig.after(100 * MILLISECOND, () => rig.proxy.eject(1, 'operator'));
  rig.after(150 * MILLISECOND, () => rig.proxy.eject(1, 'somebody else'));
  rig.pass();
  assert.equal(asker.lines, ['get 0x86 #1', 'get 0x01 #2', 'set 0x86 #3']);
  assert.equal(sinceMs(start, asker.times), [100, 100, 100]);
  rig.pass(3600 * SECOND);
  assert.equal(ejections(rig, start), ['1@100- by operator'], 'the failures it caused are no second ejection');
  rig.world.cpu('backend-2').resume();
  const end = rig.now;
  rig.proxy.readmit(1);
  rig.proxy.readmit(1);
  assert.is(rig.proxy.ejections[0]!.until, end);
  asker.take();
  asker.ask('get', { key: there });
  rig.pass();
  assert.equal(asker.take(), ['get 0x00 #0'], 'the write that failed was done after all, when the backend went on');
  assert.is(rig.proxy.ejections.length, 1);
});

test('readmitted by hand, the old retry time does not end a later ejection', () => {
  const rig = rigWith();
  rig.proxy.eject(1, 'first', rig.now + 10 * SECOND);
  rig.pass(SECOND);
  rig.proxy.readmit(1);
  rig.proxy.eject(1, 'second');
  rig.pass(60 * SECOND);
  assert.equal(
    rig.proxy.ejections.map(({ by, until }) => [by, until === null]),
    [
      ['first', false],
      ['second', true],
    ],
  );
});

test('with all of them out there is nobody to ask', () => {
  const rig = rigWith();
  for (const backend of BACKENDS) rig.proxy.eject(backend, 'operator');
  const asker = rig.asker().ask('get', { key: 'a', opaque: 1 }).ask('getq', { key: 'b', opaque: 2 }).ask('noop');
  rig.pass();
  assert.equal(asker.take(), ['get 0x86 #1', 'getq 0x86 #2', 'noop 0x00 #0']);
  rig.proxy.readmit(2);
  const keys = BACKENDS.map((backend) => rig.keyOn(backend));
  for (const key of keys) asker.ask('get', { key });
  rig.pass();
  assert.equal([asker.take(), rig.gets(2)], [['get 0x01 #0', 'get 0x01 #0', 'get 0x01 #0'], 3]);
});

test('miss-fast: keys of an ejected backend are missed at once, and move nowhere', () => {
  const rig = rigWith({ proxy: { ejectedKeys: 'miss-fast' } });
  const [here, there] = [rig.keyOn(0), rig.keyOn(1)];
  rig.put(there, 'v');
  rig.put(here, 'w');
  rig.proxy.eject(1, 'operator');
  const asker = rig.asker();
  const start = rig.now;
  asker
    .ask('get', { key: there, opaque: 1 })
    .ask('getk', { key: there, opaque: 2 })
    .ask('getq', { key: there, opaque: 3 });
  asker.ask('set', { key: there, value: 'x', opaque: 4 }).ask('setq', { key: there, value: 'x', opaque: 5 });
  asker.ask('get', { key: here, opaque: 6 });
  rig.pass();
  assert.equal(asker.lines, ['get 0x01 #1', 'getk 0x01 #2', 'set 0x86 #4', 'setq 0x86 #5', 'get 0x00 #6=w']);
  assert.equal(new Set(sinceMs(start, asker.times)), new Set([0]));
  assert.equal([rig.gets(0), rig.gets(1), rig.gets(2)], [1, 0, 0]);
  rig.proxy.readmit(1);
  asker.take();
  asker.ask('get', { key: there });
  rig.pass();
  assert.equal(asker.lines, ['get 0x00 #0=v'], 'a write that was declined left nothing');
});

test.run();
