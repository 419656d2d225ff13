/**
 * A cluster under attack on real sockets: every request is accounted for, the servers' counters agree, and nothing is
 * left behind. Nothing here depends on how fast the machine is.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Backend } from './backend/server.ts';
import { Cluster } from './cluster/cluster.ts';
import { Proxy } from './proxy/proxy.ts';
import { defineScenario, type Scenario } from './scenario/define.ts';
import { runScenario, type RunOptions } from './scenario/run.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { watchLeftovers } from './world/live/leftovers.case.ts';

const ATTACK = defineScenario({
  title: 'Everything at once',
  story: 'Three machines, and what can befall them in five seconds.',
  cluster: {
    machines: 3,
    backend: { serviceTime: { fixed: '20us' } },
    proxy: {
      cpu: '10us',
      authentication: { time: '2ms', servers: 1 },
      policy: { name: 'consecutive-eject', timeout: '300ms', failures: 2, retry: '500ms' },
    },
    links: { clientToProxy: '100us', proxyToBackend: '100us' },
  },
  workloads: {
    persistent: {
      clients: 12,
      client: { preset: 'disciplined', timeout: '400ms' },
      rate: 200,
      page: { operations: 4, order: 'pipelined' },
      keys: { count: 500 },
      values: 'etc',
      setPercent: 20,
    },
    legacy: {
      clients: 12,
      client: { preset: 'memjs-legacy', timeout: '200ms', deadTime: '500ms' },
      rate: 60,
      keys: { count: 500 },
      values: { bytes: 20_000 },
      setPercent: 20,
    },
    'per-request': {
      clients: 4,
      client: { preset: 'django', timeout: '300ms' },
      rate: 60,
      page: { operations: 3, order: 'sequential', onFailure: 'give-up' },
      keys: { count: 500 },
      values: { bytes: 100 },
    },
  },
  phases: { warmup: '-1s', baseline: '-0.5s', fault: '0s', recovery: '3s', end: '4s' },
  timeline: [
    { at: '0s', for: '1s', do: 'slow', nodes: ['backend-1'], factor: 400 },
    { at: '0.3s', for: '0.6s', do: 'crash', nodes: ['backend-2'] },
    {
      at: '0.6s',
      for: '1s',
      do: 'toxic',
      link: { from: 'per-request', to: 'proxy-*' },
      type: 'latency',
      attributes: { latency: 40, jitter: 20 },
    },
    { at: '1s', for: '0.5s', do: 'down', link: { from: 'proxy-1', to: 'backend-3' } },
    {
      at: '1.2s',
      for: '0.8s',
      do: 'toxic',
      link: { from: 'proxy-2', to: 'backend-*' },
      type: 'reset_peer',
      toxicity: 0.5,
    },
    { at: '1.5s', for: '0.5s', do: 'crash', nodes: ['machine-3'] },
    { at: '2s', for: '0.5s', do: 'hang', nodes: ['machine-1'] },
    { at: '2.5s', do: 'note', kind: 'alert', says: 'somebody notices' },
    { at: '2.8s', do: 'eject', backends: ['backend-1'] },
    { at: '3.2s', do: 'hang', nodes: ['backend-3'] },
  ],
  slo: { p99: '1s' },
  expectations: [],
});

function live(options: Partial<RunOptions> = {}): Promise<RunRecord> {
  return runScenario({ scenario: ATTACK, seed: 'live', world: 'live', role: 'incident', ...options });
}

/** Sockets of this process, as far as the system tells. */
function sockets(): string[] {
  try {
    return readdirSync('/proc/self/fd')
      .map(target)
      .filter((name) => name.startsWith('socket:'));
  } catch {
    return [];
  }
}

function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // It was the descriptor of looking.
    return '';
  }
}

/** Runs `body`; then the process holds no socket and no timer that it did not hold before. */
async function leavingNothing(body: () => Promise<void>): Promise<void> {
  const leftovers = watchLeftovers(sockets);
  await body();
  assert.equal(await leftovers(), []);
}

/** What must hold of every record, however the run went and wherever. */
function checkAccounts({ figures, health, endedAt }: RunRecord): void {
  const { operations, answered, failed, unfinished, attempts, proxyRequests, backendRequests } = figures.totals;
  assert.is(operations, answered + failed + unfinished);
  const phases = figures.workloads.flatMap((workload) => workload.phases.map(({ all }) => all));
  assert.is(total(phases.map((phase) => phase.operations)), operations);
  assert.is(total(phases.flatMap(({ errors }) => errors.map(({ count }) => count))), failed + unfinished);
  assert.ok(attempts >= proxyRequests && proxyRequests >= answered);
  assert.ok(proxyRequests >= backendRequests);
  assert.is(health.countsAgree, true, health.reasons.join('\n'));
  assert.is(health.littlesLawError, 0);
  const windows = Math.ceil((endedAt + 1) / 10);
  for (const { newConnections, openConnections } of figures.proxies) {
    assert.equal([newConnections.length, openConnections.length], [windows, windows]);
  }
  for (const { executed, requests } of figures.backends) {
    assert.is(executed.length, windows);
    assert.is(total(executed), requests, 'also over a crash');
  }
  for (const { series } of figures.workloads) assert.is(series.all.operations.length, windows);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Names of all that is there, whatever the values; lists by their first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 || typeof value[0] !== 'object' ? 'list' : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return 'value';
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
}

test('everything at once, on real sockets and in virtual time: all is accounted for, in records of one shape', () =>
  leavingNothing(async () => {
    const record = await live();
    checkAccounts(record);
    assert.is(record.aborted, false);
    assert.is(record.endedAt, 4);
    const { totals, proxies } = record.figures;
    assert.ok(totals.operations > 1000 && totals.answered > 500, JSON.stringify(totals));
    assert.ok(totals.authentications > 50, 'per-request clients sign in all the time');
    assert.ok(totals.failed > 0, 'it was an attack');
    assert.ok(proxies.every(({ ejections }) => ejections.some(({ by }) => by === 'engineer')));
    assert.ok(record.health.eventLoopUtilisation! > 0);
    for (const reason of record.health.reasons) assert.match(reason, /^(send lag|achieved load|CPU of other)/);

    const virtual = await live({ world: 'virtual' });
    checkAccounts(virtual);
    assert.equal(virtual.health.reasons, []);
    assert.equal(
      record.events.map(({ kind, text }) => `${kind} ${text}`).sort(),
      virtual.events.map(({ kind, text }) => `${kind} ${text}`).sort(),
    );
    assert.equal(shapeOf(comparable(record)), shapeOf(comparable(virtual)));
  }));

/** Which errors there were, what broke, whether somebody was ejected or turned away. */
const LISTS_OF_LUCK = ['errors', 'ejections', 'remarks', 'reasons', 'causes', 'turnedAwayBy'];

function comparable({ figures, ...record }: RunRecord): unknown {
  return JSON.parse(
    JSON.stringify({ ...record, figures }, (name, value: unknown) => (LISTS_OF_LUCK.includes(name) ? 'list' : value)),
  );
}

test('aborted in the middle of it: what was measured is handed over, and the faults are rolled back', () =>
  leavingNothing(async () => {
    const { rollBack } = Cluster.prototype;
    const inForce: number[] = [];
    function watched(this: Cluster): void {
      inForce.push(faultsIn(this));
      rollBack.call(this);
      inForce.push(faultsIn(this));
    }
    let at = -1;
    const aborted = (): boolean => at > 1;
    await replacing(Cluster.prototype, 'rollBack', watched, async () => {
      const record = await live({ onProgress: (progress) => (at = progress.at), aborted });
      assert.is(record.aborted, true);
      assert.ok(record.endedAt > 1 && record.endedAt < 4, `ended at ${record.endedAt}`);
      assert.ok(record.figures.totals.operations > 0);
      checkAccounts(record);
    });
    const [before, ...after] = inForce;
    assert.ok(before! > 0, 'some were in force');
    assert.ok(after.every((faults) => faults === 0));
  }));

/** As far as they can be seen from outside. */
function faultsIn(cluster: Cluster): number {
  const links = cluster.proxies.flatMap(({ name }) => [
    ...cluster.backends.map((backend) => cluster.link(name, backend.name)),
    ...Object.keys(ATTACK.workloads).map((client) => cluster.link(client, name)),
  ]);
  const crashed = cluster.backends.filter(({ running }) => !running).length;
  return links.reduce((n, { down, toxics }) => n + (down ? 1 : 0) + toxics.length, crashed);
}

test('a node that cannot listen ends the run before it begins', () =>
  leavingNothing(async () => {
    const scenario: Scenario = { ...ATTACK, cluster: { ...ATTACK.cluster, fileLimit: 1 } };
    assert.match(await failureOf(live({ scenario })), /listen proxy-1: too many open files/);
  }));

/** Replaces a method as long as `body` runs. */
async function replacing<T extends object, M extends keyof T>(
  prototype: T,
  method: M,
  replacement: T[M],
  body: () => Promise<void>,
): Promise<void> {
  const genuine = prototype[method];
  prototype[method] = replacement;
  try {
    await body();
  } finally {
    prototype[method] = genuine;
  }
}

async function failureOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it did not fail';
}

const explode = (): never => {
  throw new Error('a bug in a node');
};

for (const world of ['live', 'virtual'] as const) {
  test(`a node that throws ends the run with its error: ${world}`, () =>
    leavingNothing(async () => {
      const inHandler = (): Promise<void> =>
        replacing(Proxy.prototype, 'route', explode, async () =>
          assert.is(await failureOf(live({ world })), 'a bug in a node'),
        );
      const inAcceptor = (): Promise<void> =>
        replacing(Backend.prototype, 'accept', explode, async () =>
          assert.is(await failureOf(live({ world })), 'a bug in a node'),
        );
      await inHandler();
      await inAcceptor();
      assert.is(await failureOf(live({ world, onProgress: explode })), 'a bug in a node', 'a task');
    }));
}

test.run();
