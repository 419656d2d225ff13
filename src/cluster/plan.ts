import type { OriginOptions } from '../app/origin-options.ts';
import type { ServiceTime } from '../backend/server.ts';
import type { ToxicOptions, ToxicUpdate } from '../link/link.ts';
import type { GateOptions } from '../proxy/admission/gate.ts';
import type { AuthenticationOptions } from '../proxy/authentication.ts';
import type { FailoverLimitOptions } from '../proxy/failover-limit.ts';
import type { KeyHashName } from '../proxy/hash.ts';
import type { LeaseOptions } from '../proxy/policies/lease.ts';
import type { ProxyOptions } from '../proxy/options.ts';
import type { Policy, PolicySeat } from '../proxy/policies/policy.ts';
import type { ReplicasOptions } from '../proxy/replicas/replicas.ts';
import type { WarmUpOptions } from '../proxy/warm-up.ts';
import type { Nanos } from '../world/world.ts';
import type { External } from './nodes.ts';
import type { TenantsPlan } from './tenants.ts';

/** A cluster to be built: times in ns, sizes in bytes. Proxies and backends are dealt out over the machines in turn. */
export interface ClusterPlan {
  readonly machines: number;
  readonly proxies: number;
  readonly backends: number;
  /** Of each machine: the proxy runs on the first, the backend on the last. */
  readonly cores: number;
  readonly fileLimit: number;
  /** Live world: the first one's port, the others follow; null: ephemeral. */
  readonly ports: { readonly proxies: number | null; readonly backends: number | null };
  readonly backend: {
    readonly serviceTime: ServiceTime;
    readonly memoryLimit: number;
    readonly maxConnections: number;
  };
  readonly proxy: {
    readonly cpuCost: Nanos;
    readonly connectionsPerBackend: number;
    readonly hash: KeyHashName;
    readonly maxConnections: number;
    readonly authentication: (AuthenticationOptions & { readonly dropAfter: Nanos }) | null;
    /** One instance per proxy: policies remember. */
    readonly policy: (seat: PolicySeat) => Policy;
    /** @default a miss is a miss */
    readonly leases?: LeaseOptions;
    readonly ejectedKeys: ProxyOptions['ejectedKeys'];
    readonly failoverLimit?: FailoverLimitOptions;
    readonly warmUp?: WarmUpOptions;
    readonly gate?: GateOptions;
    readonly replicas?: ReplicasOptions;
  };
  /** Backends that take the keys of those that do not answer, each on its own; entries live no longer than `ttl`. @default none */
  readonly gutter?: { readonly nodes: number; readonly ttl: Nanos } | null;
  /** One-way base latencies of the two kinds of link. */
  readonly latency: { readonly clientToProxy: Nanos; readonly proxyToBackend: Nanos };
  /** Null: there is one cache, which all share who may sign in. */
  readonly tenants: TenantsPlan | null;
  /** Nodes that others run, by name (live world). @default none */
  readonly external?: ReadonlyMap<string, External>;
  /** Nodes that clients connect from. */
  readonly clients: readonly string[];
  /** The database behind the cache. @default null: there is none */
  readonly origin?: OriginPlan | null;
}

export interface OriginPlan extends OriginOptions {
  readonly name: string;
  /** One-way base latency. */
  readonly latency: Nanos;
  /** Nodes that ask it. */
  readonly askers: readonly string[];
}

/** What befalls nodes and links, by their names; a machine's name means all its nodes. */
export type Fault =
  | { readonly kind: 'slow'; readonly nodes: readonly string[]; readonly factor: number }
  | { readonly kind: 'crash' | 'hang' | 'stall'; readonly nodes: readonly string[] }
  /** Of the machines, or of those that the nodes run on. */
  | { readonly kind: 'fd-limit'; readonly nodes: readonly string[]; readonly limit: number }
  | { readonly kind: 'down'; readonly links: readonly LinkName[] }
  | {
      readonly kind: 'toxic';
      readonly links: readonly LinkName[];
      readonly toxic: ToxicOptions & { readonly name: string };
    }
  | {
      readonly kind: 'eject';
      readonly backends: readonly string[];
      readonly proxies: readonly string[];
      readonly by: string;
    };

/** What stays as it is made, and is not ended. */
export type Change =
  | {
      readonly kind: 'update-toxic';
      readonly links: readonly LinkName[];
      readonly name: string;
      readonly update: ToxicUpdate;
    }
  | { readonly kind: 'remove-toxic'; readonly links: readonly LinkName[]; readonly name: string }
  | { readonly kind: 'up'; readonly links: readonly LinkName[] };

export interface LinkName {
  readonly from: string;
  readonly to: string;
}

/** Nodes are dealt out over so many machines in turn: `backend-13` of 12 is on the first. Counted from 0. */
export function machineIndexOf(node: string, machines: number): number {
  return (numberOf(node) - 1) % machines;
}

/** `backend-3`: 3. */
export function numberOf(node: string): number {
  return Number(node.slice(node.lastIndexOf('-') + 1));
}
