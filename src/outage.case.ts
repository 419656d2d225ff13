/** Runs of `september-outage` and of variants of it, on all processors, and what they showed. */
import septemberOutage from '../scenarios/september-outage.ts';
import type { Job } from './execute/job.ts';
import { onThreads } from './execute/on-threads.ts';
import { workerFile } from './execute/worker-file.ts';
import type { Scenario } from './scenario/define.ts';
import { assembleResult } from './scenario/judge.ts';
import { applyChanges, applyOverrides } from './scenario/override.ts';
import type { LatencyFigures, PhaseName, Result } from './scenario/result.ts';
import type { RunRecord } from './scenario/run-record.ts';
import { parseScenario } from './scenario/schema.ts';
import { asRun, changesOf } from './scenario/variant-changes.ts';

/** `--set` of the command line. */
export function outageWith(...assignments: string[]): Scenario {
  return parseScenario(applyOverrides(septemberOutage, assignments), 'september-outage');
}

/** One of its variants. */
export function outageVariant(name: string): Scenario {
  const changes = changesOf(name, septemberOutage.variants ?? {}, 'september-outage: variants');
  return parseScenario(applyChanges(asRun(septemberOutage), changes), `september-outage: ${name}`);
}

export interface Asked {
  readonly scenario?: Scenario;
  readonly seed: string;
  readonly role?: Job['role'];
}

/** In the order asked. */
export async function records(asked: readonly Asked[]): Promise<RunRecord[]> {
  const jobs = asked.map(({ scenario = septemberOutage, seed, role = 'incident' }): Job => ({
    scenario,
    seed,
    role,
    world: 'virtual',
    compress: 1,
  }));
  const file = workerFile(import.meta.url, './execute/run-worker');
  const outcomes = await onThreads<RunRecord>(jobs, { file, stopOnError: true });
  return outcomes.map((outcome, i) => {
    if ('error' in outcome) throw new Error(`seed ${jobs[i]!.seed}: ${outcome.error.stack}`);
    return outcome.record;
  });
}

export function resultOf({ scenario = septemberOutage, seed }: Asked, incident: RunRecord, control: RunRecord | null) {
  const environment = {
    node: process.version,
    platform: process.platform,
    wallSeconds: 0,
    cpuSeconds: 0,
    peakMemoryBytes: 0,
    finishedAt: '',
  };
  return assembleResult({
    scenario,
    id: 'september-outage',
    brownout: 'test',
    seed,
    world: 'virtual',
    incident,
    control,
    environment,
  });
}

/** Incidents without controls. */
export async function results(asked: readonly Asked[]): Promise<Result[]> {
  const all = await records(asked);
  return asked.map((each, i) => resultOf(each, all[i]!, null));
}

export function healthy({ incident }: Result, workload: string, phase: PhaseName): LatencyFigures {
  return incident.workloads.find(({ name }) => name === workload)!.phases.find((each) => each.phase === phase)!.healthy;
}

/** For a reader of the test's output. */
export function describe(what: string, result: Result): string {
  const { failover, incident, seed } = result;
  const failed = incident.workloads.map(
    ({ name }) => `${name} ${(100 * healthy(result, name, 'fault').failedShare).toFixed(1)} %`,
  );
  return [
    `${what}, seed ${seed}: ${incident.totals.operations} operations`,
    `tip ${failover.tip} s`,
    `affected proxies ${failover.affectedProxies}`,
    `connection herd ${failover.connectionHerd}`,
    `recovered ${failover.hysteresis} s after the ejection`,
    `healthy keys in the fault: persistent p99 ${healthy(result, 'persistent', 'fault').p99} µs, failed ${failed.join(', ')}`,
    `trace ${incident.traceHash}`,
  ].join('; ');
}
