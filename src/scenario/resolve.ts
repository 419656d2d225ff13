import type { ClientOptions } from '../client/options.ts';
import type { ClusterPlan } from '../cluster/plan.ts';
import type { Phase } from '../measure/phase.ts';
import { WINDOW } from '../measure/timeline.ts';
import type { KeySpaceOptions } from '../workload/keys.ts';
import type { WorkloadOptions } from '../workload/generator.ts';
import { LoadCurve } from '../workload/load-curve.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { ClusterSpec, Duration, Scenario, Time, WorkloadSpec } from './define.ts';
import { resolveExternal } from './external-nodes.ts';
import { resolveAdmission } from './resolve-admission.ts';
import { resolveClient } from './resolve-client.ts';
import { resolveOncall, type ResolvedOncall } from './resolve-oncall.ts';
import { resolveApp, resolveLeases, resolveOrigin } from './resolve-origin.ts';
import { resolveFailover, resolveGutter } from './resolve-failover.ts';
import { resolvePolicy } from './resolve-policy.ts';
import type { PhaseName } from './result.ts';
import { createCache } from './tenancy.ts';
import { bytes, nanos } from './units.ts';

/** Persistent clients have connected one after another when this much of the run, or half of the warm-up, is over. */
const RAMP: Nanos = 20 * SECOND;
/** Descriptors of a machine, unless it is told otherwise. */
export const FILE_LIMIT = 20_000;
/** Of operations that must be answered in time, unless the SLO says otherwise. */
const AVAILABILITY = 0.999;

/** A scenario in the runner's terms: ns from the start of the run. */
export interface ResolvedScenario {
  /** Divides the timeline's durations; latencies, timeouts and rates stay. */
  readonly compress: number;
  /** The scenario's own zero, as a time of the run. */
  readonly zero: Nanos;
  readonly end: Nanos;
  /** `p99` in ns; `availability` 0..1. */
  readonly slo: { readonly p99: Nanos; readonly availability: number };
  readonly window: Nanos;
  readonly phases: readonly (Phase & { readonly name: PhaseName })[];
  readonly cluster: ClusterPlan;
  readonly workloads: readonly ResolvedWorkload[];
  /** Null: nobody is on call. */
  readonly oncall: ResolvedOncall | null;
  /** A time of the scenario as a time of the run. */
  at(time: Time): Nanos;
  /** A duration of the timeline. */
  lasting(duration: Time): Nanos;
}

export interface ResolvedWorkload {
  readonly spec: WorkloadSpec;
  readonly options: WorkloadOptions;
  readonly client: ClientOptions;
  readonly keys: KeySpaceOptions;
  /** Share of the keys that are stored before the run begins. */
  readonly preloaded: number;
  /** Limits of the machine that its clients run on. */
  readonly machine: { readonly fileLimit?: number; readonly ephemeralPorts?: number };
}

export function resolveScenario(scenario: Scenario, compress: number): ResolvedScenario {
  const { phases, load = [], cluster, workloads } = scenario;
  const start = nanos(phases.warmup);
  const lasting = (duration: Time): Nanos => Math.round(nanos(duration) / compress);
  const at = (time: Time): Nanos => Math.round((nanos(time) - start) / compress);
  const window = Math.round((scenario.window === undefined ? WINDOW : nanos(scenario.window)) / compress);
  const curve = load.map((point) => ({ at: at(point.at), times: point.times }));
  const phase = (name: PhaseName, to: Time): Phase & { readonly name: PhaseName } => ({
    name,
    from: at(phases[name]),
    to: at(to),
  });
  return {
    compress,
    zero: at('0s'),
    end: at(phases.end),
    slo: { p99: nanos(scenario.slo.p99), availability: scenario.slo.availability ?? AVAILABILITY },
    window,
    phases: [
      phase('warmup', phases.baseline),
      phase('baseline', phases.fault),
      phase('fault', phases.recovery),
      phase('recovery', phases.end),
    ],
    cluster: { ...resolveCluster(cluster, Object.keys(workloads), lasting), origin: resolveOrigin(scenario) },
    workloads: Object.entries(workloads).map(([name, spec]) => ({
      spec,
      client: resolveClient(spec.client),
      machine: spec.machine ?? {},
      preloaded: spec.keys.preloaded ?? 1,
      keys: {
        count: spec.keys.count,
        prefix: spec.keys.prefix ?? `${name}:`,
        skew: spec.keys.skew ?? 0,
        valueBytes: spec.values === 'etc' ? 'etc' : spec.values.bytes,
      },
      options: {
        name,
        clients: spec.clients,
        rate: spec.rate,
        page: { operations: 1, order: 'pipelined', onFailure: 'go-on', ...spec.page },
        setPercent: spec.setPercent ?? 0,
        homeSkew: spec.homeSkew ?? 0,
        deadline: nanos(spec.deadline ?? '1s'),
        // Not compressed: a proxy does not sign anybody in faster because the run is shorter.
        ramp: Math.min(RAMP, Math.floor(at(phases.baseline) / 2)),
        load: new LoadCurve(curve),
        app: resolveApp(name, spec, window),
      },
    })),
    oncall: scenario.oncall === undefined ? null : resolveOncall(scenario.oncall, lasting),
    at,
    lasting,
  };
}

function resolveCluster(
  spec: ClusterSpec,
  clients: readonly string[],
  lasting: (duration: Duration) => Nanos,
): ClusterPlan {
  const { backend, proxy, links } = spec;
  const { authentication } = proxy;
  return {
    machines: spec.machines,
    proxies: spec.proxies ?? spec.machines,
    backends: spec.backends ?? spec.machines,
    cores: spec.cores ?? 2,
    fileLimit: spec.fileLimit ?? FILE_LIMIT,
    ports: { proxies: spec.ports?.proxies ?? null, backends: spec.ports?.backends ?? null },
    backend: {
      serviceTime: {
        fixed: nanos(backend.serviceTime.fixed),
        exponential: nanos(backend.serviceTime.exponential ?? '0ns'),
      },
      memoryLimit: bytes(backend.memory ?? '64MB'),
      maxConnections: backend.maxConnections ?? 1024,
    },
    proxy: {
      cpuCost: nanos(proxy.cpu ?? '0us'),
      connectionsPerBackend: proxy.connectionsPerBackend ?? 1,
      hash: proxy.hash ?? 'one_at_a_time',
      maxConnections: proxy.maxConnections ?? 100_000,
      authentication:
        authentication === undefined
          ? null
          : {
              time: nanos(authentication.time),
              servers: authentication.servers === 'unlimited' ? Infinity : (authentication.servers ?? 1),
              dropAfter: nanos(authentication.dropAfter ?? '3s'),
              skipClosed: authentication.skipClosed ?? false,
              cap: authentication.cap ?? Infinity,
            },
      policy: (seat) => resolvePolicy(proxy.policy ?? { name: 'none' }, seat),
      ...resolveLeases(proxy),
      ...resolveFailover(proxy),
      ...resolveAdmission(proxy),
    },
    gutter: resolveGutter(proxy),
    tenants: resolveTenants(spec, lasting),
    external: resolveExternal(spec),
    latency: { clientToProxy: nanos(links.clientToProxy), proxyToBackend: nanos(links.proxyToBackend) },
    clients,
  };
}

function resolveTenants(
  { caches, proxy }: ClusterSpec,
  lasting: (duration: Duration) => Nanos,
): ClusterPlan['tenants'] {
  if (caches === undefined) return null;
  return {
    // People wait for it: it belongs to the timeline, and is divided as that is.
    syncWithin: Math.max(1, lasting(proxy.authentication?.syncWithin ?? '3m')),
    found: (directory, passwordOf) => {
      for (const [name, cache] of Object.entries(caches)) createCache(directory, name, cache, passwordOf);
    },
  };
}
