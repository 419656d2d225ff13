/** What each fault does to traffic, measured by clients. Times are exact: nothing but what is named takes any. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from '../backend/server.ts';
import { Verb } from '../protocol/message.ts';
import { MICROSECOND, MILLISECOND, SECOND } from '../world/world.ts';
import type { Fault } from './plan.ts';
import { Shopper } from './shopper.case.ts';
import { client, GET, pass, SERVICE, stage, WAY } from './stage.case.ts';

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
  const latency = (ms: number, stream: 'upstream' | 'downstream'): (() => void) => {
    const toxic = { type: 'latency', name: `${ms} ms`, stream, attributes: { latency: ms } };
    return rig.cluster.inject({ kind: 'toxic', links, toxic });
  };
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

test.run();
