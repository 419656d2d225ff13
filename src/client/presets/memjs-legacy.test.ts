import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SECOND } from '../../world/world.ts';
import type { ClientOptions } from '../options.ts';
import { ClientRig, serve, signIn } from '../rig.case.ts';
import { memjsLegacy } from './memjs-legacy.ts';

/** server-1 is silent, or does as the rest of them. */
function rigWith(options: Partial<ClientOptions> = {}, servers = 3): ClientRig {
  const rig = new ClientRig(
    { ...memjsLegacy, ...options },
    { servers, credentials: { user: 'user', password: 'secret' } },
  );
  rig.server.script = signIn;
  return rig;
}

test('a connection that is lost once costs 200 ms: the spike', () => {
  const rig = rigWith();
  rig.server.script = (asked) => {
    signIn(asked);
    if (asked.name !== 'get') return;
    if (rig.server.connections.length === 1) asked.by.socket.reset();
    else serve(asked);
  };
  const ticket = rig.get(rig.session());
  rig.pass();
  assert.equal([ticket.end, rig.getsAt()], ['hit@200', [0, 200]]);
  assert.equal(rig.server.names, ['mechs', 'auth', 'get', 'mechs', 'auth', 'get'], 'behind another handshake');
  assert.equal([rig.context.counters.retries, rig.context.counters.marks], [1, 0]);
});

test('two attempts, 200 ms apart, then the next server: 1.2 s', () => {
  const rig = rigWith();
  const ticket = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.equal([rig.getsAt(0), rig.getsAt(1), rig.getsAt(2)], [[0, 700], [1200], []]);
  assert.is(ticket.end, 'hit@1200');
  const { connections, requests, retries, marks } = rig.context.counters;
  assert.equal([connections.tried, requests, retries, marks], [3, 3, 2, 1]);
});

test('it gets the same from each server that is silent', () => {
  const rig = rigWith();
  rig.servers[1]!.script = signIn;
  const ticket = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.equal([rig.getsAt(0), rig.getsAt(1), rig.getsAt(2)], [[0, 700], [1200, 1900], [2400]]);
  assert.is(ticket.end, 'hit@2400');
});

test('a marked server is left alone for exactly 60 s, by all operations of the session', () => {
  const rig = rigWith();
  const session = rig.session();
  rig.get(session);
  rig.until(2000);
  rig.server.script = serve;
  for (const ms of [2000, 30_000, 61_199]) rig.at(ms, () => rig.get(session));
  rig.at(61_200, () => rig.get(session));
  rig.until(70_000);
  assert.equal(rig.getsAt(0), [0, 700, 61_200]);
  assert.equal(rig.getsAt(1), [1200, 2000, 30_000, 61_199]);
});

test('the beat: a server that stays silent is tried anew each 60 s after it was marked', () => {
  const rig = rigWith();
  const session = rig.session();
  for (let ms = 0; ms < 200_000; ms += 100) rig.at(ms, () => rig.get(session));
  rig.until(200_000);
  const asked = rig.getsAt(0);
  // What began at 600 ms is the first on the second connection. Its timeout, at 1100, takes all second attempts along:
  // that is when the server is marked.
  const beats = asked.filter((ms, i) => i === 0 || ms - asked[i - 1]! > 10_000);
  assert.equal(beats, [0, 61_100, 122_200, 183_300]);
});

test('one timeout fails all in flight, and all try again 200 ms later at once', () => {
  const rig = rigWith();
  const session = rig.session();
  const tickets = [0, 100, 200, 300, 400].map((ms) => {
    rig.until(ms);
    return rig.get(session);
  });
  rig.pass(5 * SECOND);
  assert.equal(rig.getsAt(0), [0, 100, 200, 300, 400, 700, 700, 700, 700, 700]);
  assert.equal(
    tickets.map(({ end }) => end),
    new Array(5).fill('hit@1200'),
  );
  assert.equal([rig.server.connections.length, rig.getsAt(1)], [2, new Array(5).fill(1200)]);
  assert.is(rig.context.counters.marks, 1, 'marked once, by the first');
});

test('no-servers is said only by who has asked nobody', () => {
  const rig = rigWith({}, 2);
  for (const server of rig.servers) server.script = signIn;
  const session = rig.session();
  const asked = rig.get(session);
  rig.until(2399);
  assert.is(asked.outcome, null);
  rig.until(2400);
  assert.is(asked.end, 'timeout@2400', 'who has asked fails for the last one’s reason');
  const late = rig.get(session);
  assert.is(late.end, 'no-servers@2400', 'at once');
  assert.is(rig.context.counters.connections.tried, 4);
  rig.until(61_200);
  const again = rig.get(session);
  rig.pass(5 * SECOND);
  assert.equal([again.outcome, rig.getsAt(0).slice(2)], ['timeout', [61_200, 61_900]], 'server-1 is back after 60 s');
});

test('refused: both attempts within 200 ms, and on to the next', () => {
  const rig = rigWith();
  rig.server.listener.close();
  const ticket = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.equal([ticket.end, rig.context.counters.connections.tried], ['hit@200', 3]);
});

test('all refuse: the reason is told, not no-servers', () => {
  const rig = rigWith();
  for (const { listener } of rig.servers) listener.close();
  const session = rig.session();
  const first = rig.get(session);
  rig.pass(5 * SECOND);
  const second = rig.get(session);
  assert.equal([first.end, second.end], ['refused@600', 'no-servers@5000']);
});

test('its servers begin with its home and go round', () => {
  const rig = rigWith({ servers: 2 });
  rig.servers[2]!.script = signIn;
  const ticket = rig.get(rig.session(2));
  rig.pass(5 * SECOND);
  assert.equal([rig.getsAt(2), rig.getsAt(0), rig.getsAt(1)], [[0, 700], [1200, 1900], []]);
  assert.equal([ticket.outcome, ticket.ms], ['timeout', 2400], 'the third it does not know');
});

test('another session has to learn by itself who is dead', () => {
  const rig = rigWith();
  rig.get(rig.session());
  rig.until(5000);
  const other = rig.get(rig.session());
  rig.pass(5 * SECOND);
  assert.equal([other.end, rig.getsAt(0)], ['hit@6200', [0, 700, 5000, 5700]]);
});

test.run();
