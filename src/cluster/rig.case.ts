import { newClientCounters, type ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { none } from '../proxy/policies/none.ts';
import { KeySpace, type KeySpaceOptions } from '../workload/keys.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MICROSECOND, type Nanos } from '../world/world.ts';
import { Cluster } from './cluster.ts';
import type { ClusterPlan } from './plan.ts';

export interface RigOptions {
  readonly client: ClientOptions;
  readonly seed?: string;
  /** What the clients' node is called. @default 'client' */
  readonly node?: string;
  readonly proxies?: number;
  readonly backends?: number;
  /** One-way latencies. */
  readonly clientToProxy?: Nanos;
  readonly proxyToBackend?: Nanos;
  readonly serviceTime?: Nanos;
  readonly proxyCost?: Nanos;
  /** Null: clients do not sign in. */
  readonly authentication?: ClusterPlan['proxy']['authentication'];
  readonly keys?: Partial<KeySpaceOptions>;
}

/** A cluster in virtual time with one node for clients, for tests and benchmarks that need no scenario around it. */
export interface Rig {
  readonly world: VirtualWorld;
  readonly cluster: Cluster;
  readonly keys: KeySpace;
  readonly context: ClientContext;
}

/** Signing in takes no time of its own. */
export const FREE_SIGN_IN: ClusterPlan['proxy']['authentication'] = {
  time: 0,
  servers: Infinity,
  skipClosed: false,
  dropAfter: 3e9,
};

/** Started, with all keys in the caches. */
export function makeRig(options: RigOptions): Rig {
  const { node = 'client', backends = 1, proxies = 1, authentication = null } = options;
  const world = createVirtualWorld({ seed: options.seed ?? '1' });
  const cluster = new Cluster(world, {
    machines: Math.max(backends, proxies),
    proxies,
    backends,
    cores: 2,
    ports: { proxies: null, backends: null },
    fileLimit: Infinity,
    backend: {
      serviceTime: { fixed: options.serviceTime ?? 0, exponential: 0 },
      memoryLimit: 64 << 20,
      maxConnections: 1024,
    },
    tenants: null,
    proxy: {
      cpuCost: options.proxyCost ?? 0,
      connectionsPerBackend: 1,
      hash: 'one_at_a_time',
      maxConnections: 100_000,
      authentication,
      policy: none,
      ejectedKeys: 'rehash',
    },
    latency: { clientToProxy: options.clientToProxy ?? 0, proxyToBackend: options.proxyToBackend ?? 0 },
    clients: [node],
  });
  const keys = new KeySpace(
    { count: 1000, prefix: 'key:', skew: 0, valueBytes: 100, ...options.keys },
    world.rng('rig/values'),
  );
  const credentials = { user: 'user', password: 'secret' };
  if (authentication !== null) cluster.credentials.add(credentials.user, credentials.password);
  const context: ClientContext = {
    world,
    node,
    servers: cluster.proxies.map(({ name }) => name),
    options: options.client,
    credentials: authentication === null ? null : credentials,
    rng: world.rng('rig/retries'),
    counters: newClientCounters(),
  };
  cluster.start((error) => {
    if (error !== null) throw error;
  });
  world.run(MICROSECOND);
  cluster.preload(keys);
  return { world, cluster, keys, context };
}
