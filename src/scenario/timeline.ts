import type { Cluster } from '../cluster/cluster.ts';
import type { ClientOptions } from '../client/options.ts';
import type { Fault, LinkName } from '../cluster/plan.ts';
import type { Nanos, Task, World } from '../world/world.ts';
import type { ClientSpec, NodePattern, Scenario, TimelineEntry } from './define.ts';
import { matching } from './nodes.ts';
import { resolveClient, type ResolvedScenario } from './resolve.ts';
import type { EventKind } from './result.ts';
import type { TenancyRun } from './tenancy-run.ts';
import { describeTenancy, isTenancyAction } from './tenancy.ts';

export interface TimelineEvent {
  /** Time of the run. */
  readonly at: Nanos;
  readonly kind: EventKind;
  readonly text: string;
}

/** What is a fault, and not what people do about it, or do every day. */
export function isDisturbance(entry: TimelineEntry): boolean {
  if (entry.do === 'deploy') return entry.client !== undefined;
  return entry.do !== 'eject' && entry.do !== 'note' && !isTenancyAction(entry);
}

/** The backends that a fault of this timeline touches, by themselves, by their machine or by a link to them. */
export function faultyBackends(scenario: Scenario, cluster: Cluster): Set<string> {
  const faulty = new Set<string>();
  const backends = cluster.backends.map(({ name }) => name);
  for (const entry of scenario.timeline.filter(isDisturbance)) {
    const fault = toFault(entry, scenario, cluster);
    if (fault === null) continue;
    const touched = 'nodes' in fault ? fault.nodes.flatMap((name) => cluster.nodesOf(name)) : [];
    const linked = 'links' in fault ? fault.links.map(({ to }) => to) : [];
    for (const name of [...touched, ...linked]) if (backends.includes(name)) faulty.add(name);
  }
  return faulty;
}

/** Whom the timeline befalls, and where what happens is written down as it happens. */
export interface Stage {
  readonly world: World;
  readonly cluster: Cluster;
  readonly tenancy: TenancyRun;
  /** A workload's processes are replaced by new ones, which behave like this. */
  deploy(workload: string, client: ClientOptions): void;
  readonly events: TimelineEvent[];
}

/** Sets the timeline going. */
export function playTimeline(scenario: Scenario, resolved: ResolvedScenario, stage: Stage): void {
  const { world, tenancy, events } = stage;
  for (const entry of scenario.timeline) {
    const kind = kindOf(entry);
    const text = describe(entry);
    const begin: Task = {
      fire() {
        events.push({ at: world.clock.now(), kind, text });
        if (isTenancyAction(entry)) return tenancy.perform(entry);
        const end = perform(entry, scenario, stage);
        if (entry.for === undefined) return;
        world.clock.at(world.clock.now() + resolved.lasting(entry.for), {
          fire() {
            events.push({ at: world.clock.now(), kind: kind === 'fault' ? 'cure' : 'note', text: ending(entry) });
            end();
          },
        });
      },
    };
    world.clock.at(resolved.at(entry.at), begin);
  }
}

function kindOf(entry: TimelineEntry): EventKind {
  if (isTenancyAction(entry)) return 'change';
  return isDisturbance(entry) ? 'fault' : entry.do === 'eject' ? 'cure' : 'note';
}

/** Returns what ends it. */
function perform(entry: TimelineEntry, scenario: Scenario, { cluster, deploy }: Stage): () => void {
  if (entry.do === 'deploy') {
    const names = all(entry.workloads, Object.keys(scenario.workloads));
    const release = (changes: Partial<ClientSpec>): void => {
      for (const name of names) deploy(name, resolveClient({ ...scenario.workloads[name]!.client, ...changes }));
    };
    release(entry.client ?? {});
    return () => release({});
  }
  const fault = toFault(entry, scenario, cluster);
  return fault === null ? () => undefined : cluster.inject(fault);
}

function toFault(entry: TimelineEntry, scenario: Scenario, cluster: Cluster): Fault | null {
  const proxies = cluster.proxies.map(({ name }) => name);
  const backends = cluster.backends.map(({ name }) => name);
  const machines = Array.from({ length: scenario.cluster.machines }, (_, i) => `machine-${i + 1}`);
  const nodes = (patterns: readonly NodePattern[]): string[] => all(patterns, [...proxies, ...backends, ...machines]);
  const links = ({ from, to }: { from: NodePattern; to: NodePattern }): LinkName[] => {
    const clients = matching(from, Object.keys(scenario.workloads));
    const sources = clients.length > 0 ? clients : matching(from, proxies);
    const targets = matching(to, clients.length > 0 ? proxies : backends);
    return sources.flatMap((source) => targets.map((target) => ({ from: source, to: target })));
  };
  switch (entry.do) {
    case 'slow':
      return { kind: 'slow', nodes: nodes(entry.nodes), factor: entry.factor };
    case 'crash':
    case 'hang':
      return { kind: entry.do, nodes: nodes(entry.nodes) };
    case 'down':
      return { kind: 'down', links: links(entry.link) };
    case 'toxic': {
      const { type, stream, toxicity, attributes } = entry;
      return {
        kind: 'toxic',
        links: links(entry.link),
        type,
        ...(stream === undefined ? {} : { stream }),
        ...(toxicity === undefined ? {} : { toxicity }),
        ...(attributes === undefined ? {} : { attributes }),
      };
    }
    case 'eject': {
      const chosen = entry.proxies === undefined ? proxies : all(entry.proxies, proxies);
      return { kind: 'eject', backends: all(entry.backends, backends), proxies: chosen, by: 'engineer' };
    }
    default:
      return null;
  }
}

function all(patterns: readonly NodePattern[], names: readonly string[]): string[] {
  return [...new Set(patterns.flatMap((pattern) => matching(pattern, names)))];
}

function describe(entry: TimelineEntry): string {
  switch (entry.do) {
    case 'slow':
      return `${entry.nodes.join(', ')}: ${entry.factor} times as slow`;
    case 'crash':
      return `${entry.nodes.join(', ')}: crash`;
    case 'hang':
      return `${entry.nodes.join(', ')}: hang`;
    case 'down':
      return `link ${entry.link.from} to ${entry.link.to}: down`;
    case 'toxic':
      return `link ${entry.link.from} to ${entry.link.to}: ${entry.type}`;
    case 'deploy': {
      const changes = Object.entries(entry.client ?? {}).map(
        ([name, value]) => `${name} to ${typeof value === 'string' ? value : JSON.stringify(value)}`,
      );
      const what = changes.length === 0 ? 'processes restarted' : `a release changes ${changes.join(', ')}`;
      return `${entry.workloads.join(', ')}: ${what}`;
    }
    case 'eject':
      return `${entry.backends.join(', ')}: ejected by the engineer`;
    case 'note':
      return entry.says;
    default:
      return describeTenancy(entry);
  }
}

function ending(entry: TimelineEntry): string {
  if (entry.do === 'deploy') return `${entry.workloads.join(', ')}: the release is rolled back`;
  return `over: ${describe(entry)}`;
}
