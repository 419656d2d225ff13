import { pooled } from '../client/presets/pooled.ts';
import { makeRig, type Rig, type RigOptions } from '../cluster/rig.case.ts';
import { Shopper } from '../cluster/shopper.case.ts';
import { MICROSECOND, MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { Scenario, TimelineEntry } from './define.ts';
import { smallScenario } from './fixture.case.ts';
import { resolveScenario } from './resolve.ts';
import { parseScenario } from './schema.ts';
import { TenancyRun } from './tenancy-run.ts';
import { playTimeline, type TimelineEvent } from './timeline.ts';

export const SERVICE = 100 * MICROSECOND;
/** Each way between proxy and backend; clients are next to the proxies. */
export const WAY = 50 * MICROSECOND;
/** Over connections that stand. */
export const GET: Nanos = SERVICE + 2 * WAY;
/** What the workload is called. */
export const WORKLOAD = 'shop';

/** A timeline that is played to two proxies and two backends on two machines, and what clients see of it. */
export interface Played {
  readonly rig: Rig;
  /** A client of proxy-1, and one of proxy-2; their connections stand. */
  readonly one: Shopper;
  readonly two: Shopper;
  readonly events: TimelineEvent[];
  /** Indices of entries that could not be done. */
  readonly skipped: number[];
  /** Lets time pass until this time of the timeline, in ms. */
  until(ms: number): void;
  /** `at kind text`, at in ms of the timeline. */
  log(): string[];
}

/** Stands one second before the timeline's zero; the rig has warmed up. */
export function played(timeline: readonly TimelineEntry[], options: Partial<RigOptions> = {}): Played {
  const scenario = scenarioWith(timeline);
  parseScenario(scenario, 'played');
  const client = { ...pooled, timeout: 10 * SECOND };
  const rig = makeRig({
    client,
    node: WORKLOAD,
    proxies: 2,
    backends: 2,
    serviceTime: SERVICE,
    proxyToBackend: WAY,
    ...options,
  });
  const { world, cluster } = rig;
  const resolved = resolveScenario(scenario, 1);
  const [one, two] = [new Shopper(rig, 0), new Shopper(rig, 1)];
  const events: TimelineEvent[] = [];
  const skipped: number[] = [];
  playTimeline(scenario, resolved, {
    world,
    cluster,
    tenancy: new TenancyRun(cluster, world, resolved),
    deploy: () => undefined,
    events,
    skipped: (entry) => skipped.push(entry),
  });
  for (const shopper of [one, two]) for (const backend of [0, 1]) shopper.askAndWait(backend);
  world.run(resolved.zero - SECOND);
  return {
    rig,
    one,
    two,
    events,
    skipped,
    until: (ms) => world.run(resolved.zero + ms * MILLISECOND),
    log: () => events.map(({ at, kind, text }) => `${(at - resolved.zero) / MILLISECOND} ${kind} ${text}`),
  };
}

export function scenarioWith(timeline: readonly TimelineEntry[]): Scenario {
  return {
    ...smallScenario,
    cluster: { ...smallScenario.cluster, machines: 2 },
    workloads: { [WORKLOAD]: smallScenario.workloads['web']! },
    timeline,
  };
}
