import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TimelineEntry } from './define.ts';
import { applyOverrides } from './override.ts';
import { parseScenario } from './schema.ts';
import { sharedScenario } from './tenancy.case.ts';

const PLANS =
  "'developer-25MB', 'developer-100MB', 'developer-250MB', 'developer-500MB', 'basic-1GB', 'basic-2.5GB', 'basic-5GB', 'basic-7.5GB', 'basic-10GB' or 'basic-20GB'";
const CREDENTIAL = "a credential such as 'shop/alice': a cache, and a user of letters, digits and . _ @ + -";

/** What a small change is answered with. */
const wrong: readonly [set: string, message: string][] = [
  [
    'cluster.caches.shop.plan=huge',
    `cluster.caches.shop.plan: expected a plan (${PLANS.replaceAll("'", '')}) or { memory, connections? }, got "huge"`,
  ],
  ['cluster.caches.blog.plan.connections=0', 'got an object'],
  ['cluster.caches.shop.credentials={}', 'cluster.caches.shop.credentials: expected at least one, got none'],
  [
    'cluster.caches.shop.credentials.reader.primary=true',
    'cluster.caches.shop.credentials: expected exactly one with primary: true, got 2',
  ],
  [
    'cluster.caches.shop.credentials.ann.primary=false',
    'cluster.caches.shop.credentials: expected exactly one with primary: true, got none',
  ],
  [
    'cluster.caches.blog.credentials={"ann":{}}',
    'cluster.caches.blog.credentials: expected a new user, got "ann", which cache shop has: proxies find a cache by its user',
  ],
  [
    'cluster.caches.blog.credentials.bob.namespace="a b"',
    'cluster.caches.blog.credentials.bob.namespace: expected up to 100 printable ASCII characters without spaces, got "a b"',
  ],
  [
    'cluster.caches.blog.credentials.bob.readonly=true',
    'cluster.caches.blog.credentials.bob: expected primary, readOnly, noFlush or namespace, got the unknown key "readonly" (did you mean "readOnly"?)',
  ],
  ['workloads.shop.credential=ann', `workloads.shop.credential: expected ${CREDENTIAL}, got "ann"`],
  [
    'workloads.shop.credential=null',
    'workloads.shop.credential: expected a credential, for the cluster has caches, got nothing',
  ],
  [
    'workloads.shop.credential=shpo/ann',
    'workloads.shop.credential: expected a cache (shop, blog), got "shpo" (did you mean "shop"?)',
  ],
  [
    'workloads.shop.credential=shop/anne',
    `workloads.shop.credential: expected a credential that exists by then ('shop/ann' or 'shop/reader'), got 'shop/anne' (did you mean "ann"?)`,
  ],
  [
    'cluster.caches=null',
    'workloads.shop.credential: expected none, for the cluster has no caches (cluster.caches), got "shop/ann"',
  ],
  [
    'cluster.proxy.authentication=null',
    'cluster.proxy.authentication: expected one, for the cluster has caches, got nothing',
  ],
];

test('what is wrong with caches and credentials is said in one line', () => {
  for (const [set, message] of wrong) {
    assert.throws(
      () => parseScenario(applyOverrides(sharedScenario, [set]), 'shared'),
      (error: unknown) => {
        const got = error instanceof Error ? error.message : '';
        assert.ok(
          got.startsWith('shared: ') && got.endsWith(message),
          `${set}\n  expected ${message}\n  got      ${got}`,
        );
        return true;
      },
      set,
    );
  }
});

test('a misspelled cache in --set', () => {
  assert.throws(
    () => applyOverrides(sharedScenario, ['cluster.caches.shpo.plan=basic-1GB']),
    /^.*cluster\.caches: expected shop or blog, got "shpo" \(did you mean "shop"\?\)$/,
  );
});

/** A timeline that cannot be. */
const impossible: readonly [why: string, timeline: readonly TimelineEntry[], message: string][] = [
  [
    'the primary',
    [{ at: '0s', do: 'revoke', credential: 'shop/ann' }],
    'timeline.0.credential: expected a credential that is not the cache\'s primary, got "ann": promote another first',
  ],
  [
    'the last one',
    [{ at: '0s', do: 'revoke', credential: 'blog/bob' }],
    'timeline.0.credential: expected a credential that is not the cache\'s primary, got "bob": promote another first',
  ],
  [
    'in the order of time, not of the list',
    [
      { at: '2s', do: 'use-credential', workload: 'shop', credential: 'shop/cid' },
      { at: '3s', do: 'add-credential', credential: 'shop/cid' },
    ],
    "timeline.0.credential: expected a credential that exists by then ('shop/ann' or 'shop/reader'), got 'shop/cid'",
  ],
  [
    'a user that exists',
    [{ at: '0s', do: 'add-credential', credential: 'blog/ann' }],
    'timeline.0.credential: expected a new user, got "ann", which cache shop has: proxies find a cache by its user',
  ],
  [
    'a misspelled user',
    [{ at: '0s', do: 'promote', credential: 'shop/raeder' }],
    'timeline.0.credential: expected a credential of cache shop (ann, reader), got "raeder" (did you mean "reader"?)',
  ],
  [
    'a misspelled cache',
    [{ at: '0s', do: 'flush-cache', cache: 'blgo' }],
    'timeline.0.cache: expected a cache (shop, blog), got "blgo" (did you mean "blog"?)',
  ],
  [
    'a cache that is gone by then',
    [
      { at: '1s', do: 'delete-cache', cache: 'blog' },
      { at: '2s', do: 'change-plan', cache: 'blog', plan: 'basic-1GB' },
    ],
    'timeline.1.cache: expected a cache (shop), got "blog"',
  ],
  [
    'a misspelled workload',
    [{ at: '0s', do: 'use-credential', workload: 'shp', credential: 'shop/reader' }],
    'timeline.0.workload: expected shop or blog, got "shp" (did you mean "shop"?)',
  ],
  [
    'what is not undone',
    [{ at: '0s', for: '5s', do: 'flush-cache', cache: 'blog' }],
    'timeline.0.for: expected nothing, for \'flush-cache\' is not undone by itself, got "5s"',
  ],
  [
    'a new cache of an old name',
    [{ at: '0s', do: 'create-cache', cache: 'blog', credentials: { eve: {} } }],
    'timeline.0.credentials: expected a new cache, got "blog", which exists',
  ],
];

test('a timeline that cannot be is refused before it runs', () => {
  for (const [why, timeline, message] of impossible) {
    assert.throws(
      () => parseScenario({ ...sharedScenario, timeline }, 'shared'),
      (error: unknown) => {
        assert.is(error instanceof Error ? error.message : '', `shared: ${message}`, why);
        return true;
      },
      why,
    );
  }
});

test('without caches nobody may speak of them', () => {
  const { caches: _caches, ...cluster } = sharedScenario.cluster;
  const { credential: _credential, ...web } = sharedScenario.workloads['shop']!;
  const alone = { ...sharedScenario, cluster, workloads: { web } };
  assert.throws(
    () => parseScenario(alone, 'alone'),
    /timeline\.0\.do: expected a cluster with caches \(cluster\.caches\)/,
  );
  assert.throws(() => parseScenario({ ...alone, timeline: [] }, 'alone'), /syncWithin: expected none/);
});

test('what is right is accepted as it is', () => {
  assert.equal(parseScenario(structuredClone(sharedScenario), 'shared'), sharedScenario);
  const timeline: TimelineEntry[] = [
    { at: '1s', do: 'create-cache', cache: 'wiki', plan: 'basic-2.5GB', credentials: { eve: { noFlush: true } } },
    { at: '2s', do: 'use-credential', workload: 'blog', credential: 'wiki/eve' },
    { at: '3s', do: 'add-credential', credential: 'wiki/kim', namespace: 'k/' },
    { at: '4s', do: 'permit', credential: 'wiki/kim', readOnly: true },
    { at: '5s', do: 'change-plan', cache: 'wiki', plan: { memory: '10MB' } },
    { at: '6s', do: 'delete-cache', cache: 'blog' },
    { at: '7s', do: 'create-cache', cache: 'blog', credentials: { bob: {} } },
  ];
  assert.equal(parseScenario({ ...sharedScenario, timeline }, 'shared').timeline, timeline);
});

test.run();
