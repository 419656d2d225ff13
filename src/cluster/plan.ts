import type { ServiceTime } from '../backend/server.ts';
import type { AuthenticationOptions } from '../proxy/authentication.ts';
import type { KeyHashName } from '../proxy/hash.ts';
import type { Policy } from '../proxy/policies/policy.ts';
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
    readonly policy: () => Policy;
    readonly ejectedKeys: 'rehash' | 'miss-fast';
  };
  /** One-way base latencies of the two kinds of link. */
  readonly latency: { readonly clientToProxy: Nanos; readonly proxyToBackend: Nanos };
  /** Null: there is one cache, which all share who may sign in. */
  readonly tenants: TenantsPlan | null;
  /** Nodes that others run, by name (live world). @default none */
  readonly external?: ReadonlyMap<string, External>;
  /** Nodes that clients connect from. */
  readonly clients: readonly string[];
}

/** What befalls nodes and links, by their names. */
export type Fault =
  | { readonly kind: 'slow'; readonly nodes: readonly string[]; readonly factor: number }
  | { readonly kind: 'crash'; readonly nodes: readonly string[] }
  | { readonly kind: 'hang'; readonly nodes: readonly string[] }
  | { readonly kind: 'down'; readonly links: readonly LinkName[] }
  | {
      readonly kind: 'toxic';
      readonly links: readonly LinkName[];
      readonly type: string;
      readonly stream?: 'upstream' | 'downstream';
      readonly toxicity?: number;
      readonly attributes?: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'eject';
      readonly backends: readonly string[];
      readonly proxies: readonly string[];
      readonly by: string;
    };

export interface LinkName {
  readonly from: string;
  readonly to: string;
}
