import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Script } from '../proxy/scripted-server.case.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { Break, BREAKS, type BreakName } from './breaks.ts';
import type { ClientOptions } from './options.ts';
import { pooled } from './presets/pooled.ts';
import { ClientRig, serve, signIn, type RigOptions } from './rig.case.ts';

const credentials = { user: 'user', password: 'secret' };
const dropping: ClientOptions = { ...pooled, dropOnTimeout: true };

interface Row {
  readonly why: string;
  readonly options?: ClientOptions;
  readonly rig?: RigOptions;
  readonly before?: (rig: ClientRig) => void;
  readonly cause: BreakName;
  /** @default true */
  readonly turnedAway?: boolean;
}

/** Answers nobody, and ends or resets the connection after this request. */
const after =
  (name: string, act: 'end' | 'reset'): Script =>
  (asked) =>
    asked.name === name ? asked.by.socket[act]() : serve(asked);

const rows: readonly Row[] = [
  { why: 'in use, reset by the server', rig: { script: after('get', 'reset') }, cause: 'reset', turnedAway: false },
  {
    why: 'in use, closed by the server in peace',
    rig: { script: after('get', 'end') },
    cause: 'closed-by-server',
    turnedAway: false,
  },
  { why: 'closed before AUTH', rig: { script: after('mechs', 'end') }, cause: 'dropped-unauthenticated' },
  {
    why: 'closed instead of an answer to AUTH',
    rig: { script: after('auth', 'end') },
    cause: 'dropped-unauthenticated',
  },
  { why: 'reset before it was signed in', rig: { script: after('auth', 'reset') }, cause: 'reset' },
  { why: 'nobody listens', before: (rig) => rig.server.listener.close(), cause: 'refused' },
  { why: 'SYNs vanish', options: dropping, before: (rig) => rig.blackhole(0), cause: 'connect-timeout' },
  { why: 'nobody says hello', options: dropping, rig: { script: () => undefined }, cause: 'auth-timeout' },
  {
    why: 'a wrong password is not the server turning somebody away',
    rig: { script: (asked) => asked.by.reply(asked, asked.name === 'auth' ? 0x20 : 0, 'PLAIN') },
    cause: 'auth-failed',
    turnedAway: false,
  },
  {
    why: 'told that too many are signing in',
    rig: { script: (asked) => asked.by.reply(asked, asked.name === 'auth' ? 0x86 : 0, 'PLAIN') },
    cause: 'sign-in-shed',
  },
  { why: 'silent after the sign-in', options: dropping, rig: { script: signIn }, cause: 'timeout', turnedAway: false },
  { why: 'above its limit', rig: { listen: { maxConnections: 0 } }, cause: 'too-many-connections' },
  {
    why: "the client's machine is full: no fault of the server",
    before: (rig) => rig.world.machine({ name: 'small', fileLimit: 0 }).place('client'),
    cause: 'no-descriptors',
    turnedAway: false,
  },
  {
    why: "the client's machine has no port",
    before: (rig) => rig.world.machine({ name: 'small', ephemeralPorts: 0 }).place('client'),
    cause: 'no-ports',
    turnedAway: false,
  },
  { why: 'no memcached', rig: { script: (asked) => asked.by.say('EHLO') }, cause: 'protocol-error' },
];

for (const { why, options = pooled, rig: setup = {}, before, cause, turnedAway = true } of rows) {
  test(`${cause}: ${why}`, () => {
    const rig = new ClientRig(options, { credentials, ...setup });
    before?.(rig);
    const ticket = rig.get(rig.session());
    rig.pass(10 * SECOND);
    const { connections } = rig.context.counters;
    assert.equal(connections.broken, expected(cause), ticket.end);
    assert.equal(
      [connections.tried, connections.closed, connections.held, connections.ready, connections.waiting],
      [1, 0, 0, 0, 0],
    );
    assert.is(connections.turnedAwayInAll, turnedAway ? 1 : 0);
  });
}

function expected(cause: BreakName): number[] {
  return BREAKS.map((name) => (name === cause ? 1 : 0));
}

test('every cause has a row', () => {
  assert.equal(
    BREAKS.filter((name) => !rows.some(({ cause }) => cause === name)),
    [],
  );
  assert.equal(
    BREAKS.map((name) => Break[name]),
    BREAKS.map((_, i) => i),
  );
});

test('the life of a connection: tried, opened, signed in, closed by its client', () => {
  const rig = new ClientRig(pooled, { credentials, latency: MILLISECOND });
  const { connections } = rig.context.counters;
  const counts = (): number[] => {
    const { tried, opened, signedIn, ready, waiting, held, closed } = connections;
    return [tried, opened, signedIn, ready, waiting, held, closed];
  };
  const session = rig.session();
  session.warm();
  assert.equal(counts(), [1, 0, 0, 0, 1, 1, 0]);
  rig.until(3);
  assert.equal(counts(), [1, 1, 0, 0, 1, 1, 0]);
  rig.until(10);
  assert.equal(counts(), [1, 1, 1, 1, 0, 1, 0]);
  session.close();
  session.close();
  rig.pass();
  assert.equal(counts(), [1, 1, 1, 0, 0, 0, 1]);
  assert.is(connections.brokenInAll, 0, 'what the client closed is not broken');
});

test('turned away: whoever waited in vain, once for each connection, also when it is kept', () => {
  let silent = true;
  const rig = new ClientRig(pooled, { credentials, script: (asked) => (silent ? undefined : serve(asked)) });
  const { connections } = rig.context.counters;
  const session = rig.session();
  rig.get(session);
  rig.until(300);
  rig.get(session);
  rig.pass(5 * SECOND);
  assert.equal(connections.turnedAway, [{ count: 1, first: rig.start + SECOND, last: rig.start + SECOND }]);
  assert.equal([connections.waiting, connections.brokenInAll], [1, 0], 'it still waits');
  silent = false;
  rig.server.asked[0]!.by.reply(rig.server.asked[0]!, 0, 'PLAIN');
  rig.pass();
  assert.equal([connections.waiting, connections.ready], [0, 1]);
});

test('each is also counted in the mode in which it was tried', () => {
  const rig = new ClientRig({ ...pooled, mode: 'leaky' }, { credentials });
  rig.get(rig.session());
  rig.pass();
  rig.server.connections[0]!.socket.reset();
  rig.get(rig.session());
  rig.pass();
  const { modes, ...all } = rig.context.counters.connections;
  assert.equal({ ...modes.leaky }, all);
  assert.equal([modes.leaky.tried, modes.leaky.brokenInAll, modes.leaky.ready], [2, 1, 1]);
  assert.equal([modes.persistent.tried, modes['per-request'].tried], [0, 0]);
});

test('turned away: by which server', () => {
  const rig = new ClientRig(pooled, { servers: 3, credentials });
  rig.servers[1]!.listener.close();
  for (const home of [0, 1, 2, 1]) rig.get(rig.session(home));
  rig.pass();
  assert.equal(
    rig.servers.map((_, i) => rig.context.counters.connections.turnedAway[i]?.count ?? 0),
    [0, 2, 0],
  );
});

test.run();
