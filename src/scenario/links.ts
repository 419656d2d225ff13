/** Which links the words of a timeline mean. Links run from clients to proxies, and from proxies to backends. */
import type { LinkName } from '../cluster/plan.ts';
import type { LinkPattern, NodePattern, NodePatterns, Scenario, TimelineEntry } from './define.ts';
import { matching, matchingAny, nodeNames, nodesOn } from './nodes.ts';

type Nodes = Pick<Scenario, 'cluster' | 'workloads'>;

/** A pattern that means workloads speaks of them, even where it means proxies as well. */
export function linksOf({ from, to }: LinkPattern, scenario: Nodes): LinkName[] {
  const proxies = nodeNames('proxy', scenario.cluster);
  const backends = nodeNames('backend', scenario.cluster);
  const between = (sources: readonly string[], targets: readonly string[]): LinkName[] =>
    sources.flatMap((source) => matchingAny(to, targets).map((target) => ({ from: source, to: target })));
  return unique(
    [from].flat().flatMap((pattern) => {
      const clients = clientsOf(pattern, scenario);
      return clients.length > 0 ? between(clients, proxies) : between(matching(pattern, proxies), backends);
    }),
  );
}

export function clientsOf(pattern: NodePattern, { workloads }: Pick<Nodes, 'workloads'>): string[] {
  return matching(pattern, Object.keys(workloads));
}

/** Where packets of a partition are lost: the links by the direction in which their bytes wait. */
export interface PartitionedLinks {
  readonly upstream: readonly LinkName[];
  readonly downstream: readonly LinkName[];
}

export function partitionedLinks(
  { from, to, direction = 'both' }: TimelineEntry & { readonly do: 'partition' },
  scenario: Nodes,
): PartitionedLinks {
  const [senders, receivers] = [nodesOf(from, scenario), nodesOf(to, scenario)];
  const along = linksBetween(senders, receivers, scenario);
  const against = linksBetween(receivers, senders, scenario);
  if (direction === 'one-way') return { upstream: along, downstream: against };
  const all = unique([...along, ...against]);
  return { upstream: all, downstream: all };
}

/** All links that an entry does something to. */
export function linksTouched(entry: TimelineEntry, scenario: Nodes): LinkName[] {
  if (entry.do === 'partition') {
    const { upstream, downstream } = partitionedLinks(entry, scenario);
    return unique([...upstream, ...downstream]);
  }
  return 'link' in entry ? linksOf(entry.link, scenario) : [];
}

/** Workloads, proxies and backends, those on machines included. */
function nodesOf(patterns: NodePatterns, scenario: Nodes): string[] {
  const { cluster, workloads } = scenario;
  const names = [...Object.keys(workloads), ...nodeNames('proxy', cluster), ...nodeNames('backend', cluster)];
  const machines = matchingAny(patterns, nodeNames('machine', cluster));
  return [...matchingAny(patterns, names), ...machines.flatMap((machine) => nodesOn(machine, cluster))];
}

function linksBetween(
  sources: readonly string[],
  targets: readonly string[],
  { cluster, workloads }: Nodes,
): LinkName[] {
  const clients = sources.filter((name) => name in workloads);
  const proxies = nodeNames('proxy', cluster).filter((name) => sources.includes(name));
  const all = (from: readonly string[], to: readonly string[]): LinkName[] =>
    from.flatMap((source) => to.filter((name) => targets.includes(name)).map((name) => ({ from: source, to: name })));
  return unique([...all(clients, nodeNames('proxy', cluster)), ...all(proxies, nodeNames('backend', cluster))]);
}

function unique(links: readonly LinkName[]): LinkName[] {
  return [...new Map(links.map((link) => [`${link.from} ${link.to}`, link])).values()];
}
