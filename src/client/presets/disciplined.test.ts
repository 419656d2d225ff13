import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';
import { ClientRig, serve, signIn } from '../rig.case.ts';
import { disciplined } from './disciplined.ts';

/** server-1 is silent. */
function rigWith(options: Partial<ClientOptions> = {}, servers = 3): ClientRig {
  const rig = new ClientRig({ ...disciplined, ...options }, { servers });
  rig.server.script = signIn;
  return rig;
}

test('the budget sheds what is too much', () => {
  // Five saved, and a quarter of twelve requests.
  const rig = rigWith({ attempts: 2, retryJitter: 0, retryBudget: { percent: 25, perSecond: 0 } });
  const session = rig.session();
  const tickets = Array.from({ length: 12 }, () => rig.get(session));
  rig.pass(5 * SECOND);
  const { requests, retries, retriesShed } = rig.context.counters;
  assert.equal([requests, retries, retriesShed], [20, 8, 4]);
  assert.equal(
    tickets.map(({ end }) => end),
    [...new Array(8).fill('timeout@1137.5'), ...new Array(4).fill('timeout@500')],
  );
});

test('each session has its own budget', () => {
  const rig = rigWith({ attempts: 2, retryBudget: { percent: 0, perSecond: 0 } });
  const tickets = Array.from({ length: 12 }, () => rig.get(rig.session()));
  rig.pass(5 * SECOND);
  assert.equal([rig.context.counters.retries, rig.context.counters.retriesShed], [12, 0]);
  assert.ok(tickets.every(({ outcome }) => outcome === 'timeout'));
});

test('retries are spread between 25 and 250 ms', () => {
  const rig = rigWith({ attempts: 2 });
  for (let i = 0; i < 400; i++) rig.get(rig.session());
  rig.pass(5 * SECOND);
  const delays = rig.server
    .timesOf('get')
    .slice(400)
    .map((t) => (t - rig.start) / MILLISECOND - 500);
  assert.is(delays.length, 400);
  const [lowest, highest] = [Math.min(...delays), Math.max(...delays)];
  assert.ok(lowest >= 25 && lowest < 30 && highest <= 250 && highest > 245, `${lowest}..${highest} ms`);
  assert.ok(new Set(delays).size > 390, 'no two alike');
  const early = delays.filter((delay) => delay < 137.5).length;
  assert.ok(early > 160 && early < 240, `${early} of 400 in the first half`);
});

test('a timeout costs neither the connection nor the server its place', () => {
  const rig = rigWith({ retryBudget: null });
  const session = rig.session();
  const ticket = rig.get(session);
  rig.pass(5 * SECOND);
  assert.is(ticket.outcome, 'timeout');
  const { connections, requests, retries, marks } = rig.context.counters;
  assert.equal([connections.tried, requests, retries, marks], [1, 3, 2, 0]);
  assert.is(rig.servers[1]!.asked.length, 0, 'nor does it wander');
  // It goes on, and answers what is long forgotten.
  rig.server.script = serve;
  rig.server.asked.forEach(serve);
  const next = rig.get(session);
  rig.pass();
  assert.equal([next.outcome, rig.context.counters.connections.tried], ['hit', 1]);
});

test('a server that cannot be connected to is marked at once, and the retry goes to the next', () => {
  const rows: readonly [why: string, fail: (rig: ClientRig) => void, from: number][] = [
    ['refused', (rig) => rig.server.listener.close(), 0],
    ['no answer to the SYN', (rig) => rig.blackhole(0), 500],
  ];
  for (const [why, fail, from] of rows) {
    const rig = rigWith({ retryJitter: 0 });
    fail(rig);
    const session = rig.session();
    const ticket = rig.get(session);
    rig.pass(from * MILLISECOND + 200 * MILLISECOND);
    assert.is(ticket.end, `hit@${from + 137.5}`, why);
    const next = rig.get(session);
    rig.pass(1);
    assert.is(next.outcome, 'hit', `${why}: the next operation does not even try it`);
    assert.equal([rig.context.counters.marks, rig.servers[1]!.names.length], [1, 2], why);
  }
});

test('what fails after the connection stood marks nobody', () => {
  const rows: readonly [why: string, fail: (rig: ClientRig) => void][] = [
    ['a reset', (rig) => (rig.server.script = (asked) => asked.by.socket.reset())],
    ['nonsense', (rig) => (rig.server.script = (asked) => asked.by.say('nonsense'))],
    ['silence', () => undefined],
  ];
  for (const [why, fail] of rows) {
    const rig = rigWith();
    fail(rig);
    rig.get(rig.session());
    rig.pass(5 * SECOND);
    assert.is(rig.context.counters.marks, 0, why);
    assert.is(rig.server.names.length, 3, `${why}: three attempts, all on the same server`);
  }
});

test('it comes back to a server within 4 s, not all clients at once', () => {
  const rig = rigWith();
  rig.server.listener.close();
  const sessions = Array.from({ length: 200 }, () => rig.session());
  for (const session of sessions) rig.get(session);
  rig.until(1);
  assert.is(rig.context.counters.marks, 200);
  const before = rig.context.counters.connections.tried;
  // Asked each 100 ms, a session tries again as soon as its mark is over; refused, it marks anew.
  const back: number[] = [];
  for (let ms = 1; ms <= 4001; ms += 100) {
    rig.until(ms);
    const fresh = sessions.filter((session) => {
      const { marks } = rig.context.counters;
      rig.get(session);
      rig.pass(0);
      return rig.context.counters.marks > marks;
    });
    for (const session of fresh) {
      back.push(ms);
      sessions.splice(sessions.indexOf(session), 1);
    }
  }
  assert.is(back.length, 200, `all are back after 4 s, ${before} connects`);
  const early = back.filter((ms) => ms < 2001).length;
  assert.ok(early > 70 && early < 130, `${early} of 200 in the first half`);
});

test.run();
