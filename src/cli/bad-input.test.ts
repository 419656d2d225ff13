/** What backend, proxy, cluster and check do not take: one line, exit code 2, and no secret on the screen. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from '../scenario/fixture.case.ts';
import { brownout } from './brownout.case.ts';

const { authentication: _, ...openProxy } = smallScenario.cluster.proxy;
const scenarios = new Map([
  ['small', smallScenario],
  ['open', { ...smallScenario, cluster: { ...smallScenario.cluster, proxy: openProxy } }],
]);

const rows: readonly [args: string, message: string][] = [
  ['backend -p 99999', '-p: expected a whole number from 0 to 65535, got "99999"'],
  ['backend -p', '-p: expected a value, got nothing'],
  ['backend -p -S', '-p: expected a value, got "-S"'],
  ['backend -p=', '-p: expected a whole number from 0 to 65535, got "="'],
  ['backend -p 1 --port 2', '--port: expected once, got twice'],
  ['backend -l somewhere', '-l: expected one address of this machine, such as 127.0.0.1 or 0.0.0.0, got "somewhere"'],
  [
    'backend -l ::1,127.0.0.1',
    '-l: expected one address of this machine, such as 127.0.0.1 or 0.0.0.0, got "::1,127.0.0.1"',
  ],
  ['backend -m 0', '-m: expected a whole number from 1 to 1048576, got "0"'],
  ['backend -c x', '-c: expected a whole number from 1 to 1000000, got "x"'],
  ['backend -I 100', '-I: expected a size from 1k to 1024m, got "100"'],
  ['backend -I 40m', '-I: expected at most half of the memory (-m), got "40m"'],
  ['backend -I1m -m1', '-I: expected at most half of the memory (-m), got "1m"'],
  ['backend -t 4', '-t: expected 1: one thread serves; more cores take more nodes, each on its port, got "4"'],
  ['backend -U 11211', '-U: expected 0: there is no UDP, got "11211"'],
  ['backend -S', '-S: expected users, in --users FILE or in the file that MEMCACHED_SASL_PWDB names, got none'],
  [
    'backend -Y a --users b',
    '-Y: expected alone, or --users in its place: both mean one list of users for SASL and text',
  ],
  ['backend --users none', '--users none: expected a file with lines of user:password, got none: no such file'],
  ['backend -d', '-d: not taken here: it stays in the foreground: put & behind it, or let a supervisor start it'],
  ['backend --enable-ssl', '--enable-ssl: not taken here: put something before it that speaks TLS (stunnel, socat)'],
  ['backend --prot 1', 'expected an option that --help lists, got the unknown option --prot (did you mean "--port"?)'],
  ['backend 11211', 'arguments: expected no argument, got "11211"'],
  ['proxy', 'expected <backend>, got nothing; --help says more'],
  [
    'proxy 127.0.0.1:0',
    'backend: expected host:port, with a port from 1 to 65535 and IPv6 in brackets, got "127.0.0.1:0"',
  ],
  [
    'proxy a:1,b:2',
    'backend: expected one server, as host:port, with a port from 1 to 65535 and IPv6 in brackets, got "a:1,b:2"',
  ],
  ['proxy 127.0.0.1 127.0.0.1:11211', 'backend: expected each once, got 127.0.0.1:11211 twice'],
  ['proxy -m 64 127.0.0.1', '-m: not taken here: it is a matter of the backends'],
  [
    'proxy --policy consecutive-ejct 127.0.0.1',
    '--policy: expected none, consecutive-eject, tko-probe, latency-outlier, success-rate, twemproxy, envoy, finagle or mcrouter, got "consecutive-ejct" (did you mean "consecutive-eject"?)',
  ],
  [
    'proxy --hash md6 127.0.0.1',
    '--hash: expected fnv1a_64, fnv1a_32, one_at_a_time or md5, got "md6" (did you mean "md5"?)',
  ],
  [
    'proxy no-such-host.invalid',
    'backend: expected a host that can be looked up, got no-such-host.invalid, which nobody knows',
  ],
  ['cluster', 'expected <scenario>, got nothing; --help says more'],
  ['cluster smal', 'scenario: expected small or open, or a path to a file, got "smal" (did you mean "small"?)'],
  ['cluster small --set cluster.machines=0', 'small: cluster.machines: expected a whole number from 1 to 64, got 0'],
  ['cluster small --cache x', '--cache: expected a scenario with caches, but small has none'],
  ['cluster open -u alice', '-u and -p: expected proxies that ask for a sign-in, but those of open do not'],
  ['check', 'expected <server>, got nothing; --help says more'],
  ['check http://x', 'server: expected host:port, with a port from 1 to 65535 and IPv6 in brackets, got "http://x"'],
  ['check ::1', 'server: expected host:port, with a port from 1 to 65535 and IPv6 in brackets, got "::1"'],
  ['check localhost --timeout 5x', '--timeout: expected a duration from 10ms to 10m, such as 750ms or 5s, got "5x"'],
  ['check localhost -u alice', 'user: expected a password beside it (-p or MEMCACHIER_PASSWORD), got none'],
  ['check localhost -p secret', 'password: expected a user beside it (-u or MEMCACHIER_USERNAME), got none'],
  ['check localhost -u a -p', '-p: expected a value, got nothing'],
  ['check localhost -u a -p -secret', '-p: expected a value; one that begins with a dash goes right behind it: -p…'],
  [
    'check localhost -u a --password --secret',
    '--password: expected a value; one that begins with a dash goes right behind it: --password=…',
  ],
  ['check localhost -u a -p my secret', 'arguments: expected only <server>, got 2'],
  [
    'check localhost --pasword=secret',
    'expected -u, --user, -p, --password, --sign-in, --no-sign-in, --timeout, --json or --help, got the unknown option --pasword (did you mean "--password"?)',
  ],
];

test('one line, and 2', async () => {
  for (const [line, message] of rows) {
    const said = await brownout(line.split(' '), scenarios);
    assert.equal(said, { code: 2, out: '', err: `brownout: ${message}\n` }, line);
    assert.not(said.err.includes('secret'), line);
  }
});

test('a file of users says which line is wrong, and nothing of what stands there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    const file = join(folder, 'users');
    const contents: readonly [text: string, why: string][] = [
      ['', 'expected lines of user:password, got none'],
      ['alice:a\nsecret\n', 'line 2: expected user:password'],
      ['alice:\n', 'line 1: expected user:password'],
      [':secret\n', 'line 1: expected user:password'],
      ['alice:secret\r\n\r\nalice:other\r\n', 'line 3: expected each user once, got one twice'],
    ];
    for (const [text, why] of contents) {
      writeFileSync(file, text, { mode: 0o600 });
      const { code, err } = await brownout(['backend', '-Y', file]);
      assert.equal([code, err.split(`${file}: `)], [2, ['brownout: -Y ', `${why}\n`]]);
    }
    const { err } = await brownout(['proxy', '--users', folder, '127.0.0.1']);
    assert.is(err, `brownout: --users ${folder}: expected a file with lines of user:password, got a folder\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what other users of the machine may see is said before it happens', async () => {
  // Of the addresses for documentation: no machine has it, so nothing listens.
  const { code, err } = await brownout(['backend', '-l', '192.0.2.1', '-p', '0']);
  assert.is(code, 2);
  assert.equal(err.split('\n'), [
    'brownout: warning: whoever can reach 192.0.2.1 can read and write here, for nobody has to sign in (-S or -Y)',
    'brownout: -l: expected an address of this machine, got 192.0.2.1',
    '',
  ]);
});

test("a cluster's port in use", async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  // A listening server has an address object.
  const { port } = squatter.address() as AddressInfo;
  const said = await brownout(['cluster', 'small', '--set', `cluster.ports.proxies=${port}`], scenarios);
  squatter.close();
  assert.equal([said.code, said.out], [2, '']);
  const why = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
  assert.is(said.err, `brownout: cluster.ports: expected ports that nobody listens on, got ${why}\n`);
});

test('help names the letters', async () => {
  const { out } = await brownout(['backend', '--help']);
  for (const letter of ['l', 'p', 'm', 'c', 'I', 'S', 'Y', 'b', 'F', 'v', 'V']) assert.match(out, ` -${letter}, --`);
  assert.match((await brownout(['proxy', '-h'])).out, 'host:port of each backend');
  assert.match((await brownout(['backend', '-V'])).out, /^brownout \S+, with the manners of memcached 1\.6\.18\n$/);
});

test.run();
