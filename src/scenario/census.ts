import type { Cluster } from '../cluster/cluster.ts';
import type { ConnectionBook, ConnectionCounters } from '../client/connection-counters.ts';
import type { Machine } from '../world/world.ts';
import type { ConnectionMode } from './define.ts';
import { TrafficBook } from './traffic-book.ts';

/** Whose connections are counted. */
export interface Counted {
  readonly connections: ConnectionBook;
  /** Operations so far. */
  begun(): number;
  /** How its clients connect now. */
  mode(): ConnectionMode;
  /** That its clients run on. */
  readonly machine: Machine;
}

/** The counters at one moment. */
export interface ConnectionTotals {
  readonly tried: number;
  readonly opened: number;
  readonly signedIn: number;
  readonly closed: number;
  readonly turnedAway: number;
  /** By number of `Break`. */
  readonly broken: readonly number[];
}

export interface PhaseTotals {
  readonly mode: ConnectionMode;
  /** In this phase alone. */
  readonly totals: ConnectionTotals;
}

export interface ConnectionSamples {
  readonly tried: number[];
  readonly broken: number[];
  readonly turnedAway: number[];
  readonly held: number[];
  readonly waiting: number[];
}

/** Who holds connections and descriptors: read at the end of each window, and of each phase. */
export class Census {
  /** By number of workload. */
  readonly samples: readonly ConnectionSamples[];
  /** By number of machine: the cluster's, then the clients'. Descriptors in use. */
  readonly files: readonly number[][];
  readonly machines: readonly Machine[];
  readonly traffic: TrafficBook;
  readonly #workloads: readonly Counted[];
  /** At the last window's end. */
  #window: ConnectionTotals[];
  /** At the last phase's. */
  #phase: ConnectionTotals[];
  readonly #phases: PhaseTotals[][];

  constructor(cluster: Cluster, workloads: readonly Counted[]) {
    this.#workloads = workloads;
    this.traffic = new TrafficBook(
      cluster,
      workloads.map((workload) => workload.begun),
    );
    this.machines = [...cluster.machines, ...workloads.map(({ machine }) => machine)];
    this.samples = workloads.map(() => ({ tried: [], broken: [], turnedAway: [], held: [], waiting: [] }));
    this.files = this.machines.map(() => []);
    this.#window = workloads.map(({ connections }) => totalsOf(connections));
    this.#phase = this.#window;
    this.#phases = workloads.map(() => []);
  }

  sample(): void {
    const now = this.#workloads.map(({ connections }) => totalsOf(connections));
    this.#workloads.forEach(({ connections }, i) => {
      const samples = this.samples[i]!;
      const { tried, turnedAway, broken } = since(this.#window[i]!, now[i]!);
      samples.tried.push(tried);
      samples.turnedAway.push(turnedAway);
      samples.broken.push(broken.reduce((sum, count) => sum + count, 0));
      samples.held.push(connections.held);
      samples.waiting.push(connections.waiting);
    });
    this.#window = now;
    this.machines.forEach(({ files }, i) => this.files[i]!.push(files));
  }

  /** A phase ends here, or the run does. */
  endPhase(): void {
    const now = this.#workloads.map(({ connections }) => totalsOf(connections));
    this.#workloads.forEach((workload, i) => {
      this.#phases[i]!.push({ mode: workload.mode(), totals: since(this.#phase[i]!, now[i]!) });
    });
    this.#phase = now;
    this.traffic.endPhase();
  }

  /** Those that have ended. */
  phases(workload: number): readonly PhaseTotals[] {
    return this.#phases[workload]!;
  }
}

export function totalsOf(counters: ConnectionCounters): ConnectionTotals {
  const { tried, opened, signedIn, closed, turnedAwayInAll, broken } = counters;
  return { tried, opened, signedIn, closed, turnedAway: turnedAwayInAll, broken: [...broken] };
}

function since(then: ConnectionTotals, now: ConnectionTotals): ConnectionTotals {
  return {
    tried: now.tried - then.tried,
    opened: now.opened - then.opened,
    signedIn: now.signedIn - then.signedIn,
    closed: now.closed - then.closed,
    turnedAway: now.turnedAway - then.turnedAway,
    broken: now.broken.map((count, i) => count - then.broken[i]!),
  };
}
