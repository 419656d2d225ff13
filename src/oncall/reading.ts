/**
 * What a monitor reads at one moment: counters that nodes export, as they export them. Nothing here is known to the
 * scenario only; whoever is faulty has to be told from these.
 *
 * Three views, as an operator has them: the proxies' own (requests, errors, connections, the latency of their backends'
 * replies), the backends' own (requests, hits, CPU), and what customers say of their operations. The last is the only one
 * that sees timeouts of clients; an operator has it only where customers share their metrics, or where a prober stands in
 * for them. Of nodes that somebody else runs there is what they say: without latencies, for instance.
 */
import type { CoarseHistogram } from '../measure/coarse-histogram.ts';
import type { Nanos } from '../world/world.ts';

/** Counters since the start of the run, unless it says `now`. */
export interface ProxyReading {
  readonly name: string;
  /** With a key. */
  readonly requests: number;
  /** Answered with an error for want of a backend. */
  readonly failures: number;
  readonly connections: number;
  /** Open now. */
  readonly open: number;
  /** Sign-ins that wait now. */
  readonly signInsWaiting: number;
}

export interface BackendReading {
  readonly name: string;
  readonly requests: number;
  readonly hits: number;
  readonly misses: number;
  /** CPU time. */
  readonly busy: Nanos;
  /** Its replies' latency, as all proxies have measured it. */
  readonly replies: CoarseHistogram;
  /** Proxies that have it out of their rings now. */
  readonly outAt: number;
}

export interface CustomerReading {
  readonly workload: string;
  readonly answered: number;
  readonly failed: number;
}

export interface Reading {
  readonly at: Nanos;
  readonly proxies: readonly ProxyReading[];
  readonly backends: readonly BackendReading[];
  readonly customers: readonly CustomerReading[];
}

/** What happened between two readings. */
export interface Scrape {
  /** The later one's time, and how long ago the earlier was. */
  readonly at: Nanos;
  readonly span: Nanos;
  /** Counts are of this span. */
  readonly proxies: readonly ProxyReading[];
  readonly backends: readonly BackendReading[];
  readonly customers: readonly CustomerReading[];
}

/** Nodes and workloads must be the same in both, in one order. */
export function between(before: Reading, after: Reading): Scrape {
  return {
    at: after.at,
    span: after.at - before.at,
    proxies: after.proxies.map((now, i) => {
      const then = before.proxies[i]!;
      return {
        ...now,
        requests: now.requests - then.requests,
        failures: now.failures - then.failures,
        connections: now.connections - then.connections,
      };
    }),
    backends: after.backends.map((now, i) => {
      const then = before.backends[i]!;
      return {
        ...now,
        requests: now.requests - then.requests,
        hits: now.hits - then.hits,
        misses: now.misses - then.misses,
        busy: now.busy - then.busy,
        replies: now.replies.since(then.replies),
      };
    }),
    customers: after.customers.map((now, i) => {
      const then = before.customers[i]!;
      return { ...now, answered: now.answered - then.answered, failed: now.failed - then.failed };
    }),
  };
}
