/** What a scenario says in one place must fit what it says in another. */
import { TOXICS } from '../../toxics/index.ts';
import { LinkError } from '../link/errors.ts';
import { defaultAttributes, mergeAttributes } from '../link/attributes.ts';
import type { NodePattern, PhasesSpec, Scenario, TimelineEntry } from './define.ts';
import { checkDrivers } from './drivers.ts';
import { BadInput, badValue } from './errors.ts';
import { checkExternals } from './external-nodes.ts';
import { matching, nodeCount, nodeNames, type NodeKind } from './nodes.ts';
import { checkTenancy } from './tenancy-check.ts';
import { isTenancyAction } from './tenancy.ts';
import { nanos } from './units.ts';
import { didYouMean, oneOf } from './words.ts';

const PHASE_ORDER = ['warmup', 'baseline', 'fault', 'recovery', 'end'] as const satisfies (keyof PhasesSpec)[];

/** Throws `BadInput` with the first thing that does not fit; `where` names the source of the scenario. */
export function checkConsistency(scenario: Scenario, where: string): void {
  checkWorkloads(scenario, where);
  checkExternals(scenario, where);
  checkDrivers(scenario, where);
  checkPhases(scenario.phases, `${where}: phases`);
  checkLoad(scenario, `${where}: load`);
  scenario.timeline.forEach((entry, i) => checkEntry(entry, scenario, `${where}: timeline.${i}`));
  checkTenancy(scenario, where);
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
    if (/^(?:proxy|backend|machine|client|monitor)(?:-|$)/.test(name)) {
      throw badValue(`${where}: workloads`, 'names that no node may have', name);
    }
    checkServers(client.servers, cluster, `${where}: workloads.${name}.client.servers`);
  }
}

function checkServers(servers: number | undefined, cluster: Scenario['cluster'], where: string): void {
  const proxies = nodeCount('proxy', cluster);
  if (servers === undefined || servers <= proxies) return;
  throw badValue(where, `at most ${proxies}, for so many proxies there are`, servers);
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

function checkEntry(entry: TimelineEntry, scenario: Scenario, where: string): void {
  const { warmup, end } = scenario.phases;
  if (nanos(entry.at) < nanos(warmup) || nanos(entry.at) > nanos(end)) {
    throw badValue(`${where}.at`, `a time within the run, ${warmup} to ${end}`, entry.at);
  }
  // Those are checked in the order of time, with what they change.
  if (isTenancyAction(entry)) return;
  const check = (patterns: readonly NodePattern[], at: string, kinds: readonly NodeKind[]): void => {
    if (patterns.length === 0) throw new BadInput(`${where}.${at}: expected at least one node, got none`);
    patterns.forEach((pattern, i) => checkPattern(pattern, kinds, scenario, `${where}.${at}.${i}`));
  };
  switch (entry.do) {
    case 'slow':
      return check(entry.nodes, 'nodes', ['backend', 'proxy', 'machine']);
    case 'crash':
    case 'hang':
      return check(entry.nodes, 'nodes', ['backend', 'proxy', 'machine']);
    case 'eject':
      check(entry.backends, 'backends', ['backend']);
      if (entry.proxies !== undefined) check(entry.proxies, 'proxies', ['proxy']);
      return;
    case 'toxic':
      checkToxic(entry, where);
      return checkLink(entry.link, scenario, where);
    case 'down':
      return checkLink(entry.link, scenario, where);
    case 'deploy':
      return checkDeployment(entry, scenario, where);
    case 'note':
  }
}

function checkDeployment(
  entry: TimelineEntry & { do: 'deploy' },
  { workloads, cluster }: Scenario,
  where: string,
): void {
  const names = Object.keys(workloads);
  if (entry.workloads.length === 0) throw new BadInput(`${where}.workloads: expected at least one, got none`);
  entry.workloads.forEach((pattern, i) => {
    if (matching(pattern, names).length > 0) return;
    const { message } = badValue(`${where}.workloads.${i}`, oneOf(names), pattern);
    throw new BadInput(`${message}${didYouMean(pattern, names)}`);
  });
  checkServers(entry.client?.servers, cluster, `${where}.client.servers`);
}

/** Links run from clients to proxies and from proxies to backends. */
function checkLink({ from, to }: { from: NodePattern; to: NodePattern }, scenario: Scenario, where: string): void {
  const workloads = Object.keys(scenario.workloads);
  const fromClients = matching(from, workloads).length > 0;
  if (!fromClients) checkPattern(from, ['proxy'], scenario, `${where}.link.from`, workloads);
  checkPattern(to, [fromClients ? 'proxy' : 'backend'], scenario, `${where}.link.to`);
}

function checkPattern(
  pattern: NodePattern,
  kinds: readonly NodeKind[],
  { cluster }: Scenario,
  where: string,
  others: readonly string[] = [],
): void {
  const names = [...kinds.flatMap((kind) => nodeNames(kind, cluster)), ...others];
  if (matching(pattern, names).length > 0) return;
  const ranges = kinds.map(
    (kind) => `${kind}-1${nodeCount(kind, cluster) === 1 ? '' : `..${nodeCount(kind, cluster)}`}`,
  );
  const guess = /-\d+$/.test(pattern) ? '' : didYouMean(pattern, [...kinds.map((kind) => `${kind}-*`), ...names]);
  throw new BadInput(
    `${where}: expected a node of this cluster (${oneOf([...ranges, ...others])}), got ${JSON.stringify(pattern)}${guess}`,
  );
}

function checkToxic(entry: TimelineEntry & { do: 'toxic' }, where: string): void {
  const types = TOXICS.map(({ type }) => type);
  const toxic = TOXICS.find(({ type }) => type === entry.type);
  if (toxic === undefined)
    throw new BadInput(
      `${badValue(`${where}.type`, oneOf(types), entry.type).message}${didYouMean(entry.type, types)}`,
    );
  try {
    mergeAttributes(toxic.attributes, defaultAttributes(toxic.attributes), entry.attributes ?? {});
  } catch (error) {
    if (error instanceof LinkError) throw new BadInput(`${where}.attributes.${error.message}`);
    throw error;
  }
}
