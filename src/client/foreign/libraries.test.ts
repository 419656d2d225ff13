/**
 * The libraries themselves on real sockets: what the adapters make of servers that work, refuse, fall silent or hang up;
 * and that nothing of a library is left behind, whatever became of it.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startedBackend } from '../../backend/started.case.ts';
import { Verb } from '../../protocol/message.ts';
import { startedProxy } from '../../proxy/started.case.ts';
import { Credentials } from '../../tenancy/credentials.ts';
import { watchLeftovers } from '../../world/live/leftovers.case.ts';
import { createLiveWorld, type LiveWorld } from '../../world/live/live-world.ts';
import type { Acceptor, Listener, SocketHandler } from '../../world/world.ts';
import { BREAKS } from '../breaks.ts';
import type { ClientContext } from '../context.ts';
import { pooled } from '../presets/pooled.ts';
import { ForeignClients, type DriverName } from './foreign-clients.ts';
import { Asker, contextIn } from './rig.case.ts';

const USER = { user: 'alice', password: 'secret' };
const QUICK = { ...pooled, timeout: 2e8 };

/** Starts a server, and says where it listens. */
type Start = (world: LiveWorld) => Promise<string>;

const works: Start = async (world) => (await startedBackend(world, 'cache')).listener!.address;

const asksForSignIn: Start = async (world) => {
  const admission = new Credentials();
  admission.add(USER.user, USER.password);
  const authentication = { time: 0, servers: 1, skipClosed: false, dropAfter: 3e9 };
  return (await startedProxy(world, 1, { admission, authentication })).address;
};

const isGone: Start = async (world) => {
  const listener = await listening(world, () => ({ onData: (_buf, _start, end) => end, onClose: () => undefined }));
  const { address } = listener;
  listener.close();
  return address;
};

const isSilent: Start = async (world) =>
  (await listening(world, () => ({ onData: (_buf, _start, end) => end, onClose: () => undefined }))).address;

const hangsUp: Start = async (world) =>
  (
    await listening(world, (socket) => ({
      onData: (_buf, _start, end) => {
        socket.end();
        return end;
      },
      onClose: () => undefined,
    }))
  ).address;

async function listening(world: LiveWorld, accept: (...args: Parameters<Acceptor['accept']>) => SocketHandler) {
  return new Promise<Listener>((resolve, reject) => {
    const listener = world.net.listen(
      { node: 'server', address: 'server' },
      { accept, onListening: (error) => (error === null ? resolve(listener) : reject(error)) },
    );
  });
}

interface Row {
  readonly driver: DriverName;
  readonly server: Start;
  readonly credentials?: ClientContext['credentials'];
  /** Of a set of key 1, a get of it, and a get of key 2. */
  readonly ends: readonly string[];
  readonly broken?: string;
  readonly why: string;
}

const ROWS: readonly Row[] = [
  { why: 'it works', driver: 'memjs', server: works, ends: ['stored', 'hit', 'miss'] },
  { why: 'it works', driver: 'memcached', server: works, ends: ['stored', 'hit', 'miss'] },
  { why: 'signed in', driver: 'memjs', server: asksForSignIn, credentials: USER, ends: ['stored', 'hit', 'miss'] },
  {
    why: 'a wrong password',
    driver: 'memjs',
    server: asksForSignIn,
    credentials: { ...USER, password: 'Secret' },
    ends: ['auth-failed', 'auth-failed', 'auth-failed'],
  },
  {
    why: 'nobody listens',
    driver: 'memjs',
    server: isGone,
    ends: ['refused', 'refused', 'refused'],
    broken: 'refused',
  },
  {
    why: 'nobody listens, and after the first failure it asks nobody for a moment',
    driver: 'memcached',
    server: isGone,
    ends: ['refused', 'no-servers'],
    broken: 'refused',
  },
  { why: 'silence, which the library ends', driver: 'memjs', server: isSilent, ends: ['timeout', 'timeout'] },
  { why: 'silence, for which it has no timeout', driver: 'memcached', server: isSilent, ends: ['timeout'] },
  {
    why: 'hung up on, it never says so',
    driver: 'memjs',
    server: hangsUp,
    ends: ['timeout'],
    broken: 'closed-by-server',
  },
  {
    why: 'hung up on, it never says so',
    driver: 'memcached',
    server: hangsUp,
    ends: ['timeout'],
    broken: 'closed-by-server',
  },
];

async function endsOf({ driver, server, credentials = null, ends }: Row, world: LiveWorld, foreign: ForeignClients) {
  const address = await server(world);
  const context = contextIn(world, { credentials, options: QUICK });
  const client = foreign.maker(driver, () => address)(context, 0);
  const asker = new Asker();
  const calls: [key: number, verb: Verb][] = [
    [1, Verb.set],
    [1, Verb.get],
    [2, Verb.get],
  ];
  const got: string[] = [];
  for (const [key, verb] of calls.slice(0, ends.length)) got.push(await asker.end(client, key, { verb }));
  return { got, context };
}

for (const row of ROWS) {
  test(`${row.driver}: ${row.why}`, async () => {
    const leftovers = watchLeftovers();
    const world = createLiveWorld({ seed: 1 });
    const foreign = await ForeignClients.load([row.driver]);
    try {
      const { got, context } = await endsOf(row, world, foreign);
      assert.equal(got, row.ends);
      const { connections, requests, replies } = context.counters;
      if (row.broken !== undefined) {
        assert.is(connections.broken[BREAKS.findIndex((name) => name === row.broken)]! > 0, true, 'broken, by cause');
      }
      const answers = row.ends.filter((end) => ['stored', 'hit', 'miss'].includes(end)).length;
      assert.equal([requests >= answers, replies], [true, answers]);
      assert.is(connections.signedIn, row.credentials !== undefined && answers > 0 ? 1 : 0);
    } finally {
      foreign.closeAll();
      await world.close();
    }
    assert.equal(await leftovers(), []);
  });
}

test.run();
