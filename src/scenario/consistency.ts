/** What a scenario says in one place must fit what it says in another. */
import { checkAdmission } from './admission-check.ts';
import type { PhasesSpec, Scenario } from './define.ts';
import { checkDrivers } from './drivers.ts';
import { BadInput, badValue } from './errors.ts';
import { checkExternals } from './external-nodes.ts';
import { checkFailover } from './failover-check.ts';
import { checkOrigin } from './origin-check.ts';
import { checkOncall } from './oncall-check.ts';
import { checkTenancy } from './tenancy-check.ts';
import { checkEntry, checkServers } from './timeline-check.ts';
import { checkToxics } from './toxics-check.ts';
import { nanos } from './units.ts';

const PHASE_ORDER = ['warmup', 'baseline', 'fault', 'recovery', 'end'] as const satisfies (keyof PhasesSpec)[];

/** Throws `BadInput` with the first thing that does not fit; `where` names the source of the scenario. */
export function checkConsistency(scenario: Scenario, where: string): void {
  checkWorkloads(scenario, where);
  checkExternals(scenario, where);
  checkDrivers(scenario, where);
  checkOrigin(scenario, where);
  checkFailover(scenario, where);
  checkAdmission(scenario, where);
  checkPhases(scenario.phases, `${where}: phases`);
  checkLoad(scenario, `${where}: load`);
  scenario.timeline.forEach((entry, i) => checkEntry(entry, scenario, `${where}: timeline.${i}`));
  checkToxics(scenario, where);
  checkTenancy(scenario, where);
  checkOncall(scenario, where);
  scenario.expectations.forEach(({ above, below }, i) => {
    if (above !== undefined || below !== undefined) return;
    throw new BadInput(`${where}: expectations.${i}: expected above or below, got neither`);
  });
}

function checkWorkloads({ workloads, cluster }: Scenario, where: string): void {
  const all = Object.entries(workloads);
  if (all.length === 0) throw new BadInput(`${where}: workloads: expected at least one, got none`);
  for (const [name, { client }] of all) {
    // A workload's clients are a node of its name, and names are parts of metric and override paths.
    if (!/^[a-z][a-z0-9-]*$/i.test(name)) {
      throw badValue(`${where}: workloads`, 'names of letters, digits and hyphens, a letter first', name);
    }
    if (/^(?:proxy|backend|gutter|machine|client|monitor)(?:-|$)/.test(name)) {
      throw badValue(`${where}: workloads`, 'names that no node may have', name);
    }
    checkServers(client.servers, cluster, `${where}: workloads.${name}.client.servers`);
  }
}

function checkPhases(phases: PhasesSpec, where: string): void {
  for (const [i, name] of PHASE_ORDER.slice(1).entries()) {
    const before = PHASE_ORDER[i]!;
    if (nanos(phases[name]) > nanos(phases[before])) continue;
    const expected = `a time after ${before} (${phases[before]})`;
    throw badValue(`${where}.${name}`, `${expected}, for no phase ends before it begins`, phases[name]);
  }
}

function checkLoad({ load = [] }: Scenario, where: string): void {
  load.forEach(({ at }, i) => {
    const before = load[i - 1]?.at;
    if (before === undefined || nanos(at) > nanos(before)) return;
    throw badValue(`${where}.${i}.at`, `a time after the point before it (${before})`, at);
  });
}
