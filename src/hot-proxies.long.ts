/**
 * `proxy-hotspot` and `auth-meltdown` at full length: all that they expect over several seeds, the share of slow requests
 * that is known of 2016, and what would have been otherwise with other clients.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import authMeltdown from '../scenarios/auth-meltdown.ts';
import proxyHotspot from '../scenarios/proxy-hotspot.ts';
import { decodeHdr } from './measure/hdr.ts';
import { records, resultOf, type Asked } from './outage.case.ts';
import type { Scenario } from './scenario/define.ts';
import { applyChanges } from './scenario/override.ts';
import type { LatencyFigures, Result, RunFigures } from './scenario/result.ts';
import { parseScenario } from './scenario/schema.ts';
import { asRun, changesOf } from './scenario/variant-changes.ts';
import { MILLISECOND } from './world/world.ts';

/** Of each seed, with its control. */
async function pairs(scenario: Scenario, seeds: readonly string[]): Promise<Result[]> {
  const asked = seeds.flatMap((seed) =>
    (['incident', 'control'] as const).map((role): Asked => ({ scenario, seed, role })),
  );
  const all = await records(asked);
  return seeds.map((seed, i) => resultOf({ scenario, seed }, all[2 * i]!, all[2 * i + 1]!));
}

/** A variant of `proxy-hotspot` by its name, incident only. */
async function variant(name: string, seed: string): Promise<Result> {
  const scenario = parseScenario(
    applyChanges(asRun(proxyHotspot), changesOf(name, proxyHotspot.variants!, 'proxy-hotspot')),
    name,
  );
  const [record] = await records([{ scenario, seed }]);
  return resultOf({ scenario, seed }, record!, null);
}

function fault({ workloads }: RunFigures, workload: string): LatencyFigures {
  return workloads.find(({ name }) => name === workload)!.phases.find(({ phase }) => phase === 'fault')!.all;
}

/** Of all requests of the fault phase: the share that took 5 to 15 ms. */
function slowShare(run: RunFigures): number {
  let [all, slow] = [0, 0];
  for (const { name } of run.workloads) {
    const histogram = decodeHdr(fault(run, name).histogram);
    all += histogram.count;
    slow += histogram.countAbove(5 * MILLISECOND) - histogram.countAbove(15 * MILLISECOND);
  }
  return slow / all;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Of each seed, by the first test. */
const hotspots: Result[] = [];

test('proxy-hotspot, three seeds: all that it expects, and a tenth to a fifth of the requests take 5 to 15 ms', async () => {
  hotspots.push(...(await pairs(proxyHotspot, ['1', '2', '3'])));
  for (const result of hotspots) {
    const { seed, incident, control, verdict } = result;
    const [slow, before] = [slowShare(incident), slowShare(control!)];
    console.log(
      `proxy-hotspot, seed ${seed}: ${percent(slow)} of requests took 5 to 15 ms, without the neighbour ${percent(before)}; ` +
        `patient p99 ${fault(incident, 'patient').p99} µs, hasty p99 ${fault(incident, 'hasty').p99} µs`,
    );
    assert.equal(verdict, { name: 'passed', reasons: [] }, `seed ${seed}`);
    assert.ok(slow > 0.1 && slow < 0.2, `seed ${seed}: expected a tenth to a fifth, got ${percent(slow)}`);
    assert.ok(slow > 1.3 * before, `seed ${seed}: expected a third more than ${percent(before)}, got ${percent(slow)}`);
  }
});

test('proxy-hotspot: jitter on the dead time: the hot spot never rests, and the hasty wait longer', async () => {
  const { incident, seed } = await variant('dead-jitter', '1');
  const [with_, without] = [fault(incident, 'hasty').p99!, fault(hotspots[0]!.incident, 'hasty').p99!];
  console.log(`dead-jitter, seed ${seed}: hasty p99 ${with_} µs, without ${without} µs`);
  assert.ok(with_ > 1.3 * without, `seed ${seed}: expected over 1.3 times ${without} µs, got ${with_}`);
});

test('proxy-hotspot: the better of two proxies: nobody connects anew, and the hasty hardly notice', async () => {
  const { incident, failover, seed } = await variant('better-of-two', '1');
  console.log(
    `better-of-two, seed ${seed}: hasty p99 ${fault(incident, 'hasty').p99} µs, herd ${failover.connectionHerd}`,
  );
  assert.equal([failover.affectedProxies, failover.tip], [0, 'never'], `seed ${seed}`);
  assert.ok(fault(incident, 'hasty').p99! < 15_000, `seed ${seed}: hasty p99 ${fault(incident, 'hasty').p99} µs`);
});

test('proxy-hotspot: who stays at a proxy that cannot carry him fails there, and everybody else with him', async () => {
  const { incident, seed } = await variant('stay', '1');
  const [hasty, patient] = [fault(incident, 'hasty').failedShare, fault(incident, 'patient').failedShare];
  console.log(`stay, seed ${seed}: failed: hasty ${percent(hasty)}, patient ${percent(patient)}`);
  assert.ok(
    hasty > 0.15 && patient > 0.15,
    `seed ${seed}: expected over 15 % each, got ${percent(hasty)}, ${percent(patient)}`,
  );
});

test('auth-meltdown, three seeds: all that it expects', async () => {
  for (const { seed, incident, verdict } of await pairs(authMeltdown, ['1', '2', '3'])) {
    console.log(
      `auth-meltdown, seed ${seed}: failed in the release's minute: bystander ${percent(fault(incident, 'bystander').failedShare)}, ` +
        `shop ${percent(fault(incident, 'shop').failedShare)}, pooled ${percent(fault(incident, 'pooled').failedShare)}`,
    );
    assert.equal(verdict, { name: 'passed', reasons: [] }, `seed ${seed}`);
  }
});

test.run();
