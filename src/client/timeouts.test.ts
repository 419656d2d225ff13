import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world/world.ts';
import type { OperationOwner } from './operation.ts';
import type { ClientOptions } from './options.ts';
import { pooled } from './presets/pooled.ts';
import { ClientRig, serve, signIn } from './rig.case.ts';

const keeping: ClientOptions = { ...pooled, timeout: 500 * MILLISECOND };
const dropping: ClientOptions = { ...keeping, dropOnTimeout: true };

/** Answers each get after so many ms, by key number; the others at once. */
function late(rig: () => ClientRig, delays: Readonly<Record<string, number>>): typeof serve {
  return (asked) => {
    const { clock } = rig().world;
    clock.at(clock.now() + (delays[asked.key] ?? 0) * MILLISECOND, { fire: () => serve(asked) });
  };
}

test('drop on timeout: the one that caused it fails with timeout, all others in flight with reset', () => {
  const rig = new ClientRig(dropping, { script: signIn });
  const session = rig.session();
  const tickets = [0, 100, 200, 300, 499].map((ms) => {
    rig.until(ms);
    return rig.get(session);
  });
  rig.pass(10 * SECOND);
  assert.equal(
    tickets.map(({ end }) => end),
    ['timeout@500', 'reset@500', 'reset@500', 'reset@500', 'reset@500'],
  );
  assert.equal([rig.server.connections.length, rig.server.connections[0]!.closed], [1, 'reset']);
  rig.server.script = serve;
  const next = rig.get(session);
  rig.pass();
  assert.equal([next.outcome, rig.server.connections.length], ['hit', 2], 'the next one has a connection of its own');
});

test('drop on timeout: what is begun by the one that failed is not put on the connection that goes', () => {
  const rig = new ClientRig(dropping, { script: signIn });
  const session = rig.session();
  const first = rig.get(session);
  let next: ReturnType<ClientRig['get']> | null = null;
  const completed = first.completed.bind(first);
  first.completed = (...args: Parameters<OperationOwner['completed']>): void => {
    completed(...args);
    rig.server.script = serve;
    next = rig.get(session);
  };
  rig.pass(10 * SECOND);
  assert.equal([first.end, next!.end], ['timeout@500', 'hit@500']);
  assert.is(rig.server.connections.length, 2);
});

test('replies out of order cannot be matched: the connection goes', () => {
  const rig: ClientRig = new ClientRig(keeping, { script: late(() => rig, { 'key:1': 600 }) });
  const session = rig.session();
  const slow = rig.get(session, 1);
  rig.until(550);
  const next = rig.get(session, 2);
  rig.until(700);
  const last = rig.get(session, 3);
  rig.pass();
  assert.equal([slow.end, next.end, last.end], ['timeout@500', 'protocol-error@550', 'hit@700']);
  assert.is(rig.server.connections.length, 2);
});

test('keep the socket: a late reply is dropped, and the next ones are matched rightly', () => {
  const rig: ClientRig = new ClientRig(keeping, {
    script: late(() => rig, { 'key:1': 600, 'key:2': 50, 'key:3': 20 }),
  });
  const session = rig.session();
  const slow = rig.get(session, 1);
  rig.until(550);
  const next = rig.get(session, 2);
  rig.until(590);
  const last = rig.get(session, 3);
  rig.pass();
  assert.equal([slow.end, next.end, last.end], ['timeout@500', 'hit@600', 'hit@610']);
  const { connections, requests, replies } = rig.context.counters;
  assert.equal([connections.tried, requests, replies], [1, 3, 3], 'the late one is counted');
});

test('keep the socket: a page of which some time out', () => {
  const delays = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key:${i}`, 480 + i]));
  const rig: ClientRig = new ClientRig(keeping, { script: late(() => rig, delays) });
  const session = rig.session();
  const tickets = Array.from({ length: 40 }, (_, i) => rig.get(session, i));
  rig.pass();
  assert.equal(
    tickets.map(({ end }) => end),
    // At 500 ms sharp the timeout was set first.
    tickets.map((_, i) => (i < 20 ? `hit@${480 + i}` : 'timeout@500')),
  );
  const again = rig.get(session, 100);
  rig.pass();
  assert.equal([again.outcome, rig.context.counters.replies, rig.context.counters.connections.tried], ['hit', 41, 1]);
});

test('each operation has its own timeout, armed anew for each', () => {
  const rig = new ClientRig(keeping, { script: signIn });
  const session = rig.session();
  const ends = [0, 123, 456].map((ms) => {
    rig.until(ms);
    return rig.get(session);
  });
  rig.pass();
  assert.equal(
    ends.map(({ end }) => end),
    ['timeout@500', 'timeout@623', 'timeout@956'],
  );
});

test('timeouts without number leave nothing behind', () => {
  const rig = new ClientRig(keeping, { script: signIn });
  const session = rig.session();
  for (let i = 0; i < 300; i++) {
    rig.get(session, i);
    rig.pass(3 * MILLISECOND);
  }
  rig.pass();
  rig.server.script = serve;
  assert.is(rig.get(session).outcome, null);
  rig.pass();
  assert.is(rig.context.counters.requests, 301);
});

test.run();
