/**
 * Real nodes and real client libraries in a scenario: Debian's memcached behind our proxies, or in their place, driven by
 * our own clients, by memjs and by npm's memcached. Without its binaries the tests are skipped, visibly, unless
 * BROWNOUT_PEERS=required.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { missingPrograms, startMemcached, type RealMemcached } from './backend/memcached.case.ts';
import { Keeper } from './cluster/keeper.ts';
import { defineScenario, type ClusterSpec, type Scenario } from './scenario/define.ts';
import { parseScenario } from './scenario/schema.ts';
import { runScenario } from './scenario/run.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { createLiveWorld } from './world/live/live-world.ts';

const SASL = { user: 'alice', password: 'Correct horse' };

const CLUSTER: ClusterSpec = {
  machines: 2,
  backend: { serviceTime: { fixed: '1us' } },
  proxy: {},
  links: { clientToProxy: '0us', proxyToBackend: '0us' },
};

const PATIENT = { preset: 'pooled', timeout: '5s' } as const;

const SCENARIO = defineScenario({
  title: 'Debian’s memcached as backends',
  story: 'Two proxies of ours before two memcacheds, one of which asks for a sign-in.',
  cluster: CLUSTER,
  workloads: {
    own: { clients: 4, client: PATIENT, rate: 150, keys: { count: 700 }, values: { bytes: 100 }, setPercent: 20 },
    'by-memjs': {
      driver: 'memjs',
      clients: 3,
      client: PATIENT,
      rate: 150,
      page: { operations: 3, order: 'pipelined' },
      keys: { count: 5000 },
      values: { bytes: 300 },
      setPercent: 20,
    },
    'by-memcached': {
      driver: 'memcached',
      clients: 3,
      client: PATIENT,
      rate: 150,
      page: { operations: 3, order: 'sequential' },
      keys: { count: 5000 },
      values: 'etc',
      setPercent: 20,
    },
  },
  phases: { warmup: '-500ms', baseline: '-400ms', fault: '0s', recovery: '1s', end: '1500ms' },
  timeline: [
    {
      at: '0s',
      for: '1s',
      do: 'toxic',
      link: { from: 'proxy-*', to: 'backend-2' },
      type: 'latency',
      attributes: { latency: 60 },
    },
  ],
  slo: { p99: '1s' },
  expectations: [],
});

function live(scenario: Scenario): Promise<RunRecord> {
  const parsed = parseScenario(scenario, 'external.test');
  return runScenario({ scenario: parsed, seed: 'external', world: 'live', role: 'incident' });
}

/** What a memcached says of itself. */
async function statsOf(real: RealMemcached): Promise<(name: string) => number> {
  const world = createLiveWorld({ seed: 1 });
  try {
    const signIn = real.user === null ? null : { user: real.user, password: SASL.password };
    const keeper = new Keeper(world, 'memcached', { address: real.address, signIn });
    await keeper.signIn();
    const stats = await keeper.stats();
    return (name) => Number(stats.get(name));
  } finally {
    await world.close();
  }
}

/** Every operation of the run was answered, and nobody disagrees about it. */
function checkAnswered({ figures, health }: RunRecord): void {
  const { operations, answered, failed } = figures.totals;
  assert.is(health.countsAgree, true, health.reasons.join('\n'));
  assert.equal([failed, operations > 100], [0, true]);
  // What the run's end cut off was not answered by then, and did not fail either.
  assert.ok(answered > 0.9 * operations, `answered ${answered} of ${operations}`);
  for (const { name, phases } of figures.workloads) {
    assert.ok(
      phases.some(({ all }) => all.answered > 20),
      `${name} was at work`,
    );
  }
}

const missing = missingPrograms({ sasl: true });

/** With a memcached that asks nobody to sign in, and one that does. */
function withPeers(title: string, body: (plain: RealMemcached, secured: RealMemcached) => Promise<void>): void {
  if (missing.length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
    test.skip(title);
    console.log(`skip: ${title}: ${missing.join(', ')} not installed`);
    return;
  }
  test(title, async () => {
    assert.equal(missing, []);
    const plain = await startMemcached();
    const secured = await startMemcached({ sasl: SASL });
    try {
      await body(plain, secured);
    } finally {
      await Promise.all([plain.stop(), secured.stop()]);
    }
  });
}

withPeers('as backends: all is answered, and the counts agree with their own statistics', async (plain, secured) => {
  const nodes = {
    'backend-1': { external: plain.address },
    'backend-2': { external: secured.address, user: secured.user!, password: SASL.password },
  };
  const record = await live({ ...SCENARIO, cluster: { ...CLUSTER, nodes } });
  checkAnswered(record);
  const { figures, remarks, scaled, faultyBackends } = record;
  const stored = Object.values(SCENARIO.workloads).reduce((n, { keys }) => n + keys.count, 0);
  const [one, two] = [await statsOf(plain), await statsOf(secured)];
  const told = [one, two].reduce((n, stat) => n + stat('cmd_get') + stat('cmd_set'), 0);
  // Less the keys that were there from the start; what was on its way when the run ended came after its last look.
  const { backendRequests, unfinished } = figures.totals;
  const since = told - stored - backendRequests;
  assert.ok(since >= 0 && since <= unfinished, `${backendRequests}, then ${since} more, of ${unfinished} unfinished`);
  for (const { name, requests, hits, executed } of figures.backends) {
    assert.ok(requests > 50 && hits > 0, `${name}: ${requests} requests, ${hits} hits`);
    assert.is(
      executed.reduce((sum, n) => sum + n, 0),
      requests,
    );
  }
  assert.ok(one('curr_items') + two('curr_items') === stored, 'each key is where it is looked for');

  assert.equal(faultyBackends, ['backend-2']);
  for (const { name, phases } of figures.workloads) {
    const { healthy, faulty } = phases.find(({ phase }) => phase === 'fault')!;
    if (faulty.answered === 0 || healthy.answered === 0) continue;
    assert.ok(faulty.max! >= 60_000, `${name}: the link to it is ours to disturb`);
  }
  assert.is(scaled, false);
  assert.is(remarks.filter((remark) => /is external|driven by/.test(remark)).length, 4);
  assert.not.match(JSON.stringify(record), SASL.password);
});

withPeers('in the place of proxies: our clients and memjs sign in where it is asked for', async (plain, secured) => {
  const { own, 'by-memjs': byMemjs } = SCENARIO.workloads;
  const scenario: Scenario = {
    ...SCENARIO,
    cluster: {
      ...CLUSTER,
      nodes: {
        'proxy-1': { external: plain.address },
        'proxy-2': { external: secured.address, user: secured.user!, password: SASL.password },
      },
    },
    workloads: { own: own!, 'by-memjs': byMemjs! },
    timeline: [],
  };
  const record = await live(scenario);
  checkAnswered(record);
  assert.ok(record.remarks.some((remark) => remark.startsWith('proxy-2 is external')));
  const gets = (await statsOf(plain))('cmd_get') + (await statsOf(secured))('cmd_get');
  assert.ok(gets > 0 && gets <= record.figures.totals.attempts, `${gets} gets`);
});

withPeers('a node that does not take part ends the run before it begins, in one line', async (plain, secured) => {
  const rows: readonly [why: string, nodes: NonNullable<ClusterSpec['nodes']>, message: RegExp][] = [
    [
      'nobody listens',
      { 'backend-1': { external: '127.0.0.1:1' } },
      /backend-1\.external: expected a memcached that answers at 127\.0\.0\.1:1, got nobody who listens there$/,
    ],
    [
      'no credentials',
      { 'backend-2': { external: secured.address } },
      /backend-2\.external: .* got status 32 to a set: no room, or a sign-in is asked for$/,
    ],
    [
      'a wrong password',
      { 'backend-2': { external: secured.address, user: secured.user!, password: 'Wrong horse' } },
      /backend-2\.external: .* got a sign-in that was turned down: no SASL there, or other credentials$/,
    ],
    [
      'no SASL',
      { 'backend-1': { external: plain.address, user: 'alice', password: 'Wrong horse' } },
      /backend-1\.external: .* got a sign-in that was turned down: no SASL there, or other credentials$/,
    ],
  ];
  for (const [why, nodes, message] of rows) {
    const error: unknown = await live({ ...SCENARIO, cluster: { ...CLUSTER, nodes } }).then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.instance(error, Error, why);
    assert.ok(error instanceof Error && 'code' in error && error.code === 'bad-input', why);
    assert.match(error.message, message, why);
    assert.not.match(error.message, 'horse');
  }
});

test.run();
