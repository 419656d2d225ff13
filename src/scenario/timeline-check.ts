/** What the entries of a timeline say must fit the cluster and the run. */
import type { LinkPattern, NodePattern, NodePatterns, Scenario, TimelineEntry } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { clientsOf, linksTouched } from './links.ts';
import { matching, nodeCount, nodeNames, type NodeKind } from './nodes.ts';
import { ORIGIN } from './resolve-origin.ts';
import { isTenancyAction } from './tenancy.ts';
import { nanos, parseNanos } from './units.ts';
import { didYouMean, oneOf, shown } from './words.ts';

const OF_MACHINES = ['backend', 'proxy', 'machine'] as const satisfies NodeKind[];

/** Throws `BadInput` with the first thing that does not fit. */
export function checkEntry(entry: TimelineEntry, scenario: Scenario, where: string): void {
  const { warmup, end } = scenario.phases;
  if (nanos(entry.at) < nanos(warmup) || nanos(entry.at) > nanos(end)) {
    throw badValue(`${where}.at`, `a time within the run, ${warmup} to ${end}`, entry.at);
  }
  // Those are checked in the order of time, with what they change.
  if (isTenancyAction(entry)) return;
  const check = (
    patterns: NodePatterns,
    at: string,
    kinds: readonly NodeKind[],
    others: readonly string[] = [],
  ): void => checkPatterns(patterns, { kinds, others }, scenario, `${where}.${at}`);
  switch (entry.do) {
    case 'slow':
      return check(entry.nodes, 'nodes', OF_MACHINES, originOf(scenario));
    case 'crash':
    case 'restart':
    case 'hang':
    case 'fd-limit':
      return check(entry.nodes, 'nodes', OF_MACHINES);
    case 'stall':
      check(entry.nodes, 'nodes', OF_MACHINES, originOf(scenario));
      return checkStall(entry.nodes, scenario, `${where}.nodes`);
    case 'eject':
      check(entry.backends, 'backends', ['backend']);
      if (entry.proxies !== undefined) check(entry.proxies, 'proxies', ['proxy']);
      return;
    case 'update-toxic':
    case 'remove-toxic':
    case 'up':
      checkChange(entry, where);
      return checkLink(entry.link, scenario, `${where}.link`);
    case 'toxic':
    case 'down':
      return checkLink(entry.link, scenario, `${where}.link`);
    case 'partition':
      return checkPartition(entry, scenario, where);
    case 'deploy':
      return checkDeployment(entry, scenario, where);
    case 'note':
  }
}

function originOf({ origin }: Scenario): string[] {
  return origin === undefined ? [] : [ORIGIN];
}

/** What stays as it is made. */
function checkChange(entry: TimelineEntry & { do: 'update-toxic' | 'remove-toxic' | 'up' }, where: string): void {
  if (entry.for !== undefined) {
    throw badValue(`${where}.for`, `nothing, for '${entry.do}' is not undone by itself`, entry.for);
  }
  if (entry.do !== 'update-toxic' || entry.attributes !== undefined || entry.toxicity !== undefined) return;
  throw new BadInput(`${where}: expected attributes or toxicity, got neither`);
}

export function checkServers(servers: number | undefined, cluster: Scenario['cluster'], where: string): void {
  const proxies = nodeCount('proxy', cluster);
  if (servers === undefined || servers <= proxies) return;
  throw badValue(where, `at most ${proxies}, for so many proxies there are`, servers);
}

/** A pause of work that takes no time would look like a fault, and be none. */
function checkStall(patterns: readonly NodePattern[], scenario: Scenario, where: string): void {
  const { cluster } = scenario;
  if ((parseNanos(cluster.proxy.cpu) ?? 0) > 0) return;
  const working = [...nodeNames('backend', cluster), ...nodeNames('machine', cluster), ...originOf(scenario)];
  patterns.forEach((pattern, i) => {
    if (matching(pattern, working).length > 0) return;
    throw badValue(`${where}.${i}`, 'nodes whose work takes CPU time (cluster.proxy.cpu), or a hang', pattern);
  });
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
function checkLink({ from, to }: LinkPattern, scenario: Scenario, where: string): void {
  const sources = [from].flat();
  checkPatterns(from, { kinds: ['proxy'], others: Object.keys(scenario.workloads) }, scenario, `${where}.from`);
  const clients = sources.filter((pattern) => clientsOf(pattern, scenario).length > 0).length;
  const kinds: NodeKind[] = [
    ...(clients > 0 ? (['proxy'] as const) : []),
    ...(clients < sources.length ? (['backend'] as const) : []),
  ];
  checkPatterns(to, { kinds, others: [] }, scenario, `${where}.to`);
}

function checkPartition(entry: TimelineEntry & { do: 'partition' }, scenario: Scenario, where: string): void {
  const wanted = { kinds: OF_MACHINES, others: Object.keys(scenario.workloads) };
  checkPatterns(entry.from, wanted, scenario, `${where}.from`);
  checkPatterns(entry.to, wanted, scenario, `${where}.to`);
  if (linksTouched(entry, scenario).length > 0) return;
  const expected = 'nodes with links between them (workloads to proxies, proxies to backends)';
  throw new BadInput(`${where}: expected ${expected}, got none from ${some(entry.from)} to ${some(entry.to)}`);
}

interface Wanted {
  readonly kinds: readonly NodeKind[];
  /** Further names. */
  readonly others: readonly string[];
}

function checkPatterns(patterns: NodePatterns, wanted: Wanted, scenario: Scenario, where: string): void {
  if (typeof patterns === 'string') return checkPattern(patterns, wanted, scenario, where);
  if (patterns.length === 0) throw new BadInput(`${where}: expected at least one node, got none`);
  patterns.forEach((pattern, i) => checkPattern(pattern, wanted, scenario, `${where}.${i}`));
}

function checkPattern(pattern: NodePattern, { kinds, others }: Wanted, { cluster }: Scenario, where: string): void {
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

function some(patterns: NodePatterns): string {
  return [patterns].flat().map(shown).join(', ');
}
