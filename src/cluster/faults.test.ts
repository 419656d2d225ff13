/** What each fault does to traffic, measured by clients. Times are exact: nothing but what is named takes any. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from '../backend/server.ts';
import { pooled } from '../client/presets/pooled.ts';
import type { ClientOptions } from '../client/options.ts';
import { Verb } from '../protocol/message.ts';
import { MICROSECOND, MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { Fault } from './plan.ts';
import { makeRig, type Rig, type RigOptions } from './rig.case.ts';
import { Shopper } from './shopper.case.ts';

const SERVICE = 100 * MICROSECOND;
/** Each way; so a get over standing connections costs twice this, plus the service time. */
const WAY = 50 * MICROSECOND;
const GET: Nanos = SERVICE + 2 * WAY;
/** One attempt on one proxy; its failure is what it was, not what a retry made of it. */
const client: ClientOptions = { ...pooled, timeout: 500 * MILLISECOND };

const ALL = ['proxy-1', 'proxy-2'].flatMap((from) => ['backend-1', 'backend-2'].map((to) => ({ from, to })));

/** Two proxies and two backends on two machines, and a client of each proxy whose connections stand. */
function stage(options: Partial<RigOptions> = {}): { rig: Rig; one: Shopper; two: Shopper } {
  const rig = makeRig({ client, proxies: 2, backends: 2, serviceTime: SERVICE, proxyToBackend: WAY, ...options });
  const [one, two] = [new Shopper(rig, 0), new Shopper(rig, 1)];
  for (const shopper of [one, two]) for (const backend of [0, 1]) shopper.askAndWait(backend);
  assert.equal(one.askAndWait(1), { outcome: 'hit', latency: (options.proxyCost ?? 0) + GET });
  return { rig, one, two };
}

function pass({ world }: Rig, duration: Nanos = SECOND): void {
  world.run(world.clock.now() + duration);
}

test('slow: the service takes its factor; factors multiply, and each goes by itself', () => {
  const { rig, one } = stage();
  const times = (factor: number): void => {
    assert.equal(one.askAndWait(0), { outcome: 'hit', latency: factor * SERVICE + 2 * WAY });
    assert.equal(one.askAndWait(1).latency, GET, 'the other one is as fast as ever');
  };
  const five = rig.cluster.inject({ kind: 'slow', nodes: ['backend-1'], factor: 5 });
  times(5);
  const three = rig.cluster.inject({ kind: 'slow', nodes: ['backend-1'], factor: 3 });
  times(15);
  five();
  times(3);
  five();
  times(3);
  three();
  times(1);
});

test('slow machine: its proxy and its backend, and nobody else', () => {
  const COST = 20 * MICROSECOND;
  const { rig, one, two } = stage({ proxyCost: COST });
  const end = rig.cluster.inject({ kind: 'slow', nodes: ['machine-1'], factor: 4 });
  assert.is(one.askAndWait(0).latency, 4 * COST + 4 * SERVICE + 2 * WAY);
  assert.is(one.askAndWait(1).latency, 4 * COST + SERVICE + 2 * WAY);
  assert.is(two.askAndWait(0).latency, COST + 4 * SERVICE + 2 * WAY);
  assert.is(two.askAndWait(1).latency, COST + SERVICE + 2 * WAY);
  end();
  assert.is(one.askAndWait(0).latency, COST + GET);
});

test('crash of a backend: what waits fails at once, then it is refused, then it is there again and cold', () => {
  const { rig, one, two } = stage();
  const waiting = one.ask(0);
  pass(rig, WAY + SERVICE / 2);
  const end = rig.cluster.inject({ kind: 'crash', nodes: ['backend-1'] });
  pass(rig);
  assert.equal(waiting, { outcome: 'server-error', latency: WAY + SERVICE / 2 + WAY }, 'the reset takes a way');
  assert.equal(two.askAndWait(0), { outcome: 'server-error', latency: 2 * WAY }, 'refused: a round trip');
  assert.is(one.askAndWait(1).outcome, 'hit');
  end();
  pass(rig);
  assert.is(one.askAndWait(0).outcome, 'miss');
  assert.is(one.askAndWait(0, { verb: Verb.set }).outcome, 'stored');
  assert.equal(two.askAndWait(0).outcome, 'hit');
  assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET });
  assert.ok(rig.cluster.backends.some((one) => one instanceof Backend && one.lifetime.getHits > one.counters.getHits));
});

test('crash of a proxy: its clients are reset and refused; whoever has another one notices nothing', () => {
  const { rig, one, two } = stage();
  const waiting = one.ask(0);
  const end = rig.cluster.inject({ kind: 'crash', nodes: ['proxy-1'] });
  pass(rig);
  assert.equal(waiting, { outcome: 'reset', latency: 0 });
  assert.equal(one.askAndWait(0), { outcome: 'refused', latency: 0 });
  assert.equal(two.askAndWait(0), { outcome: 'hit', latency: GET });
  end();
  pass(rig);
  assert.equal(one.askAndWait(0).outcome, 'hit', 'the caches are as warm as before');
});

test('crash of a proxy: nobody is signed in any more, and those who waited have to ask again', () => {
  const authentication = { time: 10 * MILLISECOND, servers: 1, skipClosed: false, dropAfter: 3 * SECOND };
  const { rig, one } = stage({ authentication });
  const [proxy] = rig.cluster.proxies;
  const applicants = [new Shopper(rig), new Shopper(rig), new Shopper(rig)];
  const lost = applicants.map((shopper) => shopper.ask(0));
  pass(rig, 15 * MILLISECOND);
  const { authentications } = proxy!.counters;
  const end = rig.cluster.inject({ kind: 'crash', nodes: ['proxy-1'] });
  pass(rig);
  assert.is(proxy!.counters.authentications, authentications);
  assert.equal(
    lost.map(({ outcome }) => outcome),
    ['hit', 'reset', 'reset'],
  );
  end();
  pass(rig);
  assert.is(one.askAndWait(0).outcome, 'hit');
  assert.is(proxy!.counters.authentications, authentications + 1);
});

test('hang of a backend: connects stand, then silence; afterwards all is answered, and nothing was lost', () => {
  const { rig, one, two } = stage();
  const end = rig.cluster.inject({ kind: 'hang', nodes: ['backend-1'] });
  assert.equal(one.askAndWait(0), { outcome: 'timeout', latency: client.timeout });
  assert.is(two.askAndWait(1).outcome, 'hit');
  const late = [one.ask(0), two.ask(0)];
  pass(rig, 100 * MILLISECOND);
  assert.equal([late[0]!.outcome, late[1]!.outcome], [null, null]);
  end();
  pass(rig);
  // Its CPU goes on with the request that has timed out, then these two.
  assert.equal(late[0], { outcome: 'hit', latency: 100 * MILLISECOND + 2 * SERVICE + WAY });
  assert.equal(late[1], { outcome: 'hit', latency: 100 * MILLISECOND + 3 * SERVICE + WAY });
  assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET });
  const { requests, replies } = rig.context.counters;
  assert.is(replies, requests, 'the one that timed out was answered too');
});

test('hang of a proxy: it accepts and signs nobody in; afterwards it goes on', () => {
  const authentication = { time: MILLISECOND, servers: 1, skipClosed: false, dropAfter: 3 * SECOND };
  const { rig, one } = stage({ authentication });
  const [proxy] = rig.cluster.proxies;
  const { accepted } = proxy!;
  const end = rig.cluster.inject({ kind: 'hang', nodes: ['proxy-1'] });
  const newcomer = new Shopper(rig);
  assert.equal(newcomer.askAndWait(0), { outcome: 'auth-timeout', latency: client.timeout });
  assert.is(proxy!.accepted, accepted + 1);
  assert.equal(one.askAndWait(0), { outcome: 'timeout', latency: client.timeout });
  const late = one.ask(0);
  pass(rig, 100 * MILLISECOND);
  end();
  pass(rig);
  assert.is(late.outcome, 'hit');
  assert.is(newcomer.askAndWait(1).outcome, 'hit');
});

test('hang of a machine: both its nodes; a crash ends it, and a new one begins anew', () => {
  const { rig, one, two } = stage();
  const hang: Fault = { kind: 'hang', nodes: ['machine-1'] };
  const first = rig.cluster.inject(hang);
  assert.is(one.askAndWait(1).outcome, 'timeout');
  assert.is(two.askAndWait(0).outcome, 'timeout');
  rig.cluster.inject({ kind: 'crash', nodes: ['machine-1'] })();
  pass(rig);
  assert.is(one.askAndWait(0).outcome, 'miss', 'it is back, and cold');
  const second = rig.cluster.inject(hang);
  first();
  assert.is(two.askAndWait(0).outcome, 'timeout', 'the end of the first is not that of the second');
  second();
  pass(rig);
  assert.is(two.askAndWait(0).outcome, 'miss');
});

test('down: connections end, connects are refused; up: new ones stand. Other links do not notice', () => {
  const { rig, one, two } = stage();
  const waiting = one.ask(0);
  pass(rig, WAY);
  const end = rig.cluster.inject({ kind: 'down', links: [{ from: 'proxy-1', to: 'backend-1' }] });
  pass(rig);
  assert.is(waiting.outcome, 'server-error');
  assert.is(one.askAndWait(0).outcome, 'server-error');
  assert.equal(two.askAndWait(0), { outcome: 'hit', latency: GET });
  assert.equal(one.askAndWait(1), { outcome: 'hit', latency: GET });
  end();
  assert.is(one.askAndWait(0).outcome, 'hit', 'warm');
});

test('down between clients and a proxy', () => {
  const { rig, one, two } = stage();
  const waiting = one.ask(0);
  const end = rig.cluster.inject({ kind: 'down', links: [{ from: 'client', to: 'proxy-1' }] });
  pass(rig);
  assert.is(waiting.outcome, 'reset');
  assert.is(one.askAndWait(0).outcome, 'refused');
  assert.is(two.askAndWait(0).outcome, 'hit');
  end();
  assert.is(one.askAndWait(0).outcome, 'hit');
});

test('toxic: on the links it was put on, in its direction; two of a kind add up', () => {
  const { rig, one, two } = stage();
  const links = [{ from: 'proxy-1', to: 'backend-1' }];
  const latency = (ms: number, stream: 'upstream' | 'downstream'): (() => void) =>
    rig.cluster.inject({ kind: 'toxic', links, type: 'latency', stream, attributes: { latency: ms } });
  const ends = [latency(20, 'upstream'), latency(30, 'downstream'), latency(5, 'downstream')];
  for (const left of [55, 35, 5, 0]) {
    assert.equal(one.askAndWait(0), { outcome: 'hit', latency: GET + left * MILLISECOND });
    assert.equal(two.askAndWait(0), { outcome: 'hit', latency: GET });
    assert.equal(one.askAndWait(1), { outcome: 'hit', latency: GET });
    ends.shift()?.();
  }
});

test('eject: what waits fails at once, keys move, and come home', () => {
  const { rig, one, two } = stage();
  rig.cluster.inject({ kind: 'hang', nodes: ['backend-1'] });
  const waiting = one.ask(0);
  pass(rig, 10 * MILLISECOND);
  const end = rig.cluster.inject({ kind: 'eject', backends: ['backend-1'], proxies: ['proxy-1'], by: 'engineer' });
  pass(rig);
  assert.equal(waiting, { outcome: 'server-error', latency: 10 * MILLISECOND });
  assert.equal(one.askAndWait(0), { outcome: 'miss', latency: GET }, 'asked of the other backend');
  assert.is(two.askAndWait(0).outcome, 'timeout', 'the other proxy has not ejected it');
  rig.cluster.rollBack();
  end();
  assert.is(one.askAndWait(0).outcome, 'hit', 'back home, where it always was');
  const [ejection] = rig.cluster.proxies[0]!.ejections;
  assert.is(ejection!.by, 'engineer');
  assert.ok(ejection!.until! > ejection!.at);
});

test('eject by hand takes over from a policy, whose time does not end it', () => {
  const { rig, one } = stage();
  const [proxy] = rig.cluster.proxies;
  proxy!.eject(0, 'policy', rig.world.clock.now() + 2 * SECOND);
  assert.is(one.askAndWait(0).outcome, 'miss');
  const fault: Fault = { kind: 'eject', backends: ['backend-1'], proxies: ['proxy-1'], by: 'engineer' };
  const end = rig.cluster.inject(fault);
  pass(rig, 5 * SECOND);
  assert.is(one.askAndWait(0).outcome, 'miss');
  end();
  assert.is(one.askAndWait(0).outcome, 'hit');
  const spans = proxy!.ejections.map(({ by, at, until }) => [by, Math.round((until! - at) / SECOND)]);
  assert.equal(spans, [
    ['policy', 1],
    ['engineer', 6],
  ]);
});

/** Any two of a kind, the first ending before the second: it lasts until the second ends. */
const overlapping: readonly { readonly fault: Fault; readonly during: string; readonly after: string }[] = [
  { fault: { kind: 'crash', nodes: ['backend-1'] }, during: 'server-error', after: 'miss' },
  { fault: { kind: 'hang', nodes: ['backend-1', 'machine-1'] }, during: 'timeout', after: 'hit' },
  { fault: { kind: 'down', links: ALL }, during: 'server-error', after: 'hit' },
  {
    fault: { kind: 'eject', backends: ['backend-1'], proxies: ['proxy-1', 'proxy-2'], by: 'two' },
    during: 'miss',
    after: 'hit',
  },
];
for (const { fault, during, after } of overlapping) {
  test(`${fault.kind}, twice at a time: it lasts until both are over, and ending again does no harm`, () => {
    const { rig, two } = stage();
    const [first, second] = [rig.cluster.inject(fault), rig.cluster.inject(fault)];
    pass(rig);
    assert.is(two.askAndWait(0).outcome, during);
    first();
    first();
    assert.is(two.askAndWait(0).outcome, during);
    second();
    pass(rig);
    assert.is(two.askAndWait(0).outcome, after);
    first();
    second();
    assert.is(two.askAndWait(0).outcome, after);
  });
}

test('rolling back ends all that is in force, in whatever order it began', () => {
  const { rig, one, two } = stage();
  const faults: readonly Fault[] = [
    { kind: 'hang', nodes: ['machine-2'] },
    { kind: 'slow', nodes: ['backend-1', 'machine-2'], factor: 100 },
    { kind: 'crash', nodes: ['proxy-1'] },
    { kind: 'down', links: ALL },
    { kind: 'toxic', links: ALL, type: 'timeout', attributes: { timeout: 0 } },
    { kind: 'eject', backends: ['backend-2'], proxies: ['proxy-2'], by: 'engineer' },
  ];
  const ends = faults.map((fault) => rig.cluster.inject(fault));
  pass(rig);
  assert.is(one.askAndWait(0).outcome, 'refused');
  assert.is(two.askAndWait(0).outcome, 'timeout');
  rig.cluster.rollBack();
  rig.cluster.rollBack();
  for (const end of ends) end();
  pass(rig);
  for (const shopper of [one, two]) {
    // Once to connect, once for the exact time.
    for (const backend of [0, 1]) assert.is(shopper.askAndWait(backend).outcome, 'hit');
    assert.equal(shopper.askAndWait(0), { outcome: 'hit', latency: GET });
  }
});

test.run();
