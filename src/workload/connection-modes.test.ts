import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { django } from '../client/presets/django.ts';
import { pooled } from '../client/presets/pooled.ts';
import { FlowMeter } from '../measure/littles-law.ts';
import { Recorder } from '../measure/recorder.ts';
import { Rig } from '../proxy/rig.case.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import { Generator } from './generator.ts';
import { KeySpace } from './keys.ts';
import { LoadCurve, type LoadPoint } from './load-curve.ts';
import type { PageShape } from './page.ts';

interface ModesOptions {
  readonly mode: ClientOptions['mode'];
  readonly client?: ClientOptions;
  readonly page?: Partial<PageShape>;
  readonly rate?: number;
  /** Servers that do not listen. */
  readonly down?: number;
  /** Descriptors of the clients' machine. */
  readonly fileLimit?: number;
  /** The moment that passes in live runs. */
  readonly stopAfter?: Nanos;
  /** @default all that is begun has ended by the end */
  readonly load?: 'to the end';
}

const CLIENTS = 5;
const END = 10 * SECOND;
const ENDS_EARLY: readonly LoadPoint[] = [
  { at: END - SECOND, times: 1 },
  { at: END - SECOND + 1, times: 0 },
];

/** Ten seconds of pages on three proxies that ask for a sign-in. */
function run(options: ModesOptions) {
  const { mode, client = pooled, page = {}, rate = 200, down = 0, fileLimit = Infinity, stopAfter = 0 } = options;
  const rig = new Rig({ proxies: 3, authentication: {}, latency: MILLISECOND });
  const { world } = rig;
  world.machine({ name: 'small', fileLimit }).place('client');
  for (const proxy of rig.proxies) rig.link('client', proxy.name);
  for (const proxy of rig.proxies.slice(0, down)) proxy.crash();
  const context: ClientContext = {
    world,
    node: 'client',
    servers: rig.proxies.map(({ name }) => name),
    options: { ...client, mode },
    credentials: { user: 'user', password: 'secret' },
    rng: world.rng('retries'),
    counters: newClientCounters(),
  };
  const keys = new KeySpace({ count: 100, prefix: 'key:', skew: 0, valueBytes: 10 }, world.rng('values'));
  const recorder = new Recorder({ phases: [{ name: 'baseline', from: 0, to: END }] });
  const generator = new Generator(
    {
      name: 'web',
      clients: CLIENTS,
      rate,
      page: { operations: 4, order: 'sequential', onFailure: 'go-on', ...page },
      setPercent: 10,
      homeSkew: 0,
      deadline: SECOND,
      ramp: 100 * MILLISECOND,
      load: new LoadCurve(options.load === undefined ? ENDS_EARLY : []),
    },
    context,
    keys,
    { recorder, flow: new FlowMeter(0), series: [] },
  );
  generator.run(END);
  world.run(END + stopAfter);
  generator.stop(END);
  const open = rig.proxies.reduce((sum, proxy) => sum + proxy.connections, 0);
  const pages = generator.offered / 4;
  return { rig, generator, counters: context.counters, open, pages };
}

test('persistent: a connection for each client, however many pages', () => {
  const { rig, generator, counters, open, pages } = run({ mode: 'persistent' });
  assert.ok(pages > 400, `${pages} pages`);
  assert.equal([counters.connections.tried, open], [CLIENTS, CLIENTS]);
  const { started, answered, failed, unfinished } = generator;
  assert.equal([answered, failed, unfinished], [started, 0, 0]);
  assert.is(
    rig.proxies.reduce((sum, proxy) => sum + proxy.counters.authentications, 0),
    CLIENTS,
  );
});

test('per request: a connection for each page, closed after it; signed in each time', () => {
  for (const order of ['sequential', 'pipelined'] as const) {
    const { rig, generator, counters, open, pages } = run({ mode: 'per-request', page: { order } });
    assert.equal([counters.connections.tried, open], [pages, 0], order);
    assert.equal([generator.answered, generator.failed], [4 * pages, 0], order);
    assert.is(
      rig.proxies.reduce((sum, proxy) => sum + proxy.counters.authentications, 0),
      pages,
      order,
    );
  }
});

test('leaky: a connection for each page, never closed', () => {
  const { generator, counters, open, pages } = run({ mode: 'leaky' });
  assert.equal([counters.connections.tried, open], [pages, pages]);
  assert.is(generator.failed, 0);
});

test('leaky, until the descriptors are gone', () => {
  const { rig, generator, counters, open } = run({ mode: 'leaky', fileLimit: 100 });
  assert.equal([open, counters.connections.tried > 300], [100, true]);
  assert.is(rig.world.machine({ name: 'small' }).files, 100);
  assert.equal([generator.answered, generator.failed > 1000], [400, true]);
});

test('per request the dead server is asked again on every page, persistent once in its dead time', () => {
  const [forgetful, learned] = (['per-request', 'persistent'] as const).map((mode) => {
    const { rig, generator, counters, pages } = run({ mode, client: django, down: 1 });
    assert.equal([rig.proxies[0]!.connections, generator.failed], [0, 0], mode);
    return { counters, pages };
  });
  // A third of the clients has its home there, and finds the next server by asking the first.
  const extra = forgetful!.counters.connections.tried - forgetful!.pages;
  assert.ok(extra > 0.2 * forgetful!.pages && extra < 0.6 * forgetful!.pages, `${extra} of ${forgetful!.pages} pages`);
  assert.is(forgetful!.counters.marks, extra);
  // Two of the five clients: in vain when they warm up and again with their first operation, then on to the next.
  assert.equal([learned!.counters.marks, learned!.counters.connections.tried], [2, CLIENTS + 2 * 2]);
});

test('what goes on between the end and the stop counts at the end', () => {
  const { generator } = run({ mode: 'per-request', stopAfter: 5 * MILLISECOND, load: 'to the end' });
  assert.ok(generator.unfinished > 0);
  assert.is(generator.started, generator.answered + generator.failed + generator.unfinished);
});

test('the same seed is the same run', () => {
  const [one, other] = [run({ mode: 'per-request' }), run({ mode: 'per-request' })];
  assert.is(one.rig.world.traceHash, other.rig.world.traceHash);
  assert.equal(one.counters, other.counters);
});

test.run();
