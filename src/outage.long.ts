/**
 * The outage emerges, and from what: `september-outage` at full length over three seeds, and again without what it is made
 * of. Nothing in it scripts the storm, so every figure here is the model's own.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import septemberOutage from '../scenarios/september-outage.ts';
import { describe, healthy, outageVariant, outageWith, records, resultOf, results } from './outage.case.ts';
import { repeatableJson } from './report/json.ts';
import type { Result } from './scenario/result.ts';
import type { RunRecord } from './scenario/run-record.ts';

const SEEDS = ['1', '2', '3'] as const;

/** Of each seed, by the first test. */
const bySeed: Result[] = [];
const incidents: RunRecord[] = [];

test('three seeds: the storm comes at 8:36, hurts customers of healthy keys, and ends with the ejection', async () => {
  const asked = SEEDS.flatMap((seed) => [
    { seed, role: 'incident' as const },
    { seed, role: 'control' as const },
  ]);
  const all = await records(asked);
  SEEDS.forEach((seed, i) => {
    incidents.push(all[2 * i]!);
    bySeed.push(resultOf({ seed }, all[2 * i]!, all[2 * i + 1]!));
  });
  for (const result of bySeed) console.log(describe('outage', result));
  for (const result of bySeed) holdsForEverySeed(result);
});

function holdsForEverySeed(result: Result): void {
  const { failover, seed } = result;
  const metrics = new Map(result.metrics);
  const between = (what: string, value: unknown, low: number, high: number): void => {
    const is = typeof value === 'number' && value >= low && value <= high;
    assert.ok(is, `seed ${seed}: ${what}: expected ${low}..${high}, got ${String(value)}`);
  };
  between('operations', result.incident.totals.operations, 3_000_000, Infinity);
  between('minutes', (result.phases.at(-1)!.to - result.phases[0]!.from) / 60, 18, Infinity);
  between('persistent p99 in the baseline, µs', metrics.get('incident.persistent.baseline.all.p99'), 0, 5000);
  between('tip, s', failover.tip, 0, 90);
  between('affected proxies', failover.affectedProxies, 6, 12);
  between('connection herd', failover.connectionHerd, 5, Infinity);
  between('seconds from the ejection to the recovery', failover.hysteresis, 0, 180);
  // The pinned replay: within a scrape of the monitor.
  const scrape = 10;
  between('the SMS arrives, s', metrics.get('incident.oncall.arrivedAt'), 390 - scrape, 390 + scrape);
  between('acknowledged, s', metrics.get('incident.oncall.acknowledgedAt'), 420 - scrape, 420 + scrape);
  between('the action takes effect, s', metrics.get('incident.oncall.effectiveAt'), 480 - scrape, 480 + scrape);
  between('time to detect, s', failover.timeToDetect, 60 - scrape, 60 + scrape);
  between('alerts in the control', metrics.get('control.oncall.alerts'), 0, 0);
  const { deed } = result.incident.oncall!.pages[0]!;
  assert.equal([...deed!.nodes].sort(), ['backend-11', 'backend-4'], `seed ${seed}: ${deed!.says}`);
  between('connection herd of the control', metrics.get('control.connectionHerd'), 0, 1.5);
  for (const { name, phases } of result.control!.workloads) {
    for (const phase of phases.filter((each) => each.phase === 'baseline' || each.phase === 'fault')) {
      between(`failures of the control: ${name}, ${phase.phase}`, phase.all.failed, 0, 0);
    }
  }
  const p99 = healthy(result, 'persistent', 'fault').p99! / Number(metrics.get('control.persistent.fault.healthy.p99'));
  between("persistent clients' p99 on healthy keys, times the control's", p99, 10, Infinity);
  for (const [workload, share] of [
    ['persistent', 0.01],
    ['per-request', 0.03],
    ['legacy', 0.1],
  ] as const) {
    between(`${workload}: failed on healthy keys`, healthy(result, workload, 'fault').failedShare, share, 1);
  }
  assert.equal(result.verdict, { name: 'passed', reasons: [] });
  assert.ok(result.health.countsAgree && result.health.valid, result.health.reasons.join('; '));
}

test('the same seed gives the same bytes, another one another run', async () => {
  const seed = SEEDS[0];
  const [again] = await records([{ seed }]);
  console.log(`seed ${seed}: trace ${incidents[0]!.figures.traceHash}, and again ${again!.figures.traceHash}`);
  assert.is(again!.figures.traceHash, incidents[0]!.figures.traceHash);
  const json = (record: RunRecord): string => repeatableJson(resultOf({ seed }, record, null));
  assert.is(json(again!), json(incidents[0]!));
  assert.is(new Set(incidents.map(({ figures }) => figures.traceHash)).size, SEEDS.length);
});

test('disciplined clients: slow backends hold them up, but nobody stampedes', async () => {
  const disciplined = outageWith(
    'workloads.persistent.client=disciplined',
    'workloads.legacy.client=disciplined',
    // It is their web framework that connects for each page: the discipline is what they do about failures.
    'workloads.per-request.client={"preset":"disciplined","mode":"per-request"}',
  );
  const [result] = await results([{ scenario: disciplined, seed: '1' }]);
  console.log(describe('disciplined clients', result!));
  assert.ok(result!.failover.connectionHerd! <= 1.5, `connection herd: ${result!.failover.connectionHerd}`);
  assert.is(result!.failover.tip, 'never');
});

test('unlimited authentication: the storm of connections stays, but per-request clients get their healthy keys', async () => {
  const unlimited = outageWith('cluster.proxy.authentication.servers=unlimited');
  const [result] = await results([{ scenario: unlimited, seed: '1' }]);
  console.log(describe('unlimited authentication', result!));
  assert.ok(result!.failover.connectionHerd! >= 3, `connection herd: ${result!.failover.connectionHerd}`);
  const { failedShare } = healthy(result!, 'per-request', 'fault');
  assert.ok(failedShare < 0.01, `per-request clients: failed on healthy keys: ${failedShare}`);
});

test('the more legacy clients, the greater the storm', async () => {
  const { legacy, persistent } = septemberOutage.workloads;
  const shares = [0.25, 0.5];
  const fewer = await results(
    shares.map((share) => ({
      seed: '1',
      // The others take over what they no longer ask for: the backends' load is the same.
      scenario: outageWith(
        `workloads.legacy.clients=${legacy!.clients * share}`,
        `workloads.legacy.rate=${legacy!.rate * share}`,
        `workloads.persistent.rate=${persistent!.rate + legacy!.rate * (1 - share)}`,
      ),
    })),
  );
  fewer.forEach((result, i) => console.log(describe(`${shares[i]} of the legacy clients`, result)));
  const herds = [...fewer, bySeed[0]!].map(({ failover }) => failover.connectionHerd!);
  assert.ok(
    herds[0]! < herds[1]! && herds[1]! < herds[2]!,
    `connection herds: expected them to grow, got ${herds.join(', ')}`,
  );
});

test('an SMS that takes one minute has both out at -1:00, and prevents it', async () => {
  const early = outageWith('oncall.channels.sms.delay=60s');
  const [result] = await results([{ scenario: early, seed: '1' }]);
  console.log(describe('ejected at -1:00', result!));
  assert.is(new Map(result!.metrics).get('incident.oncall.effectiveAt'), -60);
  assert.is(result!.failover.tip, 'never');
  assert.ok(result!.failover.connectionHerd! <= 1.5, `connection herd: ${result!.failover.connectionHerd}`);
});

test('the second timeline: the machines recover, and then the SMS comes, to find nothing left to do', async () => {
  const scenario = outageVariant('second-timeline');
  const [result] = await results([{ scenario, seed: '1' }]);
  const metrics = new Map(result!.metrics);
  console.log(describe('second timeline', result!));
  const [alertAt, arrivedAt] = ['alertAt', 'arrivedAt'].map((name) => Number(metrics.get(`incident.oncall.${name}`)));
  assert.ok(alertAt! >= -60 && alertAt! <= 120, `the alert comes with the worst: expected -60..120 s, got ${alertAt}`);
  assert.is(arrivedAt, alertAt! + 600);
  assert.ok(result!.failover.hysteresis !== 'never', 'it recovers without anybody');
  const { deed } = result!.incident.oncall!.pages[0]!;
  assert.equal(deed!.nodes, []);
  assert.match(deed!.says, 'the engineer finds nothing left to do');
  assert.ok(result!.incident.proxies.every(({ ejections }) => ejections.length === 0));
});

test.run();
