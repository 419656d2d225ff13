import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { encodePlain, type PlainCredentials } from '../protocol/sasl.ts';
import { EVERYTHING, type Admission, type Grant } from '../tenancy/grant.ts';
import { SECOND } from '../world/world.ts';
import { Rig, type RigOptions } from './rig.case.ts';

/** Everybody's password is `secret`; so many connections to a cache. */
class List implements Admission {
  onVoid: ((grant: Grant) => void) | null = null;
  readonly grants = new Map<string, Grant>();
  readonly inside: Grant[] = [];
  readonly room: number;

  constructor(room: number, ...grants: readonly (Partial<Grant> & { user: string })[]) {
    this.room = room;
    for (const grant of grants) this.grants.set(grant.user, { ...EVERYTHING, ...grant });
  }

  admit({ user, password }: PlainCredentials): Grant | null {
    return password.toString() === 'secret' ? (this.grants.get(user.toString()) ?? null) : null;
  }

  enter(grant: Grant): boolean {
    if (this.inside.filter(({ cache }) => cache === grant.cache).length >= this.room) return false;
    this.inside.push(grant);
    return true;
  }

  leave(grant: Grant): void {
    this.inside.splice(this.inside.indexOf(grant), 1);
  }
}

const DENIED = 'CLIENT_ERROR authentication failure\r\n';
const UNAUTHENTICATED = 'CLIENT_ERROR unauthenticated\r\n';
const NO_WRITE = 'CLIENT_ERROR write not allowed\r\n';
const NO_FLUSH = 'CLIENT_ERROR flush_all not allowed\r\n';
const TOO_LONG = 'CLIENT_ERROR bad command line format\r\n';

const ALL = { memoryOf: (cache: number) => (cache < 3 ? 1 << 20 : null) };

function rigOf(admission: Admission, options: RigOptions = {}): Rig {
  return new Rig({
    backends: 4,
    authentication: {},
    ...options,
    proxy: { admission, ...options.proxy },
    backend: { caches: ALL },
  });
}

/** A text client that signs in and says this; what it hears after `STORED`. */
function say(rig: Rig, user: string, said: string): string {
  const peer = new Peer(rig.world, 'proxy-1').say(`set ${user} 0 0 6\r\nsecret\r\n${said}`);
  rig.pass();
  peer.socket.end();
  rig.pass();
  assert.match(peer.heard, /^STORED\r\n/, `${user} signs in`);
  return peer.heard.slice('STORED\r\n'.length);
}

test('text clients sign in: the user as the key, or `user password` as the data', () => {
  for (const [why, said, heard] of [
    ['the user is the key', 'set a 0 0 6\r\nsecret\r\nget x\r\n', 'STORED\r\nEND\r\n'],
    ['any key, both in the data', 'set anything 0 0 8\r\na secret\r\nget x\r\n', 'STORED\r\nEND\r\n'],
    ['a wrong password', 'set a 0 0 6\r\nSecret\r\nget x\r\n', DENIED + UNAUTHENTICATED],
    ['a wrong one, asked quietly', 'set a 0 0 6 noreply\r\nSecret\r\n', DENIED],
    ['wrong, then right', 'set a 0 0 1\r\nx\r\nset a 0 0 6\r\nsecret\r\nget x\r\n', `${DENIED}STORED\r\nEND\r\n`],
    ['nothing before', 'get x y\r\nversion\r\nflush_all\r\n', UNAUTHENTICATED.repeat(3)],
    ['not a set', 'add a 0 0 6\r\nsecret\r\n', UNAUTHENTICATED],
  ] as const) {
    const rig = rigOf(new List(10, { user: 'a' }));
    const peer = new Peer(rig.world, 'proxy-1').say(said);
    rig.pass();
    assert.is(peer.heard, heard, why);
  }
});

test('a text client that does not sign in in time is dropped', () => {
  const rig = rigOf(new List(10, { user: 'a' }), { authentication: { dropAfter: 3 * SECOND } });
  const peer = new Peer(rig.world, 'proxy-1').say('get x\r\n');
  rig.pass(2.9 * SECOND);
  assert.is(peer.closed, null);
  rig.pass(0.2 * SECOND);
  assert.equal([peer.closed, rig.proxy.counters.droppedUnauthenticated], ['closed', 1]);
});

test('caches are apart: keys, flushes, counts', () => {
  const rig = rigOf(new List(10, { user: 'one', cache: 1 }, { user: 'two', cache: 2 }));
  say(rig, 'one', 'set k 0 0 3\r\none\r\n');
  assert.is(say(rig, 'two', 'get k\r\nset k 0 0 3\r\ntwo\r\n'), 'END\r\nSTORED\r\n');
  assert.is(say(rig, 'one', 'get k\r\n'), 'VALUE k 0 3\r\none\r\nEND\r\n');
  assert.match(say(rig, 'two', 'stats\r\n'), /STAT curr_items 1\r\n/);
  say(rig, 'two', 'flush_all\r\n');
  assert.is(say(rig, 'two', 'get k\r\n'), 'END\r\n');
  assert.is(say(rig, 'one', 'get k\r\n'), 'VALUE k 0 3\r\none\r\nEND\r\n');
  // A binary client that names another cache in its frames asks its own all the same.
  const asker = rig.asker().ask('auth', { key: 'PLAIN', value: encodePlain('two', 'secret').toString('latin1') });
  const frame = Buffer.from('8000000100000001000000010000000000000000000000006b', 'hex');
  rig.pass();
  asker.take();
  asker.say(frame);
  rig.pass();
  assert.equal(asker.lines, ['get 0x01 #0']);
});

test('what a credential may not do', () => {
  const grants = [
    { user: 'reader', readOnly: true },
    { user: 'writer', flushes: false },
    { user: 'shop', namespace: Buffer.from('shop:') },
  ];
  for (const [user, said, heard] of [
    ['reader', 'get k\r\ngets k q\r\n', /^VALUE k 0 1\r\nv\r\nEND\r\nVALUE k 0 1 \d+\r\nv\r\nEND\r\n$/],
    ['reader', 'set k 0 0 1\r\nx\r\ndelete k\r\nincr k 1\r\ntouch k 0\r\n', `${NO_WRITE.repeat(4)}`],
    ['reader', 'gat 0 k q\r\nflush_all\r\nstats reset\r\n', `${NO_WRITE}${NO_FLUSH}${NO_WRITE}`],
    ['writer', 'set k 0 0 1\r\nv\r\nflush_all\r\n', `STORED\r\n${NO_FLUSH}`],
    [
      'shop',
      'flush_all\r\nget k\r\nset k 0 0 1\r\ns\r\nget k\r\n',
      `${NO_FLUSH}END\r\nSTORED\r\nVALUE k 0 1\r\ns\r\nEND\r\n`,
    ],
    ['shop', `set ${'k'.repeat(246)} 0 0 1\r\ns\r\nset ${'k'.repeat(245)} 0 0 1\r\ns\r\n`, `${TOO_LONG}STORED\r\n`],
  ] as const) {
    const rig = rigOf(new List(10, { user: 'all' }, ...grants));
    say(rig, 'all', 'set k 0 0 1\r\nv\r\n');
    const answer = say(rig, user, said);
    if (typeof heard === 'string') assert.is(answer, heard, `${user}: ${said}`);
    else assert.match(answer, heard, `${user}: ${said}`);
    assert.is(say(rig, 'all', 'get k\r\n'), 'VALUE k 0 1\r\nv\r\nEND\r\n', `after ${user}: ${said}`);
  }
});

test('meta commands: no writes for who only reads, keys in a namespace without it', () => {
  for (const [user, said, heard] of [
    ['reader', 'ms k 1\r\nx\r\nmd k\r\nma n\r\nmg k T0\r\nmg n N0\r\n', NO_WRITE.repeat(5)],
    ['reader', 'mg k v\r\nmg k\r\nmg none\r\nmn\r\n', 'VA 1\r\nv\r\nHD\r\nEN\r\nMN\r\n'],
    ['shop', 'mg k\r\nms k 1\r\ns\r\nmg k k v\r\nmg aw== b k v\r\n', 'EN\r\nHD\r\nVA 1 kk\r\ns\r\nVA 1 kk\r\ns\r\n'],
    ['shop', 'ms aw== 1 b\r\ns\r\nmg k k v\r\nmg aw== b k v\r\n', 'HD\r\nVA 1 kaw== b\r\ns\r\nVA 1 kaw== b\r\ns\r\n'],
    ['shop', 'ms k 1 q\r\ns\r\nmg none q\r\nmg k q k\r\nmd k q\r\nmn\r\n', 'HD kk\r\nMN\r\n'],
    ['shop', `mg ${'k'.repeat(246)}\r\nme none\r\n`, `${TOO_LONG}EN\r\n`],
    ['shop', 'ms k 1\r\ns\r\nme k\r\n', /^HD\r\nME k exp=/],
    ['shop', 'ms aw== 1 b\r\ns\r\nme aw== b\r\nme k\r\n', /^HD\r\nME aw== exp=[^\r]*\r\nME aw== exp=/],
  ] as const) {
    const grants = [
      { user: 'reader', readOnly: true },
      { user: 'shop', namespace: Buffer.from('shop:') },
    ];
    const rig = rigOf(new List(10, { user: 'all' }, ...grants));
    say(rig, 'all', 'set k 0 0 1\r\nv\r\nset n 0 0 1\r\n1\r\n');
    const answer = say(rig, user, said);
    if (typeof heard === 'string') assert.is(answer, heard, `${user}: ${said}`);
    else assert.match(answer, heard, `${user}: ${said}`);
    assert.is(say(rig, 'all', 'mg k v\r\n'), 'VA 1\r\nv\r\n', `after ${user}: ${said}`);
  }
});

test('the frame in which proxies pass meta commands on is not for clients', () => {
  const rig = rigOf(new List(10, { user: 'shop', namespace: Buffer.from('shop:') }));
  const asker = rig.asker().signIn('shop');
  rig.pass();
  asker.take();
  asker.ask('meta', { key: 'k', value: 'mg k v\r\n', opaque: 1 }).ask('noop', { opaque: 2 });
  rig.pass();
  assert.equal(asker.lines, ['meta 0x81 #1', 'noop 0x00 #2']);
});

test('a namespace is for those outside a part of the key, and for a binary client inside not there', () => {
  const rig = rigOf(new List(10, { user: 'all' }, { user: 'shop', namespace: Buffer.from('shop:') }));
  say(rig, 'shop', 'set k 5 0 1\r\ns\r\n');
  assert.is(say(rig, 'all', 'get shop:k k\r\n'), 'VALUE shop:k 5 1\r\ns\r\nEND\r\n');
  const asker = rig.asker().signIn('shop');
  rig.pass();
  asker.take();
  asker
    .ask('getk', { key: 'k', opaque: 1 })
    .ask('getkq', { key: 'k', opaque: 2 })
    .ask('getk', { key: 'none', opaque: 3 });
  asker.ask('append', { key: 'k', value: '+', opaque: 4 }).ask('get', { key: 'k', opaque: 5 });
  asker.ask('set', { key: 'k'.repeat(246), opaque: 6 }).ask('flush', { opaque: 7 });
  rig.pass();
  assert.equal(asker.lines, [
    'getk 0x00 #1 k=s',
    'getkq 0x00 #2 k=s',
    'getk 0x01 #3 none',
    'append 0x00 #4',
    'get 0x00 #5=s+',
    'set 0x04 #6',
    'flush 0x20 #7',
  ]);
});

test('a void grant: what was asked is answered, then its connections close, and only those', () => {
  const admission = new List(10, { user: 'old' }, { user: 'new' });
  const rig = rigOf(admission);
  const [old, kept] = ['old', 'new'].map((user) =>
    new Peer(rig.world, 'proxy-1').say(`set ${user} 0 0 6\r\nsecret\r\nset k 0 0 1\r\nv\r\n`),
  );
  rig.pass();
  rig.world.cpu('backend-1').stall(SECOND);
  const key = rig.keyOn(0);
  old!.say(`get ${key}\r\n`);
  rig.pass(SECOND / 10);
  admission.onVoid!(admission.grants.get('old')!);
  rig.pass(SECOND / 10);
  assert.is(old!.closed, null, 'an answer is due');
  rig.pass(2 * SECOND);
  assert.equal([old!.heard, old!.closed, kept!.closed], ['STORED\r\nSTORED\r\nEND\r\n', 'closed', null]);
  assert.equal([rig.proxy.counters.revoked, admission.inside.map(({ user }) => user)], [1, ['new']]);
});

test('a plan’s connections: one more is told so and closed; who leaves makes room', () => {
  const admission = new List(2, { user: 'a', cache: 1 }, { user: 'b', cache: 2 });
  const rig = rigOf(admission);
  const signIn = (user: string): Peer => {
    const peer = new Peer(rig.world, 'proxy-1').say(`set ${user} 0 0 6\r\nsecret\r\n`);
    rig.pass();
    return peer;
  };
  const [first, second, third, other] = ['a', 'a', 'a', 'b'].map(signIn);
  assert.equal([first!.heard, second!.heard, other!.heard], ['STORED\r\n', 'STORED\r\n', 'STORED\r\n']);
  assert.equal([third!.heard, third!.closed], ['ERROR Too many open connections\r\n', 'closed']);
  assert.is(rig.proxy.counters.refusedByPlan, 1);
  first!.socket.end();
  rig.pass();
  assert.is(signIn('a').heard, 'STORED\r\n');
});

test.run();
