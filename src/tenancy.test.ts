/** Caches and credentials in a whole cluster: what one customer does shows in his cache, and in no other. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CacheFigures, CredentialFigures } from './scenario/tenancy-figures.ts';
import type { Scenario, TimelineEntry, WorkloadSpec } from './scenario/define.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { runScenario, type RunOptions } from './scenario/run.ts';
import { parseScenario } from './scenario/schema.ts';
import { sharedScenario } from './scenario/tenancy.case.ts';

const SEED = 'tenancy';

async function play(change: Partial<Scenario>, options: Partial<RunOptions> = {}): Promise<RunRecord> {
  const scenario = parseScenario({ ...sharedScenario, ...change }, 'shared');
  const record = await runScenario({ scenario, seed: SEED, world: 'virtual', role: 'incident', ...options });
  assert.ok(record.health.countsAgree, record.health.reasons.join('; '));
  return record;
}

function cache({ figures }: RunRecord, name: string): CacheFigures {
  return figures.caches.find((each) => each.name === name)!;
}

function credential({ figures }: RunRecord, workload: string, name: string): CredentialFigures {
  return figures.credentials.find((each) => each.workload === workload && each.credential === name)!;
}

function failed({ figures }: RunRecord, workload: string): number {
  const { phases } = figures.workloads.find(({ name }) => name === workload)!;
  return phases.reduce((n, { all }) => n + all.failed, 0);
}

const blogKeys = sharedScenario.workloads['blog']!.keys.count;

test('a rotation that waits loses nothing, though both caches have the same keys', async () => {
  const record = await play({});
  assert.equal([failed(record, 'shop'), failed(record, 'blog')], [0, 0]);
  for (const name of ['shop', 'blog']) {
    const { misses, items, overLimit } = cache(record, name);
    assert.equal({ misses, items, overLimit }, { misses: 0, items: blogKeys, overLimit: 0 }, name);
  }
  const [old, fresh] = ['shop/ann', 'shop/cid'].map((name) => credential(record, 'shop', name));
  for (const { lastAnswer, workedOn } of old!.proxies) assert.ok(lastAnswer! < 10 && workedOn === null);
  for (const { firstAnswer } of fresh!.proxies) assert.ok(firstAnswer! >= 6, 'since the deployment');
  assert.ok(
    fresh!.proxies.some(({ firstAnswer }) => firstAnswer! > 6.5),
    'processes restart one after another',
  );
});

test('the control sees nothing of what people do', async () => {
  const record = await play({}, { role: 'control' });
  assert.equal(
    record.figures.credentials.map(({ credential: name, revoked }) => [name, revoked]),
    [
      ['shop/ann', null],
      ['blog/bob', null],
    ],
  );
  assert.equal(record.events, []);
});

/** What is done at 0 s, and what it must show. */
const deeds: readonly [why: string, timeline: readonly TimelineEntry[], shows: (record: RunRecord) => void][] = [
  [
    'a flush empties one cache',
    [{ at: '0s', do: 'flush-cache', cache: 'blog' }],
    (record) => {
      assert.ok(cache(record, 'blog').misses > 0 && cache(record, 'shop').misses === 0);
      assert.ok(cache(record, 'blog').items < 100 && cache(record, 'shop').items === 100);
      assert.is(failed(record, 'blog'), 0, 'a miss is no failure');
    },
  ],
  [
    'a deleted cache is gone at once, and its credentials as proxies hear of it',
    [{ at: '0s', do: 'delete-cache', cache: 'blog' }],
    (record) => {
      const { items, hits } = cache(record, 'blog');
      assert.ok(items === 100 && hits > 0, 'as it was until then');
      const { revoked, proxies } = credential(record, 'blog', 'blog/bob');
      assert.is(revoked, 0);
      for (const { lastAnswer, firstFailure } of proxies) assert.ok(lastAnswer! < 0.1 && firstFailure! >= 0);
      const kinds = proxies.flatMap(({ errors }) => errors.map(({ kind }) => kind));
      assert.equal([...new Set(kinds)].sort(), ['auth-failed', 'server-error']);
      assert.is(failed(record, 'shop'), 0);
    },
  ],
  [
    'a smaller plan evicts, in that cache alone',
    [{ at: '0s', do: 'change-plan', cache: 'blog', plan: { memory: '8KB' } }],
    (record) => {
      const { evictions, misses, items } = cache(record, 'blog');
      assert.ok(evictions > 0 && misses > 0 && items < 100, JSON.stringify(cache(record, 'blog')));
      assert.equal([cache(record, 'shop').evictions, cache(record, 'shop').misses], [0, 0]);
      assert.is(
        record.figures.backends.reduce((n, backend) => n + backend.evictions, 0),
        evictions,
      );
    },
  ],
  [
    'more connections than the plan allows are turned away',
    [
      { at: '0s', do: 'change-plan', cache: 'shop', plan: { memory: '1MB', connections: 1 } },
      { at: '6s', do: 'use-credential', workload: 'shop', credential: 'shop/reader' },
    ],
    (record) => {
      const { overLimit, connections } = cache(record, 'shop');
      assert.ok(overLimit > 0, 'two processes at each proxy restart at once');
      assert.is(connections, 2, 'one at each of two proxies');
      assert.ok(failed(record, 'shop') > 0 && failed(record, 'blog') === 0);
    },
  ],
  [
    'who may only read is told so, from when his proxy hears of it',
    [{ at: '0s', do: 'permit', credential: 'blog/bob', readOnly: true }],
    (record) => {
      const { proxies } = credential(record, 'blog', 'blog/bob');
      for (const { firstFailure, errors, lastAnswer } of proxies) {
        assert.ok(firstFailure! > 0 && firstFailure! < 6 && lastAnswer! > 29, 'reads go on');
        assert.equal(
          errors.map(({ kind }) => kind),
          ['server-error'],
        );
      }
    },
  ],
  [
    'a proxy that crashes forgets its connections, and knows the credentials when it comes back',
    [
      { at: '0s', do: 'add-credential', credential: 'shop/cid' },
      { at: '1s', for: '8s', do: 'crash', nodes: ['proxy-1'] },
      { at: '12s', do: 'use-credential', workload: 'shop', credential: 'shop/cid' },
    ],
    (record) => {
      assert.is(cache(record, 'shop').connections, 4, 'one for each process, on two proxies');
      for (const { errors } of credential(record, 'shop', 'shop/cid').proxies) assert.equal(errors, []);
    },
  ],
  [
    'another cache is another place: its app starts cold there',
    [
      { at: '0s', do: 'create-cache', cache: 'wiki', plan: 'developer-25MB', credentials: { eve: {} } },
      { at: '6s', do: 'use-credential', workload: 'blog', credential: 'wiki/eve' },
    ],
    (record) => {
      const wiki = cache(record, 'wiki');
      assert.ok(wiki.misses > 0 && wiki.items > 0 && wiki.items <= 100, JSON.stringify(wiki));
      assert.is(cache(record, 'blog').misses, 0);
      assert.is(failed(record, 'blog'), 0);
    },
  ],
];

for (const [why, timeline, shows] of deeds) {
  test(why, async () => {
    shows(await play({ timeline }));
  });
}

test('a namespace is a place of its own in the cache', async () => {
  const caches: Scenario['cluster']['caches'] = {
    shop: { credentials: { ann: { primary: true }, tenant: { namespace: 't/' } } },
  };
  const { shop } = sharedScenario.workloads;
  const record = await play({
    cluster: { ...sharedScenario.cluster, caches },
    workloads: { shop: shop!, tenant: { ...shop!, credential: 'shop/tenant', values: { bytes: 300 } } },
    timeline: [
      { at: '0s', do: 'add-credential', credential: 'shop/guest', namespace: 'g/' },
      { at: '10s', do: 'use-credential', workload: 'tenant', credential: 'shop/guest' },
    ],
  });
  assert.is(cache(record, 'shop').items, 200, 'the same keys, twice');
  assert.ok(cache(record, 'shop').misses > 0, 'what the guest asks for nobody has stored');
  assert.equal([failed(record, 'shop'), failed(record, 'tenant')], [0, 0]);
});

test('the live world tells the same story, of our clients and of one of npm', async () => {
  const early: TimelineEntry[] = [
    { at: '0s', do: 'add-credential', credential: 'blog/new' },
    { at: '10s', do: 'use-credential', workload: 'blog', credential: 'blog/new', over: '5s' },
    { at: '10s', do: 'use-credential', workload: 'memjs', credential: 'blog/new', over: '5s' },
    { at: '10s', do: 'promote', credential: 'blog/new' },
    { at: '0s', do: 'promote', credential: 'shop/reader' },
    { at: '5s', do: 'revoke', credential: 'shop/ann' },
  ];
  const { shop, blog } = sharedScenario.workloads;
  const memjs: WorkloadSpec = {
    ...shop!,
    driver: 'memjs',
    credential: 'blog/bob',
    client: { preset: 'memjs-legacy', servers: 1 },
  };
  const workloads = { shop: shop!, blog: blog!, memjs };
  const record = await play({ timeline: early, workloads }, { world: 'live', compress: 20 });
  const refusals = (uses: readonly CredentialFigures[]): number =>
    uses.flatMap(({ proxies }) => proxies).filter(({ errors }) => errors.some(({ kind }) => kind === 'auth-failed'))
      .length;
  const { credentials } = record.figures;
  assert.is(refusals(credentials.filter(({ workload }) => workload !== 'shop')), 0, 'who waits is let in everywhere');
  for (const name of ['blog', 'memjs']) {
    const answered = credential(record, name, 'blog/new').proxies.map((proxy) => proxy.answered > 0);
    assert.equal(answered, [true, true], `${name}: by both proxies`);
  }
  assert.is(refusals(credentials.filter(({ workload }) => workload === 'shop')), 2, 'who revokes what he uses is not');
  for (const { workedOn, lastAnswer } of credential(record, 'shop', 'shop/ann').proxies) {
    assert.ok(workedOn !== null && lastAnswer! < 29, `until ${lastAnswer} s`);
  }
});

test.run();
