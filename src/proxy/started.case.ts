import { startedBackend } from '../backend/started.case.ts';
import { Credentials } from '../tenancy/credentials.ts';
import type { LiveWorld } from '../world/live/live-world.ts';
import { none } from './policies/none.ts';
import { Proxy, type ProxyOptions } from './proxy.ts';

/** A proxy on an ephemeral port of loopback, before so many backends that all listen, two connections to each. */
export async function startedProxy(
  world: LiveWorld,
  backendCount: number,
  options: Partial<ProxyOptions> = {},
): Promise<Proxy> {
  const names = Array.from({ length: backendCount }, (_, i) => `backend-${i + 1}`);
  const backends = await Promise.all(names.map((name) => startedBackend(world, name)));
  const proxy = new Proxy({
    name: 'proxy-1',
    address: 'proxy-1',
    backends: backends.map(({ name, address }) => ({ name, address })),
    hash: 'one_at_a_time',
    cpuCost: 0,
    connectionsPerBackend: 2,
    maxConnections: 10_000,
    authentication: null,
    admission: new Credentials(),
    policy: none,
    ejectedKeys: 'rehash',
    ...options,
    world,
  });
  await new Promise<void>((resolve, reject) => {
    proxy.start((error) => (error === null ? resolve() : reject(error)));
  });
  return proxy;
}
