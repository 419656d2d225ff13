import type { Cluster } from '../cluster/cluster.ts';
import type { ClientOptions } from '../client/options.ts';
import { LinkError } from '../link/errors.ts';
import type { Nanos, Task, World } from '../world/world.ts';
import type { ClientSpec, Scenario, TimelineEntry } from './define.ts';
import { describe, describeEnd } from './describe.ts';
import { matchingAny } from './nodes.ts';
import { resolveClient } from './resolve-client.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { EventKind } from './result.ts';
import { secondsAt } from './seconds.ts';
import type { TenancyRun } from './tenancy-run.ts';
import { isTenancyAction } from './tenancy.ts';
import { befall, isDisturbance, toxicNames } from './timeline-faults.ts';

export interface TimelineEvent {
  /** Time of the run. */
  readonly at: Nanos;
  readonly kind: EventKind;
  readonly text: string;
}

/** Whom the timeline befalls, and where what happens is written down as it happens. */
export interface Stage {
  readonly world: World;
  readonly cluster: Cluster;
  readonly tenancy: TenancyRun;
  /** A workload's processes are replaced by new ones, which behave like this. */
  deploy(workload: string, client: ClientOptions): void;
  readonly events: TimelineEvent[];
  /** Hears of an entry that could not be done, for somebody had changed its links by hand. */
  skipped?(entry: number): void;
}

/** Sets the timeline going. */
export function playTimeline(scenario: Scenario, resolved: ResolvedScenario, stage: Stage): void {
  const { world, tenancy, events } = stage;
  const names = toxicNames(scenario.timeline);
  for (const [i, entry] of scenario.timeline.entries()) {
    const kind = kindOf(entry);
    const text = describe(entry);
    const begin: Task = {
      fire() {
        const now = world.clock.now();
        if (isTenancyAction(entry)) {
          events.push({ at: now, kind, text });
          return tenancy.perform(entry);
        }
        const end = attempt(() => perform(entry, names[i], scenario, stage));
        if (typeof end === 'string') {
          events.push({ at: now, kind: 'note', text: `not done (${end}): ${text}` });
          stage.skipped?.(i);
          return;
        }
        events.push({ at: now, kind, text });
        if (entry.for === undefined) return;
        world.clock.at(now + resolved.lasting(entry.for), {
          fire() {
            events.push({ at: world.clock.now(), kind: kind === 'fault' ? 'cure' : 'note', text: describeEnd(entry) });
            end();
          },
        });
      },
    };
    world.clock.at(resolved.at(entry.at), begin);
  }
}

export function kindOf(entry: TimelineEntry): EventKind {
  switch (entry.do) {
    case 'eject':
    case 'remove-toxic':
    case 'up':
      return 'cure';
    case 'update-toxic':
      return 'change';
    default:
      return isTenancyAction(entry) ? 'change' : isDisturbance(entry) ? 'fault' : 'note';
  }
}

/** When somebody knew, by the timeline's own notes; in seconds of the scenario. */
export function notedAlerts({ timeline }: Scenario, resolved: ResolvedScenario): number[] {
  const alerts = timeline.filter((entry) => entry.do === 'note' && entry.kind === 'alert');
  return alerts.map((entry) => secondsAt(resolved, resolved.at(entry.at)));
}

/** What the deed returns, or why it cannot be done. The scenario itself was checked: only a hand can be in its way. */
function attempt<T>(deed: () => T): T | string {
  try {
    return deed();
  } catch (error) {
    if (error instanceof LinkError) return error.message;
    throw error;
  }
}

/** Returns what ends it. */
function perform(
  entry: TimelineEntry,
  name: string | undefined,
  scenario: Scenario,
  { cluster, deploy }: Stage,
): () => void {
  if (entry.do !== 'deploy') return befall(entry, name, scenario, cluster);
  const workloads = matchingAny(entry.workloads, Object.keys(scenario.workloads));
  const release = (changes: Partial<ClientSpec>): void => {
    for (const workload of workloads) {
      deploy(workload, resolveClient({ ...scenario.workloads[workload]!.client, ...changes }));
    }
  };
  release(entry.client ?? {});
  return () => release({});
}
