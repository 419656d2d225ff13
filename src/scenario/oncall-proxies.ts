/**
 * Spare proxies, for people on call to add. They are the cluster's last, and run from the start; clients do not know them.
 * They learn of them as they do of any server: by a release with a longer list. So all processes are new, all connect anew
 * at once, and homes are dealt out over all proxies, which helps a crowded proxy, and costs a herd of sign-ins.
 */
import type { Generator } from '../workload/generator.ts';
import type { Scenario } from './define.ts';
import type { OncallSpec } from './oncall.ts';

/** How many of the cluster's proxies its clients do not know. */
export function spareProxies(oncall: OncallSpec | undefined): number {
  return oncall?.action.do === 'add-proxies' ? oncall.action.count : 0;
}

/** What clients know until somebody adds proxies. */
export function knownServers(servers: readonly string[], { oncall }: Scenario): readonly string[] {
  return servers.slice(0, servers.length - spareProxies(oncall));
}

/** Releases the whole list; returns the names of what is new in it, which is nothing when it was released before. */
export function addProxies(servers: readonly string[], scenario: Scenario, generators: readonly Generator[]): string[] {
  const isNew = generators.map((generator) => generator.learn(servers)).includes(true);
  return isNew ? servers.slice(knownServers(servers, scenario).length) : [];
}
