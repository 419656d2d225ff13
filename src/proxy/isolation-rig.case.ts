import { Backend } from '../backend/server.ts';
import { Directory, type NewCredential } from '../tenancy/directory.ts';
import { Replica } from '../tenancy/replica.ts';
import { Shares } from '../tenancy/shares.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import { MICROSECOND, MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import { none } from './policies/none.ts';
import { Proxy } from './proxy.ts';

const BACKENDS = 4;
const PROXIES = 2;
const MB = 1024 * 1024;
/** Of a cache that evicts: room for about 10 items on each backend. */
const TIGHT_BYTES = BACKENDS * 4_000;

export const CACHES = [
  { name: 'tight', tight: true },
  { name: 'shop', tight: false },
  { name: 'blog', tight: false },
] as const;

/** In each cache. One namespace is the begin of another: then the shorter one's holder sees the longer one's, as keys. */
export const MAY: readonly Omit<NewCredential, 'user' | 'password'>[] = [
  {},
  { readOnly: true },
  { noFlush: true },
  { namespace: 'outer:' },
  { namespace: 'outer:inner:' },
];

/** Caches, each with credentials of all kinds, on four backends behind two proxies. */
export class IsolationRig {
  readonly world: VirtualWorld;
  readonly directory = new Directory();
  readonly backends: readonly Backend[];
  readonly proxies: readonly Proxy[];

  constructor(seed: string) {
    const world = (this.world = createVirtualWorld({ seed }));
    for (const { name, tight } of CACHES) {
      const limits = { memory: tight ? TIGHT_BYTES : 100 * MB, connections: null };
      this.directory.createCache(name, limits, { ...MAY[0], ...credentialOf(name, 0) });
      MAY.forEach((may, i) => {
        if (i > 0) this.directory.addCredential(name, { ...may, ...credentialOf(name, i) });
      });
    }
    const caches = new Shares(this.directory, { backends: BACKENDS, memory: 1024 * MB });
    const serviceTime = { fixed: MICROSECOND, exponential: MICROSECOND };
    this.backends = names('backend', BACKENDS).map((name) => new Backend({ world, name, serviceTime, caches }));
    this.proxies = names('proxy', PROXIES).map(
      (name) =>
        new Proxy({
          world,
          name,
          address: name,
          backends: this.backends.map(({ name, address }) => ({ name, address })),
          hash: 'one_at_a_time',
          cpuCost: MICROSECOND,
          connectionsPerBackend: 2,
          maxConnections: Infinity,
          authentication: { time: MICROSECOND, servers: Infinity, skipClosed: false, dropAfter: 5 * SECOND },
          admission: new Replica(this.directory, { world, node: name, syncWithin: SECOND }),
          policy: none,
          ejectedKeys: 'rehash',
        }),
    );
    for (const backend of this.backends) backend.start();
    for (const proxy of this.proxies) {
      proxy.start((error) => {
        if (error !== null) throw error;
      });
    }
    this.pass(MILLISECOND);
  }

  pass(duration: Nanos): void {
    this.world.run(this.world.clock.now() + duration);
  }

  /** Of this cache, on all backends. */
  evictions(cache: string): number {
    const { number } = this.directory.cache(cache);
    return this.backends.reduce((sum, backend) => sum + (backend.storeOf(number)?.tally.evicted ?? 0), 0);
  }
}

export function credentialOf(cache: string, kind: number): { user: string; password: string } {
  return { user: `${cache}-${kind}`, password: `secret of ${cache}-${kind}` };
}

function names(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
}
