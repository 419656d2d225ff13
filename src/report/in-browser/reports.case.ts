/** Reports of real runs in virtual time: scenarios as they are shipped, in less of their traffic or of their time. */
import { scenarios } from '../../../scenarios/index.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import type { Variation } from '../../compare/variation.ts';
import { observeEnvironment } from '../../execute/environment.ts';
import { packageVersion } from '../../execute/version.ts';
import type { Scenario } from '../../scenario/define.ts';
import { assembleResult } from '../../scenario/judge.ts';
import { applyChanges, applyOverrides } from '../../scenario/override.ts';
import type { Result } from '../../scenario/result.ts';
import { runScenario } from '../../scenario/run.ts';
import { parseScenario } from '../../scenario/schema.ts';
import { asRun, changesOf } from '../../scenario/variant-changes.ts';

const SEED = 'report';
/** So much less traffic, and the slow backends so much slower, that they stay as busy. */
const FEWER = 80;

/** The whole morning, with people on call. */
export function outage(): Promise<Result> {
  const { workloads } = scenarios.get('september-outage')!;
  return ran('september-outage', [
    `timeline.0.factor=${515 * FEWER}`,
    ...Object.entries(workloads).flatMap(([name, { clients, rate }]) => [
      `workloads.${name}.clients=${Math.ceil(clients / FEWER)}`,
      `workloads.${name}.rate=${rate / FEWER}`,
    ]),
  ]);
}

/** Persistent connections, one for each request, and leaky ones until descriptors run out; a proxy crashes. */
export function connections(): Promise<Result> {
  return ran('django-connections', [
    'window=1s',
    'cluster.fileLimit=180',
    'phases={"warmup":"-8s","baseline":"-6s","fault":"0s","recovery":"10s","end":"14s"}',
    'timeline.0.for=10s',
    'timeline.1.at=3s',
    'timeline.2.at=5s',
    'timeline.3.at=7s',
    'timeline.4={"at":"7s","for":"2s","do":"crash","nodes":["proxy-1"]}',
  ]);
}

/** A cache that has lost a quarter of its content, before a database. */
export function coldRestart(): Promise<Result> {
  return ran('cold-restart', SHORT_RESTART);
}

/** Three of the cures, two seeds each. */
export function cures(): Promise<Comparison> {
  const base = scenarios.get('cold-restart')!;
  const variations = ['as-it-is', 'leases', 'short-queue'].map((name): Variation => {
    const changes = name === 'as-it-is' ? [] : changesOf(name, base.variants ?? {}, 'cold-restart: variants');
    const scenario = shortened(applyChanges(asRun(base), changes), SHORT_RESTART, name);
    return { name, says: base.variants?.[name]?.says ?? 'nothing is done about it', changes, scenario };
  });
  return runComparison({
    id: 'cold-restart',
    preset: 'cures',
    says: base.comparisons?.['cures']?.says ?? null,
    scenario: variations[0]!.scenario,
    variations,
    seeds: ['1', '2'],
    metrics: [],
    threads: 1,
  });
}

/** Not a whole number of windows. */
const SHORT_RESTART = [
  'window=1s',
  'phases={"warmup":"-8s","baseline":"-6s","fault":"0s","recovery":"3s","end":"7500ms"}',
  'expectations=[]',
];

function ran(id: string, assignments: readonly string[]): Promise<Result> {
  return resultOf(id, shortened(scenarios.get(id), assignments, id), SEED);
}

/** In this thread: another one takes longer to start than such a run. */
export async function resultOf(id: string, scenario: Scenario, seed: string): Promise<Result> {
  const common = { scenario, seed, world: 'virtual' } as const;
  return assembleResult({
    ...common,
    id,
    command: ['brownout', 'run', id, '--seed', seed],
    incident: await runScenario({ ...common, role: 'incident' }),
    control: await runScenario({ ...common, role: 'control' }),
    environment: observeEnvironment()(),
    brownout: packageVersion(),
  });
}

function shortened(data: unknown, assignments: readonly string[], where: string): Scenario {
  return parseScenario(applyOverrides(data, assignments), where);
}
