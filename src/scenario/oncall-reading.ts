import type { Cluster } from '../cluster/cluster.ts';
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import type { Reading } from '../oncall/reading.ts';
import { Proxy } from '../proxy/proxy.ts';
import { ReplyMeter } from '../proxy/reply-meter.ts';
import type { Generator } from '../workload/generator.ts';
import type { Clock } from '../world/world.ts';
import { executedBy } from './sampler.ts';

/** Sets up the metering of proxies; returns what reads all counters of the run's nodes. */
export function readingOf(clock: Clock, cluster: Cluster, generators: readonly Generator[]): () => Reading {
  const { proxies } = cluster;
  // A gutter is idle in good times: among those who have keys of their own it would look silent.
  const backends = cluster.backends.filter(({ name }) => name.startsWith('backend-'));
  const meters = proxies.map((proxy) => {
    // A proxy that somebody else runs measures nothing for us.
    if (!(proxy instanceof Proxy)) return null;
    return (proxy.meter = new ReplyMeter(backends.length));
  });
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
    backends: backends.map(({ name, lifetime }, i) => {
      const replies = new CoarseHistogram();
      for (const meter of meters) if (meter !== null) replies.add(meter.latencies[i]!);
      return {
        name,
        requests: executedBy(lifetime),
        hits: lifetime.getHits,
        misses: lifetime.getMisses,
        busy: cluster.cpu(name).busy(),
        replies,
        outAt: proxies.filter(({ ejections }) =>
          ejections.some(({ backend, until }) => backend === i && until === null),
        ).length,
      };
    }),
    customers: generators.map(({ name, answered, failed }) => ({ workload: name, answered, failed })),
  });
}
