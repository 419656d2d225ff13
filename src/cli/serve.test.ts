/** `brownout backend`, `proxy` and `cluster` as people start and stop them. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startedBackend } from '../backend/started.case.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { brownout } from './brownout.case.ts';
import { brownoutChild, Child, isOpen } from './child.case.ts';
import { talk } from './talk.case.ts';

const PASSWORD = 'not for the screen';

test('a backend: its letters, its line, and its end', async () => {
  await inFolder(async (folder) => {
    const users = join(folder, 'users');
    writeFileSync(users, `alice:${PASSWORD}\n`);
    chmodSync(users, 0o644);
    const options = ['-p', '0', '-Y', users, '-F', '-c', '2', '-I', '2k', '-m', '8', '-b', '7', '-U', '0', '-t', '1'];
    const child = brownoutChild(['backend', ...options, '-vv']);
    const said = await child.says(/^memcached listens on (127\.0\.0\.1:\d+), for those who sign in \(pid (\d+)\).*\n/);
    const [, address = '', pid] = said;
    assert.is(Number(pid), child.process.pid);
    const checked = await brownout(['check', address, '-u', 'alice', '-p', PASSWORD]);
    assert.is(checked.code, 0, checked.out);
    const signIn = `set alice 0 0 ${PASSWORD.length}\r\n${PASSWORD}\r\n`;
    const large = `set large 0 0 3000\r\n${'x'.repeat(3000)}\r\n`;
    const answers = await talk(address, [`${signIn}flush_all\r\n${large}stats\r\n`, /END\r\n/]);
    assert.match(
      answers,
      /^STORED\r\nCLIENT_ERROR flush_all not allowed\r\nSERVER_ERROR object too large for cache\r\n/,
    );
    assert.match(answers, new RegExp(`STAT pid ${pid}\r\n`));
    assert.match(answers, /STAT limit_maxbytes 8388608\r\n/);
    assert.match(answers, /STAT max_connections 2\r\n/);
    const time = Number(/STAT time (\d+)/.exec(answers)?.[1]);
    assert.ok(Math.abs(time - Date.now() / 1000) < 60, `its clock says ${time}`);
    assert.match(await talk(address, ['get x\r\n', /\r\n/]), /^CLIENT_ERROR unauthenticated\r\n/);

    const second = await brownout(['backend', '-p', address.split(':')[1] ?? '']);
    const taken = `brownout: -p: expected a port that nobody listens on, got ${address}, which is in use\n`;
    assert.equal(second, { code: 2, out: '', err: taken });

    const { code, out, err } = await child.stop();
    assert.equal([code, out], [0, said[0]]);
    assert.not(await isOpen(address));
    const warning = `brownout: warning: ${users} has passwords, and others may read it (0644): chmod 600 ${users}\n`;
    assert.ok(err.startsWith(warning), err);
    assert.match(err, /\nconnections 3 \(turned away 0\), gets 1 \(hits 1\), sets 1, items left 0\n$/);
    assert.not((out + err).includes(PASSWORD));
  });
});

test('users may come by the environment, as memcached has it', async () => {
  await inFolder(async (folder) => {
    const users = join(folder, 'users');
    writeFileSync(users, `alice:${PASSWORD}\n`, { mode: 0o600 });
    const child = brownoutChild(['backend', '-p', '-1', '-S', '-l', '127.0.0.2'], { MEMCACHED_SASL_PWDB: users });
    const [, address = ''] = await child.says(/^memcached listens on (127\.0\.0\.2:\d+), for those who sign in/);
    const { code, out } = await brownout(['check', address, '-u', 'alice', '-p', 'wrong', '--json']);
    assert.is(code, 1);
    assert.match(out, '"code": "wrong-credentials"');
    const { code: ended, err } = await child.stop('SIGINT');
    assert.equal([ended, err], [0, '']);
  });
});

test('a proxy before backends: routes, signs in, and ends', async () => {
  const world = createLiveWorld({ seed: 'serve' });
  try {
    await inFolder(async (folder) => {
      const users = join(folder, 'users');
      writeFileSync(users, `alice:${PASSWORD}\n`, { mode: 0o600 });
      const backends = [await startedBackend(world, 'one'), await startedBackend(world, 'two')];
      const addresses = backends.map(({ listener }) => listener?.address ?? '');
      const child = brownoutChild([
        'proxy',
        '-p',
        '0',
        '--users',
        users,
        '--policy',
        'consecutive-eject',
        ...addresses,
      ]);
      const [, address = ''] = await child.says(/^proxy of 2 backends listens on (\S+), for those who sign in/);
      const { code, out } = await brownout(['check', address, '-u', 'alice', '-p', PASSWORD]);
      assert.is(code, 0, out);
      const sets = Array.from({ length: 40 }, (_, i) => `set key-${i} 0 0 1\r\nx\r\n`).join('');
      const signIn = `set alice 0 0 ${PASSWORD.length}\r\n${PASSWORD}\r\n`;
      await talk(address, [signIn + sets, /(?:STORED\r\n){41}/]);
      const counts = backends.map(({ counters }) => counters.cmdSet);
      assert.is(counts[0]! + counts[1]!, 41);
      assert.ok(Math.min(...counts) > 5, `${counts.join(' and ')} sets`);
      assert.is((await child.stop('SIGINT')).code, 0);
      assert.not(await isOpen(address));
    });
  } finally {
    await world.close();
  }
});

test('a cluster for memjs, which reads what was printed', async () => {
  await inFolder(async (folder) => {
    const variables = join(folder, 'variables');
    const child = brownoutChild(['cluster', 'steady-state', '--set', 'cluster.machines=3'], noSignIn);
    const printed = /^MEMCACHIER_SERVERS=(\S+)\nMEMCACHIER_USERNAME=brownout\nMEMCACHIER_PASSWORD=(\S{20,})\n/;
    const [text = '', servers = ''] = await child.says(printed);
    await child.says(/^brownout: steady-state is up: 3 proxies before 3 backends, all empty \(pid \d+\)/, 'err');
    writeFileSync(variables, text);
    const script = fileURLToPath(new URL('./memjs-once.case.ts', import.meta.url));
    const command = 'set -a; . "$1"; shift; exec "$@"';
    const node = [process.execPath, '--import', import.meta.resolve('tsx'), script];
    const memjs = new Child('sh', ['-c', command, 'sh', variables, ...node], noSignIn);
    const { code, out, err } = await memjs.ended;
    const values = Array.from({ length: 20 }, (_, i) => `value ${i}`).join(' ');
    assert.equal([code, out], [0, `3 servers, ${values}\n`], err);
    assert.is((await child.stop()).code, 0);
    const open = await Promise.all(servers.split(',').map(isOpen));
    assert.equal(open, [false, false, false]);
  });
});

test('a cluster with caches: each has its own credential', async () => {
  const args = ['cluster', 'credential-rotation', '--json', '--seed', 'serve'];
  const child = brownoutChild(args);
  const [json] = await child.says(/^\{.*^\}\n/ms);
  // Our own JSON.
  const { proxies, caches } = JSON.parse(json) as Printed;
  assert.ok(caches.length > 1);
  for (const { user, password } of caches) {
    const { code, out } = await brownout(['check', proxies[0]!.address, '-u', user, '-p', password]);
    assert.is(code, 0, out);
  }
  assert.is((await child.stop()).code, 0);
  const { cache, user, password } = caches[1]!;
  const again = brownoutChild([...args.filter((arg) => arg !== '--json'), '--cache', cache]);
  const [text] = await again.says(/^[^]*MEMCACHIER_PASSWORD=.*\n/);
  assert.match(text, new RegExp(`^# cache ${cache}\nMEMCACHIER_SERVERS=127.*\nMEMCACHIER_USERNAME=${user}\n`));
  assert.match(text, `MEMCACHIER_PASSWORD=${password}\n`, 'the same seed gives the same passwords');
  assert.is((await again.stop()).code, 0);
});

test.run();

interface Printed {
  readonly proxies: readonly { readonly address: string }[];
  readonly caches: readonly { readonly cache: string; readonly user: string; readonly password: string }[];
}

const noSignIn = { MEMCACHIER_USERNAME: '', MEMCACHIER_PASSWORD: '', MEMCACHIER_SERVERS: '' };

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
