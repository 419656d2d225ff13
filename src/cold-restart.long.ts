/**
 * `cold-restart` over five seeds: the database never catches up, and with leases it does. Peak reads are those of the
 * busiest second; what they cost is counted against the same seed without the restart.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import coldRestart from '../scenarios/cold-restart.ts';
import type { Scenario } from './scenario/define.ts';
import { assembleResult } from './scenario/judge.ts';
import { applyOverrides } from './scenario/override.ts';
import type { Result } from './scenario/result.ts';
import { runScenario } from './scenario/run.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { parseScenario } from './scenario/schema.ts';

const SEEDS = ['1', '2', '3', '4', '5'] as const;
/** Under which leases are tried as well. */
const LEASED = SEEDS.slice(0, 3);

const leases = parseScenario(applyOverrides(coldRestart, ['cluster.proxy.leases={}']), 'with leases');
const asItIs: Result[] = [];
const controls: RunRecord[] = [];

test('five seeds: the restart is over at once, and the trouble stays', async () => {
  for (const seed of SEEDS) {
    const control = await runScenario({ scenario: coldRestart, seed, world: 'virtual', role: 'control' });
    const result = await played(coldRestart, seed, control);
    console.log(told('as it is', result));
    controls.push(control);
    asItIs.push(result);
  }
  for (const { seed, verdict } of asItIs)
    assert.is(verdict.name, 'passed', `seed ${seed}: ${verdict.reasons.join('; ')}`);
});

test('three seeds: with leases the busiest second is quieter, a tenth of the extra reads comes, and it is over', async () => {
  for (const [i, seed] of LEASED.entries()) {
    const result = await played(leases, seed, controls[i]!);
    console.log(told('leases', result));
    const before = asItIs[i]!;
    const [with_, without] = [peak(result), peak(before)];
    assert.ok(
      with_ < 0.9 * without,
      `seed ${seed}: peak reads a second: expected below 0.9 of ${without}, got ${with_}`,
    );
    const [extra, all] = [result.failover.backfill!, before.failover.backfill!];
    assert.ok(extra < 0.2 * all, `seed ${seed}: extra reads: expected below a fifth of ${all}, got ${extra}`);
    assert.is(before.failover.metastable, true, `seed ${seed}`);
    assert.is(result.failover.metastable, false, `seed ${seed}`);
    assert.is(result.failover.hysteresis, 0, `seed ${seed}`);
  }
});

async function played(scenario: Scenario, seed: string, control: RunRecord): Promise<Result> {
  const incident = await runScenario({ scenario, seed, world: 'virtual', role: 'incident' });
  const environment = { node: '', platform: '', wallSeconds: 0, cpuSeconds: 0, peakMemoryBytes: 0, finishedAt: '' };
  return assembleResult({
    ...{ scenario, seed, incident, control, environment },
    ...{ id: 'cold-restart', brownout: '', world: 'virtual' },
  });
}

/** Most reads in any second since the restart. */
function peak({ incident }: Result): number {
  return Math.max(...incident.origin!.phases.slice(2).map(({ peakPerSecond }) => peakPerSecond));
}

function told(name: string, result: Result): string {
  const { seed, incident, failover } = result;
  const { origin, workloads } = incident;
  const pages = workloads[0]!.phases.slice(2).map(({ pages }) => `${(100 * pages.failedShare).toFixed(1)} %`);
  return (
    `${name}, seed ${seed}: peak reads ${peak(result)}/s, ${failover.peakOriginLoad} x the control's mean, ` +
    `${failover.backfill} extra; ${origin!.forNobody} of ${origin!.executed} for nobody; pages failed ${pages.join(', ')}; ` +
    `hysteresis ${failover.hysteresis}`
  );
}

test.run();
