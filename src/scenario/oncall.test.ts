/** People on call in whole runs: what they see, when they act, and that they change nothing where they have nothing to do. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OncallSpec, Scenario } from './define.ts';
import { assembleResult } from './judge.ts';
import { outage, pinned } from './oncall.case.ts';
import type { Result } from './result.ts';
import { runScenario } from './run.ts';
import type { RunRecord } from './run-record.ts';
import { parseScenario } from './schema.ts';

const SEED = 'oncall';

async function record(
  scenario: Scenario,
  more: { seed?: string; role?: 'incident' | 'control'; compress?: number } = {},
) {
  parseScenario(scenario, 'test');
  return runScenario({ scenario, seed: SEED, world: 'virtual', role: 'incident', ...more });
}

function judged(scenario: Scenario, incident: RunRecord, control: RunRecord | null): Result {
  const environment = { node: '', platform: '', wallSeconds: 0, cpuSeconds: 0, peakMemoryBytes: 0, finishedAt: '' };
  const rest = { id: 'small', brownout: 'test', seed: SEED, world: 'virtual', environment } as const;
  return assembleResult({ scenario, incident, control, ...rest });
}

function log({ events }: RunRecord): string[] {
  return events.map(({ at, kind, text }) => `${at} ${kind} ${text.replace(/:? \(?p9.*/, '')}`);
}

test('the chain, link by link: the pinned draws come when they must, and the suspects are the slow backends', async () => {
  const scenario = outage(pinned);
  const incident = await record(scenario);
  assert.equal(log(incident), [
    '0 fault backend-2, backend-5: 800 times as slow',
    '6 note alert slow fires',
    '6 note page for slow: the engineer is sent an SMS',
    '16 note page for slow: the SMS reaches the engineer, 10s after it was sent',
    '18 note page for slow: the engineer acknowledges',
    '22 cure backend-2, backend-5: ejected by the engineer (backend-2',
    '24 note alert slow is resolved',
  ]);
  for (const { ejections } of incident.figures.proxies) {
    assert.equal(
      ejections.map(({ backend, at, by }) => `${backend} ${at} ${by}`),
      ['backend-2 22 the engineer', 'backend-5 22 the engineer'],
    );
  }
  const control = await record(scenario, { role: 'control' });
  assert.equal(control.figures.oncall, { alerts: [], pages: [] }, 'in the control they have nothing to do');
  const result = judged(scenario, incident, control);
  assert.is(result.failover.timeToDetect, 6);
  assert.is(result.failover.timeToEject, 22);
  const metrics = new Map(result.metrics);
  for (const [name, value] of Object.entries({
    alerts: 1,
    alertAt: 6,
    arrivedAt: 16,
    acknowledgedAt: 18,
    effectiveAt: 22,
    toEffective: 16,
    actedOn: 2,
  })) {
    assert.is(metrics.get(`incident.oncall.${name}`), value, name);
  }
  assert.is(metrics.get('control.oncall.alertAt'), 'never');
});

test('a message that takes no time reaches the engineer at once', async () => {
  const incident = await record(outage({ ...pinned, channels: { sms: { delay: '0s' } } }));
  const page = log(incident).find((line) => line.includes('SMS reaches'));
  assert.is(page, '6 note page for slow: the SMS reaches the engineer at once');
});

test('nobody on call: not an event is otherwise than with people who only watch', async () => {
  const { oncall: _, ...nobody } = outage(pinned);
  const deaf: OncallSpec = { ...pinned, rules: { none: { kind: 'threshold', metric: 'hit-rate', above: 2 } } };
  const [without, watched] = [await record(nobody), await record(outage(deaf))];
  assert.is(without.figures.oncall, undefined);
  assert.equal(watched.figures.oncall, { alerts: [], pages: [] });
  const { requests, executed } = without.figures.backends[1]!;
  assert.equal([watched.figures.backends[1]!.requests, watched.figures.backends[1]!.executed], [requests, executed]);
  assert.equal(watched.figures.workloads, without.figures.workloads);
});

test('a fault that is over before the message comes: nobody stands out, and nothing is done', async () => {
  const timeline = [{ at: '0s', for: '12s', do: 'slow', nodes: ['backend-2', 'backend-5'], factor: 800 }] as const;
  const incident = await record(outage(pinned, { timeline: [...timeline] }));
  const { deed } = incident.figures.oncall!.pages[0]!;
  assert.equal(deed, {
    at: 22,
    by: 'the engineer',
    nodes: [],
    says: 'the engineer finds nothing left to do: no backend stands out among its peers',
  });
  assert.ok(incident.figures.proxies.every(({ ejections }) => ejections.length === 0));
});

test('what people do: named backends, or a restart, which cures no slow machine', async () => {
  const named = await record(outage({ ...pinned, action: { do: 'eject', backends: ['backend-1'] } }));
  assert.equal(named.figures.oncall!.pages[0]!.deed!.nodes, ['backend-1']);
  const restarted = await record(outage({ ...pinned, action: { do: 'restart', nodes: 'suspects', atMost: 1 } }));
  const { nodes } = restarted.figures.oncall!.pages[0]!.deed!;
  assert.is(nodes.length, 1);
  const cold = restarted.figures.backends.find(({ name }) => name === nodes[0])!;
  assert.ok(cold.misses > 0, `expected misses of ${cold.name}, which was restarted, got ${cold.misses}`);
  assert.is(restarted.figures.oncall!.alerts[0]!.resolvedAt, null, 'it is slow as before');
});

test('a gutter that nobody has needed so far is no suspect', async () => {
  const { cluster, ...rest } = outage({ ...pinned, action: { do: 'eject', backends: 'suspects', atMost: 6 } });
  const proxy = { ejectedKeys: 'gutter', gutter: { nodes: 1 } } as const;
  const incident = await record({ ...rest, cluster: { ...cluster, proxy } });
  assert.equal([...incident.figures.oncall!.pages[0]!.deed!.nodes].sort(), ['backend-2', 'backend-5']);
});

test('proxies that somebody adds: nobody connects to them before, and a share of the clients does after', async () => {
  const incident = await record(outage({ ...pinned, action: { do: 'add-proxies', count: 2 } }));
  const { deed } = incident.figures.oncall!.pages[0]!;
  assert.equal(deed, {
    at: 22,
    by: 'the engineer',
    nodes: ['proxy-5', 'proxy-6'],
    says: 'proxy-5, proxy-6: added by the engineer, in a release of all clients',
  });
  const opened = incident.figures.proxies.map(({ newConnections }) => newConnections);
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  // Windows of 10 s, the first of them from -20 s on: the release comes in the fifth.
  assert.equal(
    opened.map((windows) => sum(windows.slice(0, 4))),
    [7, 8, 7, 8, 0, 0],
  );
  assert.equal(
    opened.map((windows) => sum(windows.slice(4))),
    [5, 5, 5, 5, 5, 5],
  );
  assert.ok(incident.health.countsAgree, incident.health.reasons.join('; '));
});

test('drawn times are of the seed, and no draw of anybody else depends on them', async () => {
  const drawn: OncallSpec = { ...pinned, escalation: 'push-escalated', channels: {}, people: [{}] };
  const [first, again, other] = [
    await record(outage(drawn)),
    await record(outage(drawn)),
    await record(outage(drawn), { seed: 'another' }),
  ];
  const pages = ({ figures }: RunRecord): unknown => figures.oncall!.pages;
  assert.equal(pages(again), pages(first));
  assert.is.not(JSON.stringify(pages(other)), JSON.stringify(pages(first)), `seeds ${SEED} and another`);
  const before = ({ figures }: RunRecord): readonly number[] => figures.backends[1]!.executed.slice(0, 2);
  assert.equal(before(first), before(await record(outage(pinned))));
});

test('a compressed timeline: all of the chain is compressed with it', async () => {
  const incident = await record(outage(pinned), { compress: 2 });
  const { log: entries, deed } = incident.figures.oncall!.pages[0]!;
  assert.equal(
    [...entries.map(({ at, kind }) => `${at} ${kind}`), deed!.at],
    ['6 sent', '16 arrived', '18 acknowledged', '18 action-begun', '22 effective', 22],
  );
});

test.run();
