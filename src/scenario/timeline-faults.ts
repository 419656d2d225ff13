/** What the entries of a timeline are to the cluster. */
import { each } from '../cluster/holds.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Change, Fault } from '../cluster/plan.ts';
import type { NodePattern, Scenario, TimelineEntry } from './define.ts';
import { linksOf, linksTouched, partitionedLinks } from './links.ts';
import { matchBytes } from './match-bytes.ts';
import { matchingAny, nodeNames, nodesOn } from './nodes.ts';
import { ORIGIN } from './resolve-origin.ts';
import { isTenancyAction } from './tenancy.ts';
import { nanos } from './units.ts';

/** What is a fault, and not what people do about it, or what happens every day. */
export function isDisturbance(entry: TimelineEntry): boolean {
  if (entry.ordinary === true) return false;
  switch (entry.do) {
    case 'deploy':
      return entry.client !== undefined;
    case 'eject':
    case 'note':
    case 'update-toxic':
    case 'remove-toxic':
    case 'up':
      return false;
    default:
      return !isTenancyAction(entry);
  }
}

export function hasFault({ timeline }: Pick<Scenario, 'timeline'>): boolean {
  return timeline.some(isDisturbance);
}

/** The backends that a fault of this timeline touches, by themselves, by their machine or by a link to them. */
export function faultyBackends(scenario: Scenario): Set<string> {
  const touched = scenario.timeline
    .filter(isDisturbance)
    .flatMap((entry) => [...nodesBefallen(entry, scenario), ...linksTouched(entry, scenario).map(({ to }) => to)]);
  const backends = nodeNames('backend', scenario.cluster);
  return new Set(touched.filter((name) => backends.includes(name)));
}

/** The nodes, and machines with what runs there, that an entry does something to; links aside. */
export function nodesBefallen(entry: TimelineEntry, { cluster }: Pick<Scenario, 'cluster'>): string[] {
  const machines = nodeNames('machine', cluster);
  const names = [...nodeNames('proxy', cluster), ...nodeNames('backend', cluster), ...machines];
  const nodes = 'nodes' in entry ? matchingAny(entry.nodes, names) : [];
  // A table of descriptors is shared by all who run there.
  const shared =
    entry.do === 'fd-limit' ? machines.filter((one) => nodesOn(one, cluster).some((n) => nodes.includes(n))) : [];
  return [...nodes, ...[...nodes, ...shared].flatMap((name) => nodesOn(name, cluster))];
}

/** Of the toxics that a timeline places, each entry by its place in the list; those without a name of their own are numbered. */
export function toxicNames(timeline: readonly TimelineEntry[]): (string | undefined)[] {
  const names = new Array<string | undefined>(timeline.length).fill(undefined);
  let unnamed = 0;
  for (const i of inOrderOfTime(timeline)) {
    const entry = timeline[i]!;
    if (entry.do !== 'toxic' && entry.do !== 'partition') continue;
    names[i] = entry.name ?? `${entry.do === 'toxic' ? entry.type : entry.do} ${++unnamed}`;
  }
  return names;
}

/** Indices, in the order in which the entries begin. */
export function inOrderOfTime(timeline: readonly TimelineEntry[]): number[] {
  return timeline.map((_, i) => i).sort((a, b) => nanos(timeline[a]!.at) - nanos(timeline[b]!.at) || a - b);
}

/** Does to the cluster what the entry says; returns what ends it. Throws a `LinkError`; then nothing has changed. */
export function befall(
  entry: TimelineEntry,
  name: string | undefined,
  scenario: Scenario,
  cluster: Cluster,
): () => void {
  const change = toChange(entry, scenario);
  if (change !== null) {
    cluster.change(change);
    return () => undefined;
  }
  const end = each(toFaults(entry, name ?? '', scenario), (fault) => cluster.inject(fault));
  if (entry.do === 'restart' && entry.for === undefined) end();
  return end;
}

/** `name`: of its toxics. */
export function toFaults(entry: TimelineEntry, name: string, scenario: Scenario): Fault[] {
  switch (entry.do) {
    case 'slow':
      return [{ kind: 'slow', nodes: nodes(entry.nodes, scenario), factor: entry.factor }];
    case 'restart':
      return [{ kind: 'crash', nodes: nodes(entry.nodes, scenario) }];
    case 'crash':
    case 'hang':
    case 'stall':
      return [{ kind: entry.do, nodes: nodes(entry.nodes, scenario) }];
    case 'fd-limit':
      return [{ kind: 'fd-limit', nodes: nodes(entry.nodes, scenario), limit: entry.limit }];
    case 'down':
      return [{ kind: 'down', links: linksOf(entry.link, scenario) }];
    case 'toxic': {
      const { at: _at, for: _for, ordinary: _ordinary, do: _do, link, match, ...toxic } = entry;
      const placed = { ...toxic, name, ...(match && { match: matchBytes(match) }) };
      return [{ kind: 'toxic', links: linksOf(link, scenario), toxic: placed }];
    }
    case 'partition': {
      const links = partitionedLinks(entry, scenario);
      return (['upstream', 'downstream'] as const).map((stream) => {
        return { kind: 'toxic', links: links[stream], toxic: { type: 'partition', name: `${name} ${stream}`, stream } };
      });
    }
    case 'eject': {
      const proxies = nodeNames('proxy', scenario.cluster);
      const backends = matchingAny(entry.backends, nodeNames('backend', scenario.cluster));
      const chosen = entry.proxies === undefined ? proxies : matchingAny(entry.proxies, proxies);
      return [{ kind: 'eject', backends, proxies: chosen, by: 'engineer' }];
    }
    default:
      return [];
  }
}

export function toChange(entry: TimelineEntry, scenario: Scenario): Change | null {
  switch (entry.do) {
    case 'update-toxic': {
      const { name, toxicity, attributes } = entry;
      const update = { ...(toxicity !== undefined && { toxicity }), ...(attributes && { attributes }) };
      return { kind: 'update-toxic', links: linksOf(entry.link, scenario), name, update };
    }
    case 'remove-toxic':
      return { kind: 'remove-toxic', links: linksOf(entry.link, scenario), name: entry.name };
    case 'up':
      return { kind: 'up', links: linksOf(entry.link, scenario) };
    default:
      return null;
  }
}

function nodes(patterns: readonly NodePattern[], { cluster, origin }: Scenario): string[] {
  const kinds = ['proxy', 'backend', 'machine'] as const;
  const names = kinds.flatMap((kind) => nodeNames(kind, cluster));
  return matchingAny(patterns, origin === undefined ? names : [...names, ORIGIN]);
}
