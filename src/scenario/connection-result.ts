/** The part of a result that speaks of connections, pages and descriptors. Times are seconds of the scenario. */
import type { ConnectionMode } from './define.ts';
import type { PhaseName } from './result.ts';

/** Of a workload and phase: from a page's intended start to its last answer, in µs; null: too few samples to say. */
export interface PageFigures {
  readonly count: number;
  /** Every operation was answered, or a web app had all its values. Latencies are theirs. */
  readonly complete: number;
  readonly failed: number;
  /** Of these, by a web app: there was no room for it, its deadline passed; the origin failed the rest. */
  readonly refused?: number;
  readonly late?: number;
  /** Of all pages, 0..1. */
  readonly failedShare: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /**
   * Mean waits for the network per page that ended: each connection that had to be opened, each exchange of a sign-in (the
   * list of mechanisms, the credentials), each exchange of requests to the cache. Pooled and pipelined: 1; m gets in
   * sequence over a connection of the page's own, with a sign-in: 3 + m. Null: none ended, or a library drives the clients.
   */
  readonly roundTrips: number | null;
}

/** Of a workload, over the whole run. */
export interface PagesOverTime {
  readonly firstFailedAt: number | null;
  readonly lastFailedAt: number | null;
  /** Per window of the page's end; latencies in µs. */
  readonly series: {
    readonly window: number;
    readonly complete: readonly number[];
    readonly failed: readonly number[];
    readonly p50: readonly (number | null)[];
    readonly p99: readonly (number | null)[];
    readonly max: readonly (number | null)[];
  };
}

export interface ConnectionCounts {
  readonly tried: number;
  /** The TCP connection stood. */
  readonly opened: number;
  readonly signedIn: number;
  /** By their clients, in peace. */
  readonly closed: number;
  /** Ended otherwise, whoever's fault it was. */
  readonly broken: number;
  /** Not usable when their client wanted them, for the server's sake: it may have broken then, or waited on. */
  readonly turnedAway: number;
  /** Why connections broke: causes that occurred, most frequent first. */
  readonly causes: readonly { readonly cause: string; readonly count: number }[];
}

/** tried = closed + broken + those that the run's end cut short. */
export interface ConnectionFigures {
  readonly all: ConnectionCounts;
  /** By how their clients connected when they were tried; modes that occurred. */
  readonly modes: readonly (ConnectionCounts & { readonly mode: ConnectionMode; readonly pages: number })[];
  /** What happened in each, whenever the connection was tried. `mode`: at the phase's end. */
  readonly phases: readonly (ConnectionCounts & { readonly phase: PhaseName; readonly mode: ConnectionMode })[];
  /** Who turned clients away, how many, and when for the first and the last time. */
  readonly turnedAwayBy: readonly {
    readonly proxy: string;
    readonly count: number;
    readonly first: number;
    readonly last: number;
  }[];
  readonly series: {
    readonly window: number;
    /** In the window. */
    readonly tried: readonly number[];
    readonly broken: readonly number[];
    readonly turnedAway: readonly number[];
    /** At its end: those that take a descriptor; of them those that are not usable yet. */
    readonly held: readonly number[];
    readonly waiting: readonly number[];
  };
}

/** A machine's table of descriptors. */
export interface MachineFigures {
  readonly name: string;
  /** The cluster's machines, and one for the clients of each workload. */
  readonly of: 'cluster' | 'clients';
  readonly nodes: readonly string[];
  /** Null: none. */
  readonly fileLimit: number | null;
  /** Most descriptors in use at once. */
  readonly peak: number;
  /** When one was asked for in vain for the first time. */
  readonly fullAt: number | null;
  /** How often: connects that failed, accepts that had to wait. */
  readonly denied: number;
  readonly window: number;
  /** In use at each window's end. */
  readonly files: readonly number[];
}
