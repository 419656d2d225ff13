/** A live run whose links are changed through Toxiproxy's API while it goes on, and its recording, played again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Toxiproxy } from 'toxiproxy-node-client';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defineScenario, type Scenario, type TimelineEntry } from '../scenario/define.ts';
import { loadScenario } from '../scenario/load.ts';
import { parseScenario } from '../scenario/schema.ts';
import { nanos } from '../scenario/units.ts';
import type { Result } from '../scenario/result.ts';
import { brownout } from './brownout.case.ts';
import { brownoutChild } from './child.case.ts';
import { SHOP } from './shop.case.ts';
import { runCli } from './cli.ts';

const SESSION = defineScenario({
  ...SHOP,
  title: 'Somebody is at the links',
  story: 'What is done by hand counts as what a timeline does.',
  phases: { warmup: '-1s', baseline: '-0.6s', fault: '0s', recovery: '2s', end: '4s' },
  timeline: [
    {
      at: '0s',
      do: 'toxic',
      link: { from: 'shop', to: 'proxy-2' },
      type: 'latency',
      name: 'scripted',
      attributes: { latency: 5 },
    },
    { at: '0s', for: '3.9s', do: 'toxic', link: { from: 'proxy-*', to: 'backend-1' }, type: 'latency' },
    { at: '3s', do: 'remove-toxic', link: { from: 'shop', to: 'proxy-2' }, name: 'scripted' },
  ],
});

const folder = mkdtempSync(join(tmpdir(), 'brownout-hand-'));
const at = (name: string): string => join(folder, name);
test.after(() => rmSync(folder, { recursive: true }));

/** The scenario in the live world; `session` has the API's address. */
async function byHand(scenario: Scenario, record: string, session: (url: string) => Promise<void>): Promise<Result> {
  let out = '';
  let err = '';
  let over: Promise<unknown> = Promise.reject(new Error('no API'));
  // A session that fails is told of below, when the run is over.
  over.catch(() => undefined);
  const stderr = {
    write(text: string) {
      err += text;
      const url = /API on (http:\S+) changes (\d+) links, such as (\S+)\n/.exec(text);
      if (url === null) return;
      over = session(url[1]!);
      over.catch(() => undefined);
    },
  };
  const command = ['run', 'shop', '--world', 'live', '--compress', '2', '--toxiproxy', '0', '--seed', 'hand', '--json'];
  const stdout = { write: (text: string) => (out += text) };
  await runCli([...command, '--record', record, '--out', folder], {
    scenarios: new Map([['shop', scenario]]),
    stdout,
    stderr,
    open: () => Promise.reject(new Error('nothing is opened')),
  });
  await over.catch((error: unknown) => assert.unreachable(`${String(error)}\n${err}`));
  return JSON.parse(out) as Result;
}

/** Resolves when the API has told of this event. */
async function heard(url: string, pattern: RegExp): Promise<void> {
  const response = await fetch(`${url}/events`);
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    if (pattern.test(text)) return;
  }
  assert.unreachable(`expected ${pattern} among the events, got ${text}`);
}

/** By what a Toxiproxy client knows, and a little more. */
async function session(url: string): Promise<void> {
  const toxiproxy = new Toxiproxy(url);
  const all = await toxiproxy.getAll();
  assert.equal(Object.keys(all).sort(), [
    'proxy-1:backend-1',
    'proxy-1:backend-2',
    'proxy-2:backend-1',
    'proxy-2:backend-2',
    'shop:proxy-1',
    'shop:proxy-2',
  ]);
  const scripted = heard(url, /event: added\ndata: \{"proxy":"shop:proxy-2",.*"scripted"/);
  const shop = all['shop:proxy-1']!;
  const lag = await shop.addToxic({
    name: 'lag',
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes: { latency: 20, jitter: 0 },
  });
  await lag.update({ ...lag.toJson(), attributes: { latency: 30, jitter: 0 } });
  const cut = await all['proxy-1:backend-2']!.update({ ...all['proxy-1:backend-2']!.toJson(), enabled: false });
  await cut.update({ ...cut.toJson(), enabled: true });
  const match = { command: ['set'], key: 'shop:é*' };
  const body = { type: 'limit_data', stream: 'Upstream', attributes: { bytes: 5000 }, match, toxicity: 0.5 };
  const response = await fetch(`${url}/proxies/proxy-1:backend-2/toxics`, {
    method: 'POST',
    body: JSON.stringify({ ...body, toxicity_per: 'request', max_active: 3 }),
  });
  assert.is(response.status, 200, await response.text());
  await scripted;
  const proxy = await toxiproxy.get('shop:proxy-2');
  await (await proxy.getToxic('scripted')).remove();
  assert.is((await fetch(`${url}/proxies/proxy-1:backend-1/toxics/latency%201`, { method: 'DELETE' })).status, 204);
}

/** What happened to links; `at` in seconds. */
function happened({ events }: Result): { at: number; kind: string; text: string }[] {
  return events.filter(({ text }) => text.includes('link '));
}

test('round trip: what is done by hand counts, is told, and does the same when its recording is run', async () => {
  const file = at('recorded.yaml');
  const live = await byHand(SESSION, file, session);
  const byApi = happened(live).filter(({ text }) => text.endsWith(', by the API'));
  const texts = byApi.map(({ kind, text }) => `${kind} ${text.replace(', by the API', '')}`);
  assert.equal(texts, [
    'fault link shop to proxy-1: latency "lag" (latency 20)',
    'change link shop to proxy-1: "lag" changed to latency 30',
    'fault link proxy-1 to backend-2: down',
    'cure link proxy-1 to backend-2: up',
    'fault link proxy-1 to backend-2: limit_data "limit_data_Upstream" (bytes 5000), upstream, toxicity 0.5 by request, only set, only keys shop:é*, at most 3 connections',
    'cure link shop to proxy-2: "scripted" removed',
    'cure link proxy-1 to backend-1: "latency 1" removed',
  ]);
  assert.ok(
    live.remarks.some((text) => /^Disturbed by hand only, .*: backend-2\.$/.test(text)),
    live.remarks.join(),
  );
  const recovery = live.incident.workloads[0]!.phases.find(({ phase }) => phase === 'recovery')!;
  assert.ok(recovery.all.max! >= 30_000, `expected the lag in the answers, got at most ${recovery.all.max} us`);

  const { timeline, seed } = parseScenario((await loadScenario(file, new Map())).data, 'recorded');
  assert.is(seed, 'hand');
  // The entry that a hand had made impossible is not in it; the others have the names by which hands called them.
  const placed = timeline.map((entry: TimelineEntry) => ('name' in entry ? `${entry.do} ${entry.name}` : entry.do));
  assert.equal(placed.slice(0, 3), ['toxic scripted', 'toxic latency 1', 'toxic lag']);
  const said = await brownout(['run', file, '--no-control', '--json', '--out', at('replay')]);
  assert.is(said.code, 0, said.err);
  const replay = JSON.parse(said.out) as Result;
  const sayings = happened(replay).map(({ kind, text }) => `${kind} ${text}`);
  for (const text of texts) assert.is(sayings.filter((one) => one === text).length, 1, text);
  for (const { at: moment, text } of byApi) {
    const again = happened(replay).find((one) => `${one.text}, by the API` === text)!;
    assert.ok(Math.abs(again.at - moment) < 0.0015, `${text}: at ${moment}, and at ${again.at} again`);
  }
  const again = replay.incident.workloads[0]!.phases.find(({ phase }) => phase === 'recovery')!;
  assert.ok(again.all.max! >= 30_000 && again.all.max! < 32_000, `${again.all.max} us`);
});

test('a session that is reset: every toxic and every link, one by one', async () => {
  const file = at('reset.json');
  const live = await byHand({ ...SESSION, timeline: [] }, file, async (url) => {
    const toxiproxy = new Toxiproxy(url);
    await (await toxiproxy.get('shop:proxy-1')).update({ enabled: false, listen: 'shop', upstream: 'proxy-1' });
    const toxic = {
      name: 'gone',
      type: 'timeout',
      stream: 'upstream',
      toxicity: 1,
      attributes: { timeout: 0 },
    } as const;
    await (await toxiproxy.get('proxy-2:backend-1')).addToxic(toxic);
    await toxiproxy.reset();
  });
  assert.equal(
    happened(live).map(({ kind, text }) => `${kind} ${text}`),
    [
      'fault link shop to proxy-1: down, by the API',
      'fault link proxy-2 to backend-1: timeout "gone", upstream, by the API',
      'cure link shop to proxy-1: up, by the API',
      'cure link proxy-2 to backend-1: "gone" removed, by the API',
    ],
  );
  const { timeline } = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
  assert.equal(
    timeline.map((entry) => entry.do),
    ['down', 'toxic', 'up', 'remove-toxic'],
  );
});

test('Ctrl-C: what was done by then is kept', async () => {
  const source = at('interrupted.json');
  const file = at('kept.yml');
  writeFileSync(source, JSON.stringify({ ...SESSION, phases: { ...SESSION.phases, end: '10m' } }));
  const child = brownoutChild([
    'run',
    source,
    '--world',
    'live',
    '--toxiproxy',
    '0',
    '--record',
    file,
    '--out',
    folder,
  ]);
  const [, url] = await child.says(/API on (http:\S+) changes 6 links, such as proxy-1:backend-1\n/, 'err');
  const body = JSON.stringify({ type: 'noop' });
  await (await fetch(`${url}/proxies/shop:proxy-1/toxics`, { method: 'POST', body })).text();
  const { code, err } = await child.stop('SIGINT');
  assert.is(code, 130, err);
  const { timeline } = parseScenario((await loadScenario(file, new Map())).data, 'kept');
  const { at: moment, ...entry } = timeline.at(-1)!;
  assert.equal(entry, {
    do: 'toxic',
    link: { from: 'shop', to: 'proxy-1' },
    type: 'noop',
    name: 'noop_downstream',
  });
  assert.ok(nanos(moment) > nanos(SESSION.phases.warmup));
});

const refused: readonly (readonly [args: string, message: string])[] = [
  [
    '--toxiproxy 8474',
    '--toxiproxy: expected --world live, for virtual time is over before anybody can call, got "8474"',
  ],
  ['--world live --toxiproxy no', '--toxiproxy: expected a whole number from 0 to 65535, got "no"'],
  ['--world live --toxiproxy', '--toxiproxy: expected a value, got nothing'],
  ['--world live --record x.yaml', '--record: expected --toxiproxy, by which something can be done, got "x.yaml"'],
  [
    '--world live --toxiproxy 0 --record x.ts',
    '--record: expected a file that ends in .yaml, .yml or .json, got "x.ts"',
  ],
];

for (const [args, message] of refused) {
  test(`refused: ${args}`, async () => {
    const said = await brownout(['run', 'shop', ...args.split(' ')], new Map([['shop', SESSION]]));
    assert.equal(said, { code: 2, out: '', err: `brownout: ${message}\n` });
  });
}

test('refused: a port in use, and the scenario itself as its recording', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has such an address.
  const { port } = squatter.address() as AddressInfo;
  const command = ['run', 'shop', '--world', 'live', '--out', folder];
  const scenarios = new Map([['shop', SESSION]]);
  const taken = await brownout([...command, '--toxiproxy', String(port)], scenarios);
  squatter.close();
  assert.equal(
    [taken.code, taken.err],
    [2, `brownout: --toxiproxy: expected a port that nobody listens on, got ${port}\n`],
  );
  const file = at('shop.json');
  writeFileSync(file, JSON.stringify(SESSION));
  const same = await brownout(['run', file, '--world', 'live', '--toxiproxy', '0', '--record', file]);
  assert.equal(
    [same.code, same.err],
    [2, `brownout: --record: expected another file than the scenario that is run, got "${file}"\n`],
  );
});

test.run();
