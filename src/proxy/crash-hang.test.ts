import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { consecutiveEject } from './policies/consecutive-eject.ts';
import { Rig, sinceMs, type RigOptions } from './rig.case.ts';

const EJECT = { timeout: 400 * MILLISECOND, failures: 1, retry: 30 * SECOND };

function start(rig: Rig): void {
  rig.proxy.start((error) => assert.is(error, null));
  rig.pass(1);
}

test('a crash resets who is connected; meanwhile it is refused; started again it serves', () => {
  const rig = new Rig({ latency: MILLISECOND });
  const key = rig.keyOn(1);
  const idle = rig.asker(0, 'idle');
  const waiting = rig.asker(0, 'waiting');
  rig.world.cpu('backend-2').stall(50 * MILLISECOND);
  waiting.ask('get', { key });
  rig.pass(10 * MILLISECOND);
  const at = rig.now;
  rig.proxy.crash();
  assert.equal([rig.proxy.connections, rig.proxy.waiting], [0, 0]);
  rig.pass();
  assert.equal([idle.closed, waiting.closed, waiting.lines], ['reset', 'reset', []]);
  assert.equal(sinceMs(at, [idle.closedAt, waiting.closedAt]), [1, 1]);
  const refused = rig.asker();
  rig.pass();
  assert.is(refused.closed, 'refused');

  start(rig);
  const again = rig.asker().ask('get', { key, opaque: 7 });
  rig.pass();
  assert.equal([again.lines, rig.proxy.connections], [['get 0x01 #7'], 1]);
  assert.is(rig.proxy.accepted, 3, 'counted over crashes');
});

test('a crash takes those who wait for authentication, and what is under way', () => {
  const rig = new Rig({ authentication: { servers: 1, time: 10 * MILLISECOND } });
  const before = [rig.asker(), rig.asker(), rig.asker()].map((asker) => asker.signIn());
  rig.pass(5 * MILLISECOND);
  rig.proxy.crash();
  assert.is(rig.proxy.authentication!.waiting, 0);
  start(rig);
  const asker = rig.asker();
  const now = rig.now;
  asker.signIn();
  rig.pass(60 * SECOND);
  assert.equal(sinceMs(now, asker.times), [10], 'the server is idle, and all there');
  assert.ok(before.every(({ lines, closed }) => lines.length === 0 && closed === 'reset'));
  assert.equal([rig.proxy.authentication!.served, rig.proxy.counters.authentications], [1, 1]);
  assert.is(rig.proxy.counters.droppedUnauthenticated, 0, 'who was reset is not dropped as well');
});

test('a crash takes the requests that wait for the CPU', () => {
  const rig = new Rig({ proxy: { cpuCost: 10 * MILLISECOND } });
  for (let i = 0; i < 5; i++) rig.asker().ask('get', { key: 'a' });
  rig.pass(15 * MILLISECOND);
  rig.proxy.crash();
  start(rig);
  const asker = rig.asker();
  const now = rig.now;
  asker.ask('noop');
  rig.pass();
  assert.equal([asker.lines, sinceMs(now, asker.times)], [['noop 0x00 #0'], [10]]);
  assert.is(rig.proxy.counters.keyed, 1);
});

test('a crash ends ejections, and is nobody else’s failure', () => {
  const rig = new Rig({ policy: () => consecutiveEject(EJECT) });
  const key = rig.keyOn(1);
  rig.put(key, 'v');
  rig.proxy.eject(1, 'operator');
  rig.asker().ask('get', { key: rig.keyOn(0) });
  rig.world.cpu('backend-1').stall(SECOND);
  rig.pass(MILLISECOND);
  const { backendFailures } = rig.proxy.counters;
  rig.asker().ask('get', { key: rig.keyOn(0) });
  rig.pass(MILLISECOND);
  const at = rig.now;
  rig.proxy.crash();
  start(rig);
  const asker = rig.asker().ask('get', { key });
  rig.pass();
  assert.equal(asker.lines, ['get 0x00 #0=v'], 'the ring is whole');
  assert.equal(rig.proxy.ejections, [{ backend: 1, at: rig.proxy.ejections[0]!.at, by: 'operator', until: at }]);
  assert.is(rig.proxy.counters.backendFailures, backendFailures);
});

test('a crash takes what the policy had learnt', () => {
  const limit = { ...EJECT, failures: 3 };
  const rig = new Rig({ policy: () => consecutiveEject(limit) });
  // One failure short of an ejection, before the crash and after it.
  for (let round = 0; round < 2; round++) {
    for (let failure = 1; failure < limit.failures; failure++) {
      rig.asker().ask('get', { key: rig.keyOn(0) });
      rig.world.cpu('backend-1').stall(2 * EJECT.timeout);
      rig.pass(3 * EJECT.timeout);
    }
    assert.equal(rig.proxy.ejections, [], `round ${round}`);
    rig.proxy.crash();
    start(rig);
  }
});

test('crashing twice, and again after the start', () => {
  const rig = new Rig();
  for (let round = 0; round < 3; round++) {
    rig.proxy.crash();
    rig.proxy.crash();
    start(rig);
    const asker = rig.asker().ask('noop');
    rig.pass();
    assert.equal(asker.lines, ['noop 0x00 #0'], `round ${round}`);
  }
  assert.is(rig.proxy.accepted, 3);
});

test('who was turned away is counted over crashes too', () => {
  const rig = new Rig({ proxy: { maxConnections: 1 } });
  rig.asker();
  const second = rig.asker();
  rig.pass();
  assert.equal([second.junk, second.closed], ['ERROR Too many open connections\r\n', 'closed']);
  assert.equal([rig.proxy.turnedAway, rig.proxy.accepted], [1, 1]);
  rig.proxy.crash();
  start(rig);
  assert.is(rig.proxy.turnedAway, 1);
  const asker = rig.asker().ask('noop');
  rig.pass();
  assert.equal(asker.lines, ['noop 0x00 #0'], 'and there is room again');
});

test('it hangs: connects stand, then silence; it goes on: all is answered', () => {
  for (const [why, options] of HANGING) {
    const rig = new Rig(options);
    const key = rig.keyOn(1);
    rig.put(key, 'v');
    rig.world.cpu('backend-2').stall(20 * MILLISECOND);
    const before = rig.asker(0, 'before').ask('get', { key, opaque: 1 });
    rig.pass(10 * MILLISECOND);
    hang(rig, true);
    before.ask('get', { key, opaque: 2 });
    const during = rig.asker(0, 'during').ask('get', { key, opaque: 3 }).ask('noop');
    // Who needs no backend gets no answer either.
    const fence = rig.asker(0, 'fence').ask('noop');
    rig.pass(100 * SECOND);
    assert.equal([before.lines, before.closed, during.lines, during.closed], [[], null, [], null], why);
    assert.equal([fence.lines, rig.proxy.connections], [[], 3], `${why}: accepted, in silence`);
    const end = rig.now;
    hang(rig, false);
    rig.pass();
    assert.equal(before.lines, ['get 0x00 #1=v', 'get 0x00 #2=v'], why);
    assert.equal(during.lines, ['get 0x00 #3=v', 'noop 0x00 #0'], why);
    assert.equal(fence.lines, ['noop 0x00 #0'], why);
    assert.ok(
      [...before.times, ...during.times].every((t) => t >= end && t <= end + MILLISECOND),
      why,
    );
    assert.equal([rig.proxy.ejections.length, rig.proxy.counters.backendFailures], [0, 0], why);
  }
});

const HANGING: readonly [why: string, options: RigOptions][] = [
  ['no CPU cost', {}],
  ['CPU cost', { proxy: { cpuCost: 1000 } }],
  ['a policy with a timeout: it looks at no clock', { policy: () => consecutiveEject(EJECT) }],
];

/** As the fault does it: the process, and its CPU. */
function hang(rig: Rig, hangs: boolean): void {
  const cpu = rig.world.cpu('proxy-1');
  if (hangs) {
    rig.proxy.hang();
    cpu.stall(Infinity);
  } else {
    rig.proxy.recover();
    cpu.resume();
  }
}

test('who hangs signs nobody in and drops nobody', () => {
  const rig = new Rig({ authentication: { servers: 1, time: SECOND, dropAfter: 5 * SECOND } });
  const silent = rig.asker();
  rig.pass(2 * SECOND);
  const start = rig.now;
  const underWay = rig.asker().signIn();
  rig.world.run(start + 0.5 * SECOND);
  hang(rig, true);
  rig.pass(SECOND);
  const late = rig.asker().signIn();
  rig.world.run(start + 4 * SECOND);
  assert.equal([underWay.lines, late.lines, silent.closed], [[], [], null]);
  hang(rig, false);
  rig.pass(10 * SECOND);
  assert.equal([underWay.lines, late.lines], [['auth 0x00 #0=Authenticated'], ['auth 0x00 #0=Authenticated']]);
  // Half of the first one's second was left.
  assert.equal(
    [underWay.times[0]! - start - 4.5 * SECOND, late.times[0]! - start - 5.5 * SECOND].map((ns) => ns <= 1),
    [true, true],
  );
  assert.equal([silent.closed, silent.closedAt - start], ['closed', 4 * SECOND]);
  assert.is(rig.proxy.counters.droppedUnauthenticated, 1);
});

test('who hangs for longer than a sign-in may take drops those who waited, when it goes on', () => {
  const rig = new Rig({ authentication: { dropAfter: SECOND } });
  const asker = rig.asker();
  hang(rig, true);
  rig.pass(10 * SECOND);
  assert.is(asker.closed, null);
  const end = rig.now;
  hang(rig, false);
  rig.pass(MILLISECOND);
  assert.equal([asker.closed, asker.closedAt], ['closed', end]);
});

test('crashed while it hung, it starts clean', () => {
  const rig = new Rig({ authentication: { servers: 1, time: 2 * SECOND } });
  rig.asker().signIn().ask('get', { key: 'a' });
  rig.pass(SECOND);
  hang(rig, true);
  rig.proxy.crash();
  rig.world.cpu('proxy-1').resume();
  start(rig);
  const asker = rig
    .asker()
    .signIn()
    .ask('get', { key: rig.keyOn(0) })
    .ask('get', { key: rig.keyOn(1) });
  rig.pass(3 * SECOND);
  assert.equal(asker.lines, ['auth 0x00 #0=Authenticated', 'get 0x01 #0', 'get 0x01 #0']);
});

test.run();
