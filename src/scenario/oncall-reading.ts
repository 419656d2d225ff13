import type { Cluster } from '../cluster/cluster.ts';
import type { Reading } from '../oncall/reading.ts';
import type { Generator } from '../workload/generator.ts';
import type { Clock } from '../world/world.ts';
import { repliesOf } from './reply-samples.ts';
import { executedBy } from './sampler.ts';

/** Returns what reads all counters of the run's nodes. */
export function readingOf(clock: Clock, cluster: Cluster, generators: readonly Generator[]): () => Reading {
  const { proxies } = cluster;
  // A gutter is idle in good times: among those who have keys of their own it would look silent.
  const backends = cluster.backends.filter(({ name }) => name.startsWith('backend-'));
  return () => ({
    at: clock.now(),
    proxies: proxies.map(({ name, counters, accepted, connections, authentication }) => ({
      name,
      requests: counters.keyed,
      failures: counters.backendFailures,
      connections: accepted,
      open: connections,
      signInsWaiting: authentication?.waiting ?? 0,
    })),
    backends: backends.map(({ name, lifetime }, i) => ({
      name,
      requests: executedBy(lifetime),
      hits: lifetime.getHits,
      misses: lifetime.getMisses,
      busy: cluster.cpu(name).busy(),
      replies: repliesOf(proxies, i),
      outAt: proxies.filter(({ ejections }) => ejections.some(({ backend, until }) => backend === i && until === null))
        .length,
    })),
    customers: generators.map(({ name, answered, failed }) => ({ workload: name, answered, failed })),
  });
}
