import type { WebAppOptions } from '../app/web-app.ts';
import type { ClusterPlan, OriginPlan } from '../cluster/plan.ts';
import type { Nanos } from '../world/world.ts';
import type { ProxySpec, Scenario, WorkloadSpec } from './define.ts';
import { nanos } from './units.ts';

/** The node, and the address that apps ask. */
export const ORIGIN = 'origin';

export function resolveOrigin({ origin, workloads }: Scenario): OriginPlan | null {
  if (origin === undefined) return null;
  const { concurrency, serviceTime, queue = 1000, contention = 0.001, skipAbandoned = false, link = '250us' } = origin;
  const { fixed, exponential = '0ns' } = serviceTime;
  return {
    name: ORIGIN,
    latency: nanos(link),
    askers: Object.keys(workloads).filter((name) => workloads[name]!.app !== undefined),
    concurrency,
    serviceTime: { fixed: nanos(fixed), exponential: nanos(exponential) },
    queue,
    contention,
    skipAbandoned,
  };
}

/** `window`: of the run's series. */
export function resolveApp(name: string, { app }: WorkloadSpec, window: Nanos): WebAppOptions | null {
  if (app === undefined) return null;
  const { workers, queue = 1000, deadline = '2s', backfill = true, leaseWait = '20ms', leaseWaits = 50 } = app;
  return {
    node: name,
    origin: ORIGIN,
    window,
    workers,
    queue,
    deadline: nanos(deadline),
    backfill,
    leaseWait: nanos(leaseWait),
    leaseWaits,
  };
}

export function resolveLeases({ leases }: ProxySpec): Pick<ClusterPlan['proxy'], 'leases'> {
  return leases === undefined ? {} : { leases: { every: nanos(leases.every ?? '10s') } };
}
