import type { Scenario } from './define.ts';
import { badValue } from './errors.ts';

/** Throws `BadInput` where the world cannot have what the scenario asks for. */
export function checkWorld({ cluster, workloads }: Scenario, world: 'virtual' | 'live', where: string): void {
  if (world === 'live') return;
  for (const [name, { external }] of Object.entries(cluster.nodes ?? {})) {
    const at = `${where}: cluster.nodes.${name}.external`;
    throw badValue(at, '--world live, for virtual time has no other processes', external);
  }
  for (const [name, { driver }] of Object.entries(workloads)) {
    if (driver === undefined) continue;
    throw badValue(`${where}: workloads.${name}.driver`, '--world live, for libraries know no virtual time', driver);
  }
}
