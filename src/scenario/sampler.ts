import type { Counters } from '../backend/counters.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { round } from '../measure/round.ts';
import type { Nanos, Task, World } from '../world/world.ts';
import type { Census } from './census.ts';
import { OriginSamples } from './origin-samples.ts';
import { ReplySamples } from './reply-samples.ts';

/** A value per window. */
export interface ProxySamples {
  readonly newConnections: number[];
  readonly openConnections: number[];
  readonly authenticationsWaiting: number[];
  readonly requestsWaiting: number[];
  readonly backlog: number[];
}

export interface BackendSamples {
  readonly windowHits: number[];
  readonly windowMisses: number[];
  readonly executed: number[];
  readonly utilisation: number[];
  readonly waiting: number[];
}

/** Reads the nodes' own counters at the end of each window, as a monitor at the next desk would. */
export class Sampler implements Task {
  readonly proxies: readonly ProxySamples[];
  readonly backends: readonly BackendSamples[];
  readonly replies: ReplySamples;
  /** Null: there is no origin. */
  readonly origin: OriginSamples | null;
  readonly #cluster: Cluster;
  readonly #census: Census;
  readonly #world: World;
  readonly #window: Nanos;
  readonly #accepted: number[];
  readonly #executed: number[];
  readonly #hits: number[];
  readonly #misses: number[];
  readonly #busy: number[];
  #end: Nanos = 0;
  /** Windows sampled. */
  #taken = 0;

  constructor(cluster: Cluster, census: Census, world: World, window: Nanos) {
    this.#cluster = cluster;
    this.#census = census;
    this.#world = world;
    this.#window = window;
    this.proxies = cluster.proxies.map(() => ({
      newConnections: [],
      openConnections: [],
      authenticationsWaiting: [],
      requestsWaiting: [],
      backlog: [],
    }));
    this.backends = cluster.backends.map(() => ({
      windowHits: [],
      windowMisses: [],
      executed: [],
      utilisation: [],
      waiting: [],
    }));
    this.replies = new ReplySamples(cluster);
    this.origin = cluster.origin === null ? null : new OriginSamples(cluster.origin, window);
    this.#accepted = cluster.proxies.map(() => 0);
    this.#executed = cluster.backends.map(() => 0);
    this.#hits = cluster.backends.map(() => 0);
    this.#misses = cluster.backends.map(() => 0);
    this.#busy = cluster.backends.map(() => 0);
  }

  /** Samples whole windows from now on; `end`: of the run. */
  start(end: Nanos): void {
    this.#end = end;
    this.#plan();
  }

  fire(): void {
    this.#sample();
    this.#plan();
  }

  /** The run has ended: the last window may be cut short. */
  finish(until: Nanos): void {
    while (this.#taken * this.#window < until) this.#sample();
  }

  #plan(): void {
    const next = (this.#taken + 1) * this.#window;
    if (next <= this.#end) this.#world.clock.at(next, this);
  }

  #sample(): void {
    this.#taken++;
    this.#census.sample();
    this.replies.sample();
    this.origin?.sample();
    this.#cluster.proxies.forEach((proxy, i) => {
      const samples = this.proxies[i]!;
      samples.newConnections.push(proxy.accepted - this.#accepted[i]!);
      samples.openConnections.push(proxy.connections);
      samples.authenticationsWaiting.push(proxy.authentication?.waiting ?? 0);
      samples.requestsWaiting.push(proxy.waiting);
      samples.backlog.push(proxy.backlog);
      this.#accepted[i] = proxy.accepted;
    });
    this.#cluster.backends.forEach((backend, i) => {
      const samples = this.backends[i]!;
      const { lifetime } = backend;
      const executed = executedBy(lifetime);
      const cpu = this.#cluster.cpu(backend.name);
      const busy = cpu.busy();
      samples.windowHits.push(lifetime.getHits - this.#hits[i]!);
      samples.windowMisses.push(lifetime.getMisses - this.#misses[i]!);
      this.#hits[i] = lifetime.getHits;
      this.#misses[i] = lifetime.getMisses;
      samples.executed.push(executed - this.#executed[i]!);
      samples.utilisation.push(round((busy - this.#busy[i]!) / this.#window, 4));
      samples.waiting.push(cpu.depth());
      this.#executed[i] = executed;
      this.#busy[i] = busy;
    });
  }
}

/** Keyed requests that a backend has executed, or had to refuse because their cache is no more. */
export function executedBy(counters: Counters): number {
  return counters.cmdGet + counters.cmdSet + counters.noCache;
}
