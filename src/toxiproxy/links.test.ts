/** The links of a running scenario, by the same API. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../../toxics/index.ts';
import type { LinkEvent } from '../link/link-event.ts';
import { Link } from '../link/link.ts';
import { createRng } from '../world/rng.ts';
import { Api } from './api.ts';
import { EventFeed } from './events.ts';
import { Links, type LinkHolder } from './links.ts';
import { linkOf } from './link-pattern.ts';
import type { Reply } from './reply.ts';
import { ApiError } from './errors.ts';

class Cluster implements LinkHolder {
  readonly links: readonly Link[];
  readonly #watchers = new Set<(link: Link, event: LinkEvent) => void>();

  constructor(ends: readonly (readonly [from: string, to: string])[]) {
    this.links = ends.map(([from, to]) => {
      const link: Link = new Link({
        from,
        to,
        toxics: TOXICS,
        rng: (stream) => createRng('links', stream),
        onEvent: (event) => this.#watchers.forEach((watcher) => watcher(link, event)),
      });
      return link;
    });
  }

  watch(watcher: (link: Link, event: LinkEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

const cluster = new Cluster([
  ['proxy-1', 'backend-2'],
  ['shop', 'proxy-1'],
]);
const [link] = cluster.links as [Link];
const proxies = new Links(cluster);
const api = new Api(proxies, new EventFeed(proxies));
const proxy = 'proxy-1:backend-2';
const call = (body: object = {}, toxic = '') => ({ proxy, toxic, body: JSON.stringify(body) });
const SHOWN = `{"name":"${proxy}","listen":"proxy-1","upstream":"backend-2","enabled":true,"toxics":[]}`;

async function status(reply: Reply | Promise<Reply> | (() => Reply)): Promise<string> {
  try {
    const { status: code, body } = await (typeof reply === 'function' ? reply() : reply);
    return `${code} ${body}`;
  } catch (error) {
    return error instanceof ApiError ? `${error.status} ${error.message}` : String(error);
  }
}

test('they are named by their ends', async () => {
  const all = JSON.parse(api.listProxies().body) as object;
  assert.equal(Object.keys(all), [proxy, 'shop:proxy-1']);
  assert.is(await status(api.showProxy(call())), `200 ${SHOWN}`);
});

test('toxics work, and are told of', async () => {
  const told: string[] = [];
  const end = proxies.watch(({ name }, { kind }) => told.push(`${name} ${kind}`));
  await status(api.addToxic(call({ type: 'latency', name: 'lag', attributes: { latency: 5 } })));
  assert.is(link.toxic('lag').attributes['latency'], 5);
  await status(api.updateToxic(call({ attributes: { latency: 6 } }, 'lag')));
  assert.is(link.toxic('lag').attributes['latency'], 6);
  api.removeToxic(call({}, 'lag'));
  assert.equal(link.toxics, []);
  end();
  api.addToxic(call({ type: 'noop' }));
  assert.equal(
    told,
    ['added', 'updated', 'removed'].map((kind) => `${proxy} ${kind}`),
  );
});

test('disabled is down; reset ends that, and all toxics', async () => {
  await status(api.updateProxy(call({ enabled: false })));
  assert.is(link.down, true);
  await status(api.reset());
  assert.equal([link.down, link.toxics.length], [false, 0]);
});

test('what is not theirs to change', async () => {
  const fixed = 'the proxies of a running scenario are its links: they have toxics, and can be disabled';
  assert.is(await status(api.createProxy(call({ name: 'new', upstream: 'x' }))), `403 new: ${fixed}`);
  assert.is(await status(api.removeProxy(call())), `403 ${proxy}: ${fixed}`);
  assert.is(await status(api.updateProxy(call({ upstream: 'elsewhere' }))), `403 ${proxy}: ${fixed}`);
  assert.is(await status(api.updateProxy(call({ listen: 'elsewhere' }))), `403 ${proxy}: ${fixed}`);
  assert.is(await status(api.updateProxy(call({ listen: 'proxy-1', upstream: 'backend-2' }))), `200 ${SHOWN}`);
  assert.is(await status(api.removeProxy({ ...call(), proxy: 'x' })), '404 proxy not found');
  const other = await status(api.populate({ ...call(), body: `[${SHOWN.replace('"proxy-1"', '"x"')}]` }));
  assert.is(other, `403 {"error":"${proxy}: ${fixed}","status":403,"proxies":null}`);
  const same = await status(api.populate({ ...call(), body: `[${SHOWN}]` }));
  assert.is(same, `201 {"proxies":[${SHOWN}]}`);
});

for (const [why, name, sources, expected] of [
  ['a link of a scenario', 'proxy-1:backend-2', undefined, { from: 'proxy-1', to: 'backend-2' }],
  ['a backend, whoever asks it', 'backend-2', undefined, { from: 'proxy-*', to: 'backend-2' }],
  ['a proxy, whoever asks it', 'proxy-3', undefined, { from: '*', to: 'proxy-3' }],
  ['some of those who ask', 'backend-2', ['proxy-1'], { from: ['proxy-1'], to: 'backend-2' }],
  ['a name that only looks like two', ':x', undefined, { from: 'proxy-*', to: ':x' }],
] as const) {
  test(`which links of a scenario a proxy stands for: ${why}`, () => {
    const toxic = {
      name: 't',
      type: 'noop',
      stream: 'upstream',
      toxicity: 1,
      attributes: {},
      ...(sources && { sources }),
    } as const;
    assert.equal(linkOf(name, { kind: 'added', toxic }), expected);
  });
}

test.run();
