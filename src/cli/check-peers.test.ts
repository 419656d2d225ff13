/** `brownout check` against listeners of all kinds. */
import { spawn } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { missingPrograms, startMemcached, type RealOptions } from '../backend/memcached.case.ts';
import { startedBackend } from '../backend/started.case.ts';
import type { FindingCode } from '../check/findings.ts';
import { startedProxy } from '../proxy/started.case.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { EVERYTHING, type Admission, type Grant } from '../tenancy/grant.ts';
import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';
import { MICROSECOND } from '../world/world.ts';
import { brownout } from './brownout.case.ts';

/** Where an answer would come at once, or never. */
const IMPATIENT = ['--timeout', '700ms'];
const PASSWORD = 'not for the screen';

/** What `--json` prints, as far as these tests look. */
interface Checked {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly outcome: string; readonly us: number }[];
  readonly finding: { readonly code: FindingCode; readonly step: string } | null;
  readonly notes: readonly { readonly code: string }[];
}

/** The step at which it failed and why, or `fine`; and the notes that are not about time. */
async function checked(address: string, ...args: readonly string[]): Promise<string> {
  const patience = args.includes('--timeout') ? [] : ['--timeout', '5s'];
  const { code, out, err } = await brownout(['check', address, '--json', ...patience, ...args]);
  assert.is(err, '');
  assert.not(out.includes(PASSWORD));
  // Our own JSON.
  const { ok, finding, steps, notes } = JSON.parse(out) as Checked;
  assert.is(code, ok ? 0 : 1);
  for (const { us } of steps) assert.ok(us > 0 && us < 6_000_000, `${us} µs`);
  const untimed = notes.map((note) => note.code).filter((each) => !each.startsWith('slow'));
  return [finding === null ? 'fine' : `${finding.step}: ${finding.code}`, ...untimed].join(', ');
}

const as = (user: string, password = PASSWORD): string[] => ['-u', user, '-p', password];

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server has an address object.
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stopped(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

test('nobody listens; the host is unknown', async () => {
  const server = createServer();
  const address = await listening(server);
  await stopped(server);
  assert.is(await checked(address), 'connect: refused');
  assert.is(await checked('no-such-host.invalid:11211'), 'connect: unknown-host');
});

test('a web server, a TLS server, silence', async () => {
  const rows: readonly [server: Server, expected: string][] = [
    [createHttpServer(), 'version: http'],
    [createTlsServer({}), 'version: tls'],
    [createServer(() => undefined), 'version: silent'],
    [createServer((socket) => socket.destroy()), 'version: hung-up'],
    [createServer((socket) => socket.end('SSH-2.0-x\r\n')), 'version: other-service'],
  ];
  for (const [server, expected] of rows) {
    server.on('tlsClientError', () => undefined);
    // A check that has heard enough resets the connection.
    server.on('connection', (socket) => socket.on('error', () => undefined));
    const address = await listening(server);
    try {
      assert.is(await checked(address, ...IMPATIENT, ...as('alice')), expected);
    } finally {
      const closed = stopped(server);
      if ('closeAllConnections' in server) (server as ReturnType<typeof createHttpServer>).closeAllConnections();
      await closed;
    }
  }
});

test('a process that hangs: first silence, then a full backlog', async () => {
  const script = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    console.log(this.address().port);
  })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(
    await new Promise<string>((resolve) => child.stdout.once('data', (d: Buffer) => resolve(String(d)))),
  );
  child.kill('SIGSTOP');
  const waiting: ReturnType<typeof connect>[] = [];
  try {
    assert.is(await checked(`127.0.0.1:${port}`, ...IMPATIENT), 'version: silent');
    for (let i = 0; i < 8; i++) waiting.push(connect(port, '127.0.0.1').on('error', () => undefined));
    assert.is(await checked(`127.0.0.1:${port}`, ...IMPATIENT), 'connect: connect-timeout');
  } finally {
    for (const socket of waiting) socket.destroy();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
});

const real: readonly [why: string, options: RealOptions, args: readonly string[], expected: string][] = [
  ['it needs no sign-in', {}, [], 'fine'],
  ['it has no sign-in', {}, as('alice'), 'mechanisms: no-sasl'],
  ['text only', { args: ['-B', 'ascii'] }, IMPATIENT, 'version: text-only'],
];

const sasl = { sasl: { user: 'alice', password: PASSWORD } };
const realSasl: readonly [why: string, options: RealOptions, args: readonly string[], expected: string][] = [
  ['the right password', sasl, as('alice@cluster'), 'fine'],
  ['the wrong password', sasl, as('alice@cluster', 'wrong'), 'authentication: wrong-credentials'],
  ['a user whom nobody knows', sasl, as('bob@cluster'), 'authentication: wrong-credentials'],
  ['nobody signs in', sasl, [], 'set: sign-in-required'],
];

for (const [needsSasl, rows] of [
  [false, real],
  [true, realSasl],
] as const) {
  const missing = missingPrograms({ sasl: needsSasl });
  const name = `Debian's memcached${needsSasl ? ' with SASL' : ''}`;
  if (missing.length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
    test.skip(name);
    console.log(`skip: ${name}: not installed: ${missing.join(', ')}`);
    continue;
  }
  test(name, async () => {
    assert.equal(missing, [], 'expected to be installed');
    for (const [why, options, args, expected] of rows) {
      const server = await startMemcached(options);
      try {
        assert.is(await checked(server.address, ...args), expected, why);
      } finally {
        await server.stop();
      }
    }
  });
}

test('our own nodes', async () => {
  await inLiveWorld(async (world) => {
    const admission = new Credentials();
    admission.add('alice', PASSWORD);
    const authentication = { time: 100 * MICROSECOND, servers: 1, skipClosed: false, dropAfter: 3e9 };
    const open = await startedBackend(world, 'open');
    const closed = await startedBackend(world, 'closed', { admission });
    const full = await startedBackend(world, 'full', { maxConnections: 0 });
    const small = await startedBackend(world, 'small', { itemLimit: 10 });
    const reader = await startedBackend(world, 'reader', { admission: new Readers() });
    const proxy = await startedProxy(world, 2, { authentication, admission });
    const rows: readonly [why: string, node: Node, args: readonly string[], expected: string][] = [
      ['a backend', open, [], 'fine'],
      ['a backend without SASL', open, as('alice'), 'mechanisms: no-sasl'],
      ['a backend with sign-in', closed, as('alice'), 'fine'],
      ['a wrong password', closed, as('alice', 'wrong'), 'authentication: wrong-credentials'],
      ['a sign-in left out', closed, [], 'set: sign-in-required'],
      ['no place', full, [], 'version: full'],
      ['no room', small, [], 'set: too-large'],
      ['a credential that only reads', reader, as('alice'), 'fine, read-only'],
      ['a proxy', proxy, as('alice'), 'fine'],
      ['a proxy that turns one down', proxy, as('bob'), 'authentication: wrong-credentials'],
      ['a proxy without a sign-in', proxy, [], 'set: sign-in-required'],
    ];
    for (const [why, node, args, expected] of rows) assert.is(await checked(addressOf(node), ...args), expected, why);
    const unbacked = await startedProxy(world, 0, {
      name: 'unbacked',
      address: 'unbacked',
      backends: [{ name: 'gone', address: 'gone' }],
      authentication,
      admission,
    });
    assert.is(await checked(addressOf(unbacked), ...as('alice')), 'set: no-backend');
  });
});

test('the environment signs in, unless it is declined', async () => {
  await inLiveWorld(async (world) => {
    const admission = new Credentials();
    admission.add('alice', PASSWORD);
    const address = addressOf(await startedBackend(world, 'closed', { admission }));
    process.env['MEMCACHIER_USERNAME'] = 'alice';
    process.env['MEMCACHIER_PASSWORD'] = PASSWORD;
    try {
      assert.is(await checked(address), 'fine');
      assert.is(await checked(address, '-p', 'wrong'), 'authentication: wrong-credentials');
      assert.is(await checked(address, '--no-sign-in'), 'set: sign-in-required');
    } finally {
      delete process.env['MEMCACHIER_USERNAME'];
      delete process.env['MEMCACHIER_PASSWORD'];
    }
  });
});

test('for people: the steps, and a sentence', async () => {
  await inLiveWorld(async (world) => {
    const address = addressOf(await startedBackend(world, 'open'));
    const fine = await brownout(['check', address]);
    assert.is(fine.code, 0);
    assert.match(fine.out, /^ {2}connect +\d+\.\d+ ms {2}ok\n {2}version +\d+\.\d+ ms {2}ok {2}1\.6\.18\n/);
    assert.match(fine.out, new RegExp(`\nOK {6}${address} needs no sign-in and does what it is asked.\n`));
    const failed = await brownout(['check', address, ...as('alice')]);
    assert.is(failed.code, 1);
    assert.match(failed.out, /\nFAILED {2}mechanisms: the server knows no sign-in, and you gave it a user/);
  });
});

test.run();

type Node = Awaited<ReturnType<typeof startedBackend>> | Awaited<ReturnType<typeof startedProxy>>;

function addressOf(node: Node): string {
  return 'listener' in node ? (node.listener?.address ?? '') : node.address;
}

/** Admits everybody, to look only. */
class Readers implements Admission {
  onVoid: ((grant: Grant) => void) | null = null;

  admit(): Grant {
    return { ...EVERYTHING, user: 'alice', readOnly: true };
  }

  enter(): boolean {
    return true;
  }

  leave(): void {
    // Nothing is counted.
  }
}

async function inLiveWorld(use: (world: LiveWorld) => Promise<void>): Promise<void> {
  const world = createLiveWorld({ seed: 'check-peers' });
  try {
    await use(world);
  } finally {
    await world.close();
  }
}
