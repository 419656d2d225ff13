import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodePlain } from '../protocol/sasl.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import { request, type Asker, type OpcodeName } from './asker.case.ts';
import { Rig, sinceMs, type RigOptions } from './rig.case.ts';

const AUTHENTICATED = 'auth 0x00 #0=Authenticated';
const PLAIN = encodePlain('user', 'secret').toString('latin1');

function rigWith(authentication: RigOptions['authentication'] = {}, cpuCost = 0): Rig {
  return new Rig({ authentication, proxy: { cpuCost } });
}

/** Clients that all sign in now; each on a node of its own. */
function applicants(rig: Rig, count: number): { start: Nanos; askers: Asker[] } {
  const askers = Array.from({ length: count }, (_, i) => rig.asker(0, `client-${i}`));
  askers.forEach((asker) => asker.signIn());
  return { start: rig.now, askers };
}

const auth = (mechanism: string, value: string): Buffer => request('auth', { key: mechanism, value });

test('the handshake, right and wrong', () => {
  const rows: readonly [why: string, say: Buffer[], heard: string[], errors: number][] = [
    ['mechanisms', [request('mechs')], ['mechs 0x00 #0=PLAIN'], 0],
    ['the version is told to anybody', [request('version', { opaque: 5 })], ['version 0x00 #5=1.6.18'], 0],
    ['as most clients send it', [auth('PLAIN', PLAIN)], [AUTHENTICATED], 0],
    ['with an authzid, as libmemcached does', [auth('PLAIN', 'user\0user\0secret')], [AUTHENTICATED], 0],
    ['a wrong mechanism', [auth('CRAM-MD5', PLAIN)], ['auth 0x04 #0'], 0],
    ['mechanisms are told apart by case', [auth('plain', PLAIN)], ['auth 0x04 #0'], 0],
    ['a wrong password', [auth('PLAIN', '\0user\0Secret')], ['auth 0x20 #0'], 1],
    ['a password that is too long by a NUL', [auth('PLAIN', '\0user\0secret\0')], ['auth 0x20 #0'], 1],
    ['an unknown user', [auth('PLAIN', '\0nobody\0nobody')], ['auth 0x20 #0'], 1],
    ['no body', [auth('PLAIN', '')], ['auth 0x20 #0'], 1],
    ['STEP without a start', [request('step', { key: 'PLAIN', value: PLAIN })], ['step 0x20 #0'], 0],
    ['a second try', [auth('PLAIN', 'x'), auth('PLAIN', PLAIN)], ['auth 0x20 #0', AUTHENTICATED], 1],
  ];
  for (const [why, say, heard, errors] of rows) {
    const rig = rigWith();
    const asker = rig.asker().say(Buffer.concat(say));
    rig.pass();
    assert.equal([asker.lines, asker.closed], [heard, null], why);
    assert.is(rig.proxy.counters.authenticationErrors, errors, why);
    assert.is(rig.proxy.counters.authentications, heard.at(-1) === AUTHENTICATED ? 1 : 0, why);
  }
});

test('without a sign-in there is nothing but 0x20 and the end', () => {
  const commands: OpcodeName[] = ['get', 'getq', 'set', 'delete', 'incr', 'noop', 'quit', 'stat', 'flush', 'gat'];
  for (const cpuCost of [0, 1000]) {
    for (const name of commands) {
      const rig = rigWith({}, cpuCost);
      const hasKey = !['noop', 'quit', 'stat', 'flush'].includes(name);
      const asker = rig.asker();
      asker.ask(name, hasKey ? { key: 'key:1', opaque: 3 } : { opaque: 3 }).signIn();
      rig.pass();
      assert.equal([asker.lines, asker.closed], [[`${name} 0x20 #3`], 'closed'], `${name}, cost ${cpuCost}`);
      const { keyed, authentications } = rig.proxy.counters;
      assert.equal([keyed, authentications, rig.proxy.connections], [0, 0, 0], `${name}, cost ${cpuCost}`);
    }
  }
});

test('a proxy that asks for no sign-in knows no AUTH', () => {
  const rig = rigWith(null);
  const asker = rig.asker().signIn().ask('noop');
  rig.pass();
  assert.equal(asker.lines, ['auth 0x81 #0', 'noop 0x00 #0']);
});

test('requests that are pipelined behind AUTH are answered after it', () => {
  for (const servers of [1, Infinity]) {
    for (const cpuCost of [0, MILLISECOND]) {
      const rig = rigWith({ servers, time: 10 * MILLISECOND }, cpuCost);
      const key = rig.keyOn(0);
      rig.put(key, 'v');
      const asker = rig.asker();
      const start = rig.now;
      asker.say(Buffer.concat([request('mechs'), auth('PLAIN', PLAIN), request('get', { key }), request('noop')]));
      rig.after(5 * MILLISECOND, () => asker.ask('get', { key: rig.keyOn(1) }));
      rig.pass();
      const why = `${servers} servers, cost ${cpuCost}`;
      assert.equal(
        asker.lines,
        ['mechs 0x00 #0=PLAIN', AUTHENTICATED, 'get 0x00 #0=v', 'noop 0x00 #0', 'get 0x01 #0'],
        why,
      );
      if (servers === 1) assert.is(sinceMs(start, asker.times)[1], cpuCost === 0 ? 10 : 14, why);
    }
  }
});

test('signing in again is answered in its turn, also long after the first time', () => {
  const rig = rigWith({ servers: 1, dropAfter: SECOND });
  const asker = rig.asker().signIn();
  rig.pass(10 * SECOND);
  rig.world.cpu('backend-2').stall(50 * MILLISECOND);
  asker
    .ask('get', { key: rig.keyOn(1) })
    .signIn()
    .ask('noop');
  rig.pass();
  assert.equal(asker.lines, [AUTHENTICATED, 'get 0x01 #0', AUTHENTICATED, 'noop 0x00 #0']);
});

test('authentication is a finite server, first come first served', () => {
  const rows: readonly [why: string, servers: number, times: number[]][] = [
    ['one after the other', 1, [10, 20, 30, 40, 50]],
    ['two at a time', 2, [10, 10, 20, 20, 30]],
    ['more than there are clients', 8, [10, 10, 10, 10, 10]],
    ['without limit it takes no time', Infinity, [0, 0, 0, 0, 0]],
  ];
  for (const [why, servers, times] of rows) {
    const rig = rigWith({ servers, time: 10 * MILLISECOND });
    const { start, askers } = applicants(rig, 5);
    rig.pass(5 * MILLISECOND);
    assert.is(rig.proxy.authentication!.waiting, Math.max(0, 5 - servers), `${why}: waiting`);
    rig.pass();
    assert.equal(
      askers.map((asker) => sinceMs(start, asker.times)[0]),
      times,
      why,
    );
    assert.equal([rig.proxy.authentication!.served, rig.proxy.counters.authentications], [5, 5], why);
  }
});

test('a wrong password costs the server nothing', () => {
  const rig = rigWith({ servers: 1, time: 10 * MILLISECOND });
  const wrong = Array.from({ length: 5 }, () => rig.asker().signIn('user', 'wrong'));
  const right = rig.asker();
  const start = rig.now;
  right.signIn();
  rig.pass();
  assert.equal(sinceMs(start, right.times), [10]);
  assert.ok(wrong.every((asker) => asker.lines[0] === 'auth 0x20 #0'));
});

test('it works on for clients that have left, unless it looks first', () => {
  for (const [skipClosed, last, served] of [
    [false, 40, 4],
    [true, 20, 2],
  ] as const) {
    const rig = rigWith({ servers: 1, time: 10 * MILLISECOND, skipClosed });
    const { start, askers } = applicants(rig, 4);
    rig.after(5 * MILLISECOND, () => askers.slice(1, 3).forEach((asker) => asker.socket.reset()));
    rig.pass();
    assert.equal(
      askers.map((asker) => sinceMs(start, asker.times)),
      [[10], [], [], [last]],
      `skipClosed ${skipClosed}`,
    );
    assert.is(rig.proxy.authentication!.served, served);
    assert.equal([rig.proxy.counters.authentications, rig.proxy.connections], [2, 2], 'nobody is told who is gone');
  }
});

test('who leaves while being worked on is worked on to the end in both cases', () => {
  for (const skipClosed of [false, true]) {
    const rig = rigWith({ servers: 1, time: 10 * MILLISECOND, skipClosed });
    const { start, askers } = applicants(rig, 2);
    rig.after(5 * MILLISECOND, () => askers[0]!.socket.reset());
    rig.pass();
    assert.equal(sinceMs(start, askers[1]!.times), [20]);
  }
});

test('who has not signed in in time is dropped, and out of the queue', () => {
  const rig = rigWith({ servers: 1, time: 3 * SECOND, dropAfter: 5 * SECOND });
  const silent = rig.asker(0, 'silent');
  const { start, askers } = applicants(rig, 4);
  let late: Asker | null = null;
  rig.after(5.5 * SECOND, () => (late = rig.asker(0, 'late').signIn()));
  rig.pass(30 * SECOND);
  assert.equal([sinceMs(start, askers[0]!.times), askers[0]!.closed], [[3000], null]);
  for (const asker of [silent, ...askers.slice(1)]) {
    assert.equal([asker.lines, asker.closed], [[], 'closed']);
    assert.ok(Math.abs(asker.closedAt - start - 5 * SECOND) < 100, `dropped after ${asker.closedAt - start} ns`);
  }
  // The second was worked on until 6 s, the others not at all: 6 + 3.
  assert.equal(sinceMs(start, late!.times), [9000]);
  const { droppedUnauthenticated, authentications } = rig.proxy.counters;
  assert.equal([droppedUnauthenticated, authentications], [4, 2]);
  assert.equal([rig.proxy.authentication!.served, rig.proxy.authentication!.waiting], [3, 0]);
  assert.is(rig.proxy.connections, 2, 'dropped ones take no place');
});

test('a sign-in in time is in time for ever', () => {
  const rig = rigWith({ dropAfter: SECOND });
  const asker = rig.asker();
  rig.pass(SECOND - 10);
  asker.signIn();
  rig.pass(100 * SECOND);
  asker.ask('noop');
  rig.pass();
  assert.equal([asker.lines, asker.closed], [[AUTHENTICATED, 'noop 0x00 #0'], null]);
  assert.is(rig.proxy.counters.droppedUnauthenticated, 0);
});

test('handshakes are counted', () => {
  const rig = rigWith();
  rig.asker().ask('mechs').signIn('user', 'wrong').signIn().ask('get', { key: 'a' });
  rig.pass();
  const { requests, keyed, authenticationRequests, authentications, authenticationErrors } = rig.proxy.counters;
  assert.equal([requests, keyed, authenticationRequests, authentications, authenticationErrors], [4, 1, 2, 1, 1]);
});

test('one too many is told so at once, and hung up on; whoever is inside is served', () => {
  const rig = rigWith({ time: 100 * MILLISECOND, servers: 1, cap: 3 });
  const { start, askers } = applicants(rig, 5);
  rig.pass(250 * MILLISECOND);
  const late = rig.asker(0, 'late').signIn();
  rig.pass();
  assert.equal(
    askers.map(({ lines, closed }) => [lines[0], closed]),
    [...new Array(3).fill([AUTHENTICATED, null]), ['auth 0x86 #0', 'closed'], ['auth 0x86 #0', 'closed']],
  );
  assert.equal(
    sinceMs(
      start,
      askers.slice(0, 3).flatMap(({ times }) => times),
    ),
    [100, 200, 300],
  );
  assert.equal(
    sinceMs(
      start,
      askers.slice(3).map(({ closedAt }) => closedAt),
    ),
    [0, 0],
  );
  assert.is(late.lines[0], AUTHENTICATED, 'two have been served: there is room again');
  const { authenticationRequests, authentications, authenticationsShed, authenticationErrors } = rig.proxy.counters;
  assert.equal([authenticationRequests, authentications, authenticationsShed, authenticationErrors], [6, 4, 2, 0]);
});

test('one too many in text', () => {
  const rig = rigWith({ time: 100 * MILLISECOND, servers: 1, cap: 1 });
  const asker = rig.asker();
  const second = rig.asker();
  for (const each of [asker, second]) each.say('set auth 0 0 11\r\nuser secret\r\n');
  rig.pass();
  assert.equal([asker.junk, asker.closed], ['STORED\r\n', null]);
  assert.equal([second.junk, second.closed], ['SERVER_ERROR temporary failure\r\n', 'closed']);
});

test.run();
