import { presets } from '../client/presets/index.ts';
import type { Scenario, WorkloadSpec } from './define.ts';

/** What one process carries besides both ends of every connection: measured, with room to spare. */
const CONNECTIONS_MAX = 6000;
const OPERATIONS_PER_SECOND_MAX = 6000;

/**
 * Scales a scenario down to what one process can carry on real sockets: fewer clients where their connections would not
 * fit its descriptors, lower rates where it would not keep up. Says what it did.
 */
export function fitToOneProcess(scenario: Scenario, _compress: number): { scenario: Scenario; remarks: string[] } {
  const all = Object.entries(scenario.workloads);
  const peak = Math.max(1, ...(scenario.load ?? []).map(({ times }) => times));
  const connections = all.reduce((n, [, spec]) => n + connectionsOf(spec), 0);
  const rate = all.reduce((n, [, spec]) => n + spec.rate * peak, 0);
  const fewer = Math.min(1, CONNECTIONS_MAX / connections);
  const slower = Math.min(1, OPERATIONS_PER_SECOND_MAX / rate);
  const remarks: string[] = [];
  const workloads = Object.fromEntries(
    all.map(([name, spec]) => {
      const clients = isPersistent(spec) ? Math.max(1, Math.floor(spec.clients * fewer)) : spec.clients;
      if (clients < spec.clients)
        remarks.push(`${name}: ${clients} of ${spec.clients} clients, for want of descriptors`);
      return [name, { ...spec, clients, rate: spec.rate * slower }];
    }),
  );
  if (slower < 1) remarks.push(`rates scaled to ${Math.floor(slower * 100)} %, which one process can carry`);
  return { scenario: { ...scenario, workloads }, remarks };
}

function isPersistent({ client }: WorkloadSpec): boolean {
  return (client.mode ?? presets[client.preset].mode) === 'persistent';
}

/** At worst a client holds a connection to each server it knows. */
function connectionsOf(spec: WorkloadSpec): number {
  return isPersistent(spec) ? spec.clients * (spec.client.servers ?? presets[spec.client.preset].servers) : 0;
}
