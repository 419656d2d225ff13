import type { Cluster } from '../cluster/cluster.ts';

/** What went through the cluster in one phase, by when it happened. */
export interface Traffic {
  /** That clients began. */
  readonly operations: number;
  /** Requests that proxies passed on to backends, each time they did; null: a proxy outside does not tell. */
  readonly backendAttempts: number | null;
  /** That proxies accepted. */
  readonly newConnections: number;
}

/** Reads counters at the end of each phase. */
export class TrafficBook {
  readonly phases: Traffic[] = [];
  readonly #cluster: Cluster;
  readonly #begun: readonly (() => number)[];
  #before: Traffic;

  /** `begun`: how many operations each workload has begun. */
  constructor(cluster: Cluster, begun: readonly (() => number)[]) {
    this.#cluster = cluster;
    this.#begun = begun;
    this.#before = this.#now();
  }

  endPhase(): void {
    const now = this.#now();
    const before = this.#before;
    this.phases.push({
      operations: now.operations - before.operations,
      backendAttempts: now.backendAttempts === null ? null : now.backendAttempts - (before.backendAttempts ?? 0),
      newConnections: now.newConnections - before.newConnections,
    });
    this.#before = now;
  }

  #now(): Traffic {
    const { proxies, hasExternalProxies } = this.#cluster;
    return {
      operations: this.#begun.reduce((sum, begun) => sum + begun(), 0),
      backendAttempts: hasExternalProxies ? null : proxies.reduce((sum, { counters }) => sum + counters.routed, 0),
      newConnections: proxies.reduce((sum, { accepted }) => sum + accepted, 0),
    };
  }
}
