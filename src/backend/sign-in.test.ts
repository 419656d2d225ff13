import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as encode from '../protocol/binary-encode.ts';
import { BinaryReplyParser } from '../protocol/binary-reply.ts';
import { Bytes } from '../protocol/bytes.ts';
import { repliesOf } from '../protocol/collect.case.ts';
import { Status, Verb } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { writeAuth, type PlainCredentials } from '../protocol/sasl.ts';
import { EVERYTHING, type Admission, type Grant } from '../tenancy/grant.ts';
import { SECOND } from '../world/world.ts';
import { TestNode } from './node.case.ts';
import type { Peer } from './peer.case.ts';
import type { BackendOptions } from './options.ts';

const KEY = Buffer.from('key');

class Doorman implements Admission {
  onVoid: ((grant: Grant) => void) | null = null;
  inside = 0;
  most = Infinity;
  readonly grants = new Map<string, Grant>();

  admit({ user, password }: PlainCredentials): Grant | null {
    return password.toString() === 'secret' ? (this.grants.get(user.toString()) ?? null) : null;
  }

  enter(): boolean {
    if (this.inside >= this.most) return false;
    this.inside++;
    return true;
  }

  leave(): void {
    this.inside--;
  }
}

class Rig {
  readonly doorman = new Doorman();
  readonly node: TestNode;

  constructor(options: Partial<BackendOptions> = {}, ...grants: readonly Partial<Grant>[]) {
    for (const grant of [{ user: 'alice' }, { user: 'bob', cache: 7 }, ...grants]) {
      this.doorman.grants.set(grant.user ?? '', { ...EVERYTHING, user: '', ...grant });
    }
    const caches = { memoryOf: (): number => 1 << 20 };
    this.node = new TestNode({ admission: this.doorman, caches, ...options });
  }

  /** What a new connection hears on a text, after it has signed in as this user. */
  as(user: string, text: string): string {
    const heard = this.node.ask(`set ${user} 0 0 6\r\nsecret\r\n${text}`);
    assert.ok(heard.startsWith('STORED\r\n'), heard);
    return heard.slice(8);
  }

  say(peer: Peer, write: (out: Bytes) => void): (string | number)[][] {
    const out = new Bytes();
    write(out);
    peer.say(Buffer.from(out.buf.subarray(0, out.length)));
    this.node.pass(SECOND / 10);
    return repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(peer.take(), 'latin1')).map((line) => {
      // What `repliesOf` tells, as JSON.
      const [status, opcode, , , value] = JSON.parse(line) as [number, number, number, string, string];
      return [opcode, status, value];
    });
  }
}

const auth =
  (user: string, password: string, mechanism = 'PLAIN') =>
  (out: Bytes): void =>
    writeAuth(out, mechanism, user, password, 0);
const get = (out: Bytes): void => encode.writeGet(out, KEY, 0, 3, 0);
const set = (out: Bytes): void => encode.writeStorage(out, Opcode.set, KEY, 0, 3, KEY, 0, 3, 0, 0, 0, 0, 0);
const simple =
  (opcode: number) =>
  (out: Bytes): void =>
    encode.writeSimple(out, opcode, 0);
const step = (out: Bytes): void => encode.writeConcat(out, Opcode.step, KEY, 0, 3, KEY, 0, 0, 0, 0, 0);

test('SASL: what is allowed before the sign-in, what opens the door, what does not', () => {
  const rows: readonly [why: string, write: (out: Bytes) => void, hear: (string | number)[][], closed: boolean][] = [
    ['the mechanisms', simple(Opcode.mechs), [[Opcode.mechs, Status.ok, 'PLAIN']], false],
    ['the version', simple(Opcode.version), [[Opcode.version, Status.ok, '1.6.18']], false],
    ['right', auth('alice', 'secret'), [[Opcode.auth, Status.ok, 'Authenticated']], false],
    ['wrong password', auth('alice', 'wrong'), [[Opcode.auth, Status.authError, 'Auth failure.']], false],
    ['nobody', auth('mallory', 'secret'), [[Opcode.auth, Status.authError, 'Auth failure.']], false],
    [
      'another mechanism',
      auth('alice', 'secret', 'CRAM-MD5'),
      [[Opcode.auth, Status.invalid, 'Invalid arguments']],
      false,
    ],
    ['a step without a start', step, [[Opcode.step, Status.authError, 'Auth failure.']], false],
    ['a get', get, [[Opcode.get, Status.authError, 'Auth failure.']], true],
    ['a noop', simple(Opcode.noop), [[Opcode.noop, Status.authError, 'Auth failure.']], true],
    ['stats', simple(Opcode.stat), [[Opcode.stat, Status.authError, 'Auth failure.']], true],
    ['quit', simple(Opcode.quit), [[Opcode.quit, Status.authError, 'Auth failure.']], true],
    ['what nobody knows', simple(0x77), [[0x77, Status.authError, 'Auth failure.']], true],
  ];
  for (const [why, write, hear, closed] of rows) {
    const rig = new Rig();
    const peer = rig.node.peer();
    assert.equal(rig.say(peer, write), hear, why);
    assert.is(peer.closed, closed ? 'closed' : null, why);
  }
});

test('what is asked behind the answer that closes is not executed', () => {
  const rig = new Rig();
  const peer = rig.node.peer();
  const replies = rig.say(peer, (out) => {
    get(out);
    auth('alice', 'secret')(out);
    set(out);
  });
  assert.equal(replies, [[Opcode.get, Status.authError, 'Auth failure.']]);
  assert.is(rig.node.backend.counters.cmdSet, 0);
  assert.is(rig.doorman.inside, 0);
});

test('a connection sees the cache of its grant, whatever it names', () => {
  const rig = new Rig();
  const alice = rig.node.peer();
  rig.say(alice, auth('alice', 'secret'));
  assert.equal(rig.say(alice, set), [[Opcode.set, Status.ok, '']]);
  const bob = rig.node.peer();
  rig.say(bob, auth('bob', 'secret'));
  assert.equal(rig.say(bob, get), [[Opcode.get, Status.notFound, 'Not found']]);
  assert.is(rig.as('alice', 'get key\r\n'), 'VALUE key 0 3\r\nkey\r\nEND\r\n');
  assert.is(rig.as('bob', 'get key\r\n'), 'END\r\n');
  rig.say(bob, auth('alice', 'secret'));
  assert.equal(rig.say(bob, get), [[Opcode.get, Status.ok, 'key']], 'signed in as another');
  rig.say(bob, auth('alice', 'wrong'));
  assert.equal(rig.say(bob, get), [[Opcode.get, Status.authError, 'Auth failure.']], 'a failed sign-in ends the old');
});

test('without an admission there is no SASL', () => {
  const rig = new Rig({ admission: null });
  const peer = rig.node.peer();
  for (const write of [simple(Opcode.mechs), auth('alice', 'secret'), step]) {
    assert.is(rig.say(peer, write)[0]?.[1], Status.unknownCommand);
  }
});

test('text sign-in', () => {
  const refused = 'CLIENT_ERROR unauthenticated\r\n';
  const failed = 'CLIENT_ERROR authentication failure\r\n';
  const rows: readonly [why: string, say: string, hear: string][] = [
    ['user as key', 'set alice 0 0 6\r\nsecret\r\nget a\r\n', 'STORED\r\nEND\r\n'],
    ['user and password as value', 'set x 0 0 12\r\nalice secret\r\nget a\r\n', 'STORED\r\nEND\r\n'],
    ['no reply was not meant', 'set alice 0 0 6 noreply\r\nsecret\r\n', 'STORED\r\n'],
    ['wrong, then right', 'set alice 0 0 1\r\nx\r\nset alice 0 0 6\r\nsecret\r\n', `${failed}STORED\r\n`],
    ['after the sign-in a set is a set', 'set alice 0 0 6\r\nsecret\r\n'.repeat(2), 'STORED\r\n'.repeat(2)],
    ['a get of many', 'get a b c\r\n', refused],
    ['version', 'version\r\n', refused],
    ['nonsense', 'x\r\n', refused],
    ['what is malformed', 'incr a x\r\n', refused],
    ['quiet ones too', 'delete a noreply\r\n', refused],
    ['quit', 'quit\r\n', ''],
  ];
  for (const [why, say, hear] of rows) assert.is(new Rig().node.ask(say), hear, why);
});

test('who does not sign in in time is dropped and counted', () => {
  const rig = new Rig({ signInWithin: 2 * SECOND });
  const [silent, wrong, right] = [rig.node.peer(), rig.node.peer(), rig.node.peer()];
  rig.say(wrong, auth('alice', 'wrong'));
  rig.say(right, auth('alice', 'secret'));
  rig.node.pass(1.5 * SECOND);
  assert.equal(
    [silent, wrong, right].map(({ closed }) => closed),
    [null, null, null],
  );
  rig.node.pass(SECOND);
  assert.equal(
    [silent, wrong, right].map(({ closed }) => closed),
    ['closed', 'closed', null],
  );
  assert.is(rig.node.backend.counters.droppedUnauthenticated, 2);
  assert.equal([rig.node.stat('auth_cmds'), rig.node.stat('auth_errors')], [0, 0], 'not of cache 0');
  const { authCmds, authErrors } = rig.node.backend.counters;
  assert.equal([authCmds, authErrors], [2, 1]);
  const patient = new Rig({ signInWithin: Infinity });
  const peer = patient.node.peer();
  patient.node.pass(1000 * SECOND);
  assert.is(peer.closed, null);
});

test('a cache has as many connections as its plan allows', () => {
  const rig = new Rig();
  rig.doorman.most = 1;
  const first = rig.node.peer();
  rig.say(first, auth('alice', 'secret'));
  const second = rig.node.peer();
  assert.equal(rig.say(second, auth('alice', 'secret')), [[Opcode.auth, Status.authError, 'Auth failure.']]);
  assert.is(second.closed, 'closed');
  assert.is(rig.node.ask('set alice 0 0 6\r\nsecret\r\n'), 'ERROR Too many open connections\r\n');
  first.socket.end();
  rig.node.pass(SECOND);
  assert.is(rig.doorman.inside, 0);
  assert.is(rig.node.ask('set alice 0 0 6\r\nsecret\r\n'), 'STORED\r\n');
  rig.node.pass(SECOND);
  assert.is(rig.doorman.inside, 0, 'one that was reset has left too');
  rig.say(rig.node.peer(), auth('alice', 'secret'));
  rig.node.backend.crash();
  assert.is(rig.doorman.inside, 0, 'so have those a crash took');
});

test('a grant that is void closes its connections, and only these', () => {
  const rig = new Rig();
  const [alice, bob] = [rig.node.peer(), rig.node.peer()];
  rig.say(alice, auth('alice', 'secret'));
  rig.say(bob, auth('bob', 'secret'));
  rig.doorman.onVoid?.(rig.doorman.grants.get('alice')!);
  rig.node.pass(SECOND);
  assert.equal([alice.closed, bob.closed, rig.doorman.inside], ['closed', null, 1]);
});

test('a read-only grant', () => {
  const rig = new Rig({}, { user: 'reader', readOnly: true });
  assert.is(rig.as('alice', 'set a 0 0 1\r\n5\r\n'), 'STORED\r\n');
  const rows: readonly [say: string, hear: string][] = [
    ['get a', 'VALUE a 0 1\r\n5\r\nEND'],
    ['set a 0 0 1\r\nx', 'CLIENT_ERROR write not allowed'],
    ['append a 0 0 1\r\nx', 'CLIENT_ERROR write not allowed'],
    ['cas a 0 0 1 1\r\nx', 'CLIENT_ERROR write not allowed'],
    ['delete a', 'CLIENT_ERROR write not allowed'],
    ['incr a 1', 'CLIENT_ERROR write not allowed'],
    ['touch a 1', 'CLIENT_ERROR write not allowed'],
    ['gat 1 a b', 'CLIENT_ERROR write not allowed'],
    ['flush_all', 'CLIENT_ERROR flush_all not allowed'],
    ['ms a 1 q\r\nx', 'CLIENT_ERROR write not allowed'],
    ['md a', 'CLIENT_ERROR write not allowed'],
    ['mg a T30', 'CLIENT_ERROR write not allowed'],
    ['mg b N30', 'CLIENT_ERROR write not allowed'],
    ['mg a v', 'VA 1\r\n5'],
    ['ma a', 'CLIENT_ERROR write not allowed'],
    ['mn', 'MN'],
    ['stats reset', 'CLIENT_ERROR write not allowed'],
    ['set a 0 0 1 noreply\r\nx\r\nget a', 'VALUE a 0 1\r\n5\r\nEND'],
  ];
  for (const [say, hear] of rows) assert.is(rig.as('reader', `${say}\r\n`), `${hear}\r\n`, say);
  const peer = rig.node.peer();
  rig.say(peer, auth('reader', 'secret'));
  assert.equal(rig.say(peer, set), [[Opcode.set, Status.authError, 'Auth failure.']]);
  assert.is(peer.closed, null);
});

test('a grant that may not flush', () => {
  const rig = new Rig({}, { user: 'careful', flushes: false });
  assert.is(rig.as('careful', 'set a 0 0 1\r\n5\r\n'), 'STORED\r\n');
  assert.is(rig.as('careful', 'flush_all\r\nflush_all 10 noreply\r\n'), 'CLIENT_ERROR flush_all not allowed\r\n');
  const peer = rig.node.peer();
  rig.say(peer, auth('careful', 'secret'));
  assert.equal(rig.say(peer, simple(Opcode.flush)), [[Opcode.flush, Status.authError, 'Auth failure.']]);
  assert.is(rig.as('alice', 'get a\r\nflush_all\r\nget a\r\n'), 'VALUE a 0 1\r\n5\r\nEND\r\nOK\r\nEND\r\n');
});

test('a namespaced grant sees its own keys under short names', () => {
  const rig = new Rig({}, { user: 'spaced', namespace: Buffer.from('ns:') });
  assert.is(rig.as('alice', 'set key 0 0 1\r\n1\r\n'), 'STORED\r\n');
  assert.is(
    rig.as('spaced', 'get key\r\nset key 0 0 2\r\nns\r\nappend key 0 0 1\r\n!\r\nget key ns:key\r\n'),
    'END\r\nSTORED\r\nSTORED\r\nVALUE key 0 3\r\nns!\r\nEND\r\n',
  );
  assert.is(rig.as('alice', 'get key ns:key\r\n'), 'VALUE key 0 1\r\n1\r\nVALUE ns:key 0 3\r\nns!\r\nEND\r\n');
  assert.is(rig.as('spaced', 'delete key\r\nflush_all\r\n'), 'DELETED\r\nCLIENT_ERROR flush_all not allowed\r\n');
  assert.is(
    rig.as('spaced', 'ms key 2 k\r\nhi\r\nmg a2V5 b v k\r\nmd key\r\n'),
    'HD kkey\r\nVA 2 kkey\r\nhi\r\nHD\r\n',
  );
  assert.is(rig.as('spaced', 'stats cachedump 1 0\r\n'), 'CLIENT_ERROR stats cachedump not allowed\r\n');
  const peer = rig.node.peer();
  rig.say(peer, auth('spaced', 'secret'));
  rig.say(peer, set);
  const out = new Bytes();
  encode.writeKeyed(out, Opcode.getk, KEY, 0, 3, 0, 0, 0);
  encode.writeKeyed(out, Opcode.delete, KEY, 0, 3, 0, 0, 0);
  encode.writeKeyed(out, Opcode.getk, KEY, 0, 3, 0, 0, 0);
  peer.say(Buffer.from(out.buf.subarray(0, out.length)));
  rig.node.pass(SECOND);
  assert.equal(
    repliesOf(new BinaryReplyParser(), Verb.unknown, Buffer.from(peer.take(), 'latin1')).map((line) => {
      const [status, , , key] = JSON.parse(line) as [number, number, number, string];
      return [status, key];
    }),
    [
      [Status.ok, 'key'],
      [Status.ok, ''],
      [Status.notFound, 'key'],
    ],
  );
});

test.run();
