/** `brownout toxiproxy` as people start and stop it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Toxiproxy } from 'toxiproxy-node-client';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { defineScenario, type TimelineEntry } from '../scenario/define.ts';
import type { Result } from '../scenario/result.ts';
import { brownout } from './brownout.case.ts';
import { brownoutChild, isOpen } from './child.case.ts';
import { SHOP } from './shop.case.ts';

const folder = mkdtempSync(join(tmpdir(), 'brownout-toxiproxy-'));
const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
// A server that listens on TCP has such an address.
const upstream = `127.0.0.1:${(echo.address() as AddressInfo).port}`;

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Resolves with an open connection that has had an answer. */
function connected(address: string): Promise<Socket> {
  const [host = '', port] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  return new Promise((resolve, reject) => {
    socket.once('error', reject).once('data', () => resolve(socket));
    socket.write('hello');
  });
}

const LINE = /^toxiproxy(?: of (\S+) prox\S+)? listens on (127\.0\.0\.1:\d+) \(pid (\d+)\); Ctrl-C stops it\n/;

const SESSION = defineScenario({
  ...SHOP,
  title: 'Somebody was at the links',
  story: 'What a session with relays has recorded is played on a cluster.',
  phases: { warmup: '-1s', baseline: '-0.5s', fault: '0s', recovery: '30s', end: '31s' },
  timeline: [],
});

test('from a file, recorded, stopped by Ctrl-C with everything open; the recording is a timeline', async () => {
  const config = file('proxies.json', [
    { name: 'proxy-1:backend-2', upstream, toxics: [{ type: 'latency', attributes: { latency: 1 } }] },
    { name: 'backend-1', upstream, listen: '127.0.0.1:0', enabled: false, extra: {} },
  ]);
  const record = join(folder, 'session.yaml');
  const child = brownoutChild(['toxiproxy', '--port', '0', '--config', config, '--seed', 's', '--record', record]);
  const [, proxies, address = '', pid] = await child.says(LINE);
  assert.equal([proxies, Number(pid)], ['2', child.process.pid]);
  await child.says(/^brownout: with --seed s toxics decide like this again\n/, 'err');

  const toxiproxy = new Toxiproxy(`http://${address}`);
  const all = await toxiproxy.getAll();
  assert.equal(Object.keys(all), ['backend-1', 'proxy-1:backend-2']);
  const proxy = all['proxy-1:backend-2']!;
  const socket = await connected(proxy.listen);
  const events = await fetch(`http://${address}/events`);
  assert.is(events.status, 200);
  const lag = await proxy.getToxic<{ latency: number }>('latency_downstream');
  await lag.update({ ...lag.toJson(), toxicity: 0.5, attributes: { latency: 2 } });
  await lag.remove();
  await toxiproxy.reset();

  const ended = new Promise((resolve) => socket.once('close', resolve).resume());
  const { code, out } = await child.stop('SIGINT');
  await Promise.all([ended, events.text().catch(() => '')]);
  assert.is(code, 0);
  assert.match(out, LINE);
  assert.equal(await Promise.all([address, proxy.listen].map(isOpen)), [false, false]);

  // As the command writes it.
  const timeline = parse(readFileSync(record, 'utf8')) as TimelineEntry[];
  const link = { from: 'proxy-1', to: 'backend-2' };
  const toxic = { type: 'latency', name: 'latency_downstream', attributes: { latency: 1 } };
  assert.equal(
    timeline.map(({ at: _at, ...entry }) => entry),
    [
      { do: 'toxic', link, ...toxic },
      { do: 'down', link: { from: 'proxy-*', to: 'backend-1' } },
      { do: 'update-toxic', link, name: toxic.name, toxicity: 0.5, attributes: { latency: 2 } },
      { do: 'remove-toxic', link, name: toxic.name },
      { do: 'up', link: { from: 'proxy-*', to: 'backend-1' } },
    ],
  );
  const scenario = file('shop.json', { ...SESSION, timeline });
  const said = await brownout(['run', scenario, '--no-control', '--json', '--out', join(folder, 'run')]);
  assert.is(said.code, 0, said.err);
  const happened = (JSON.parse(said.out) as Result).events.map(({ text }) => text).filter((text) => /^link/.test(text));
  assert.equal(happened, [
    'link proxy-1 to backend-2: latency "latency_downstream" (latency 1)',
    'link proxy-* to backend-1: down',
    'link proxy-1 to backend-2: "latency_downstream" changed to latency 2, toxicity 0.5',
    'link proxy-1 to backend-2: "latency_downstream" removed',
    'link proxy-* to backend-1: up',
  ]);
});

test('who leads elsewhere is told what that takes', async () => {
  const config = file('far.json', [{ name: 'far', upstream: 'redis.example:6379' }]);
  const child = brownoutChild(['toxiproxy', '--port', '0', '--config', config, '--i-own-this-target', 'other.example']);
  const [, , address = ''] = await child.says(LINE);
  const body = JSON.stringify({ name: 'other', upstream: 'other.example:1' });
  assert.is((await fetch(`http://${address}/proxies`, { method: 'POST', body })).status, 201);
  const { code, err } = await child.stop();
  assert.is(code, 0);
  assert.equal(err.match(/warning: .*\n/g), [
    'warning: proxy far: its clients will be reset, for it leads to redis.example: --i-own-this-target redis.example\n',
  ]);
});

mkdirSync(join(folder, 'folder'));
const missing = join(folder, 'missing.json');
const expected = (path: string): string => `--config ${path}: expected Toxiproxy's JSON array of proxies`;
const one = file('one.json', [{ name: 'p', upstream, listen: upstream }]);
const half = file('half.json', '[{"name":');
const twice = file(
  'twice.json',
  [1, 2].map(() => ({ name: 'p', upstream })),
);
const unnamed = file('unnamed.json', [{ name: 'p', upstream }, { upstream }]);
const wrong = file('wrong.json', [
  { name: 'p', upstream, toxics: [{ type: 'latency', attributes: { latency: 'x' } }] },
]);

const REFUSED: readonly (readonly [why: string, args: readonly string[], message: string])[] = [
  ['no such file', ['--config', missing], `${expected(missing)}, got none: no such file`],
  ['a folder', ['--config', folder], `${expected(folder)}, got a folder`],
  ['half a file', ['--config', half], `${expected(half)}, got: bad request body: unexpected EOF`],
  ['a name twice', ['--config', twice], `${expected(twice)}, each name once, got "p" twice`],
  ['no name', ['--config', unnamed], `${expected(unnamed)}, got: missing required field: name at proxy 2`],
  [
    'a wrong attribute',
    ['--config', wrong],
    `${expected(wrong)}, got: bad request body: latency: expected a number >= 0, got "x" at toxic 1 of proxy 1`,
  ],
  [
    'a port in use',
    ['--config', one],
    `--config ${one}: proxy p: listen tcp ${upstream}: bind: address already in use`,
  ],
  [
    "the API's port in use",
    ['--port', upstream.split(':')[1]!],
    `--port: expected a port that nobody listens on, got ${upstream}, which is in use`,
  ],
  ['no port', ['--port', 'x'], '--port: expected a whole number from 0 to 65535, got "x"'],
  [
    'no address',
    ['--host', 'me'],
    '--host: expected one address of this machine, such as 127.0.0.1 or 0.0.0.0, got "me"',
  ],
  [
    'a recording of no kind',
    ['--record', 'x.txt'],
    '--record: expected a file that ends in .yaml, .yml or .json, got "x.txt"',
  ],
  ["Toxiproxy's metrics", ['--proxy-metrics'], '--proxy-metrics: not taken here: GET /metrics is always there'],
  ['an argument', ['p'], 'arguments: expected no argument, got "p"'],
];

for (const [why, args, message] of REFUSED) {
  test(`refused: ${why}`, async () => {
    const port = args.includes('--port') ? [] : ['--port', '0'];
    const said = await brownout(['toxiproxy', ...port, ...args]);
    assert.equal(said, { code: 2, out: '', err: `brownout: ${message}\n` });
  });
}

test('refused: an address of another machine', async () => {
  const said = await brownout(['toxiproxy', '--port', '0', '--host', '192.0.2.1']);
  assert.is(said.code, 2);
  assert.match(said.err, /warning: whoever can reach 192\.0\.2\.1 can change proxies, and connect through new ones\n/);
  assert.match(said.err, /\nbrownout: --host: expected an address of this machine, got 192\.0\.2\.1\n$/);
});

test.after(() => {
  echo.close();
  rmSync(folder, { recursive: true });
});

test.run();
