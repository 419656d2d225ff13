import type { Scenario } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { ORIGIN } from './resolve-origin.ts';

/** An app needs an origin, and an origin somebody who asks it. Throws `BadInput`. */
export function checkOrigin({ origin, workloads, cluster: { proxy } }: Scenario, where: string): void {
  const apps = Object.entries(workloads).filter(([, { app }]) => app !== undefined);
  if (workloads[ORIGIN] !== undefined) {
    throw badValue(`${where}: workloads`, 'names that no node may have', ORIGIN);
  }
  if (origin === undefined && apps.length > 0) {
    throw new BadInput(`${where}: workloads.${apps[0]![0]}.app: expected an origin (scenario.origin) to ask, got none`);
  }
  if (origin !== undefined && apps.length === 0) {
    throw new BadInput(`${where}: origin: expected a workload with an app that asks it, got none`);
  }
  if (proxy.leases !== undefined && (proxy.replicas ?? 1) > 1) {
    throw badValue(
      `${where}: cluster.proxy.leases`,
      'none beside replicas, whose answers it does not look at',
      proxy.leases,
    );
  }
}
