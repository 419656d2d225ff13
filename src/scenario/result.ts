/**
 * What a run leaves behind, as plain data: `result.json`. Everything else (reports, comparisons, gates) is computed from
 * it. In the virtual world the file is the same, byte for byte, for the same scenario, seed and version, apart from
 * `environment`. Times are seconds relative to the scenario's zero; latencies µs; `null` means too few samples to say.
 */
import type { ConnectionFigures, MachineFigures, PageFigures, PagesOverTime } from './connection-result.ts';
import type { ConnectionMode, Scenario } from './define.ts';
import type { FailoverFigures } from './failover-result.ts';
import type { OncallFigures } from './oncall-figures.ts';
import type { AppFigures, OriginFigures } from './origin-result.ts';
import type { CacheFigures, CredentialFigures } from './tenancy-figures.ts';
import type { Traffic } from './traffic-book.ts';

export type * from './connection-result.ts';
export type * from './origin-result.ts';
export type * from './oncall-figures.ts';
export type * from './failover-result.ts';

export const RESULT_VERSION = 3;

export type VerdictName = 'passed' | 'failed' | 'invalid' | 'inconclusive' | 'aborted';

export interface Result {
  readonly version: typeof RESULT_VERSION;
  readonly brownout: string;
  readonly id: string;
  /** What repeats it, in words of a command line; null: it was not asked for by one. */
  readonly command: readonly string[] | null;
  readonly scenario: Scenario;
  readonly seed: string;
  readonly world: 'virtual' | 'live';
  /** Live: what was scaled or left out so that one process can carry it, and what figures do not tell; in sentences. */
  readonly remarks: readonly string[];
  readonly verdict: { readonly name: VerdictName; readonly reasons: readonly string[] };
  readonly phases: readonly { readonly name: PhaseName; readonly from: number; readonly to: number }[];
  readonly incident: RunFigures;
  readonly control: RunFigures | null;
  readonly failover: FailoverFigures;
  readonly expectations: readonly ExpectationOutcome[];
  /** Faults, what people did, and what the run showed by itself, in order of time. */
  readonly events: readonly { readonly at: number; readonly kind: EventKind; readonly text: string }[];
  /** Everything an expectation may name: path and value, sorted by path. */
  readonly metrics: readonly (readonly [path: string, value: number | null | 'never'])[];
  readonly health: HealthFigures;
  /** Not part of what is repeatable. */
  readonly environment: Environment;
}

export type PhaseName = 'warmup' | 'baseline' | 'fault' | 'recovery';
/** `change`: planned work, no fault and no cure. */
export type EventKind = 'fault' | 'cure' | 'change' | 'note' | 'observed';

/** One run: the incident or its control. */
export interface RunFigures {
  /** Virtual world only. */
  readonly traceHash: string | null;
  /** Hash after each 64 Ki records; two runs parted where these differ. */
  readonly checkpoints: number;
  readonly simulatedEvents: number;
  readonly totals: Totals;
  readonly workloads: readonly WorkloadFigures[];
  readonly proxies: readonly ProxyFigures[];
  readonly backends: readonly BackendFigures[];
  /** Absent: there are none. */
  readonly gutters?: readonly BackendFigures[];
  /** Absent: there is none. */
  readonly origin?: OriginFigures;
  /** The cluster's, then one for the clients of each workload. */
  readonly machines: readonly MachineFigures[];
  /** Where the cluster has caches; otherwise empty. */
  readonly caches: readonly CacheFigures[];
  readonly credentials: readonly CredentialFigures[];
  /** Absent: nobody is on call. */
  readonly oncall?: OncallFigures;
  /** Per phase, by when things happened: an operation may have begun in the phase before. */
  readonly traffic: readonly (Traffic & { readonly phase: PhaseName })[];
  /** Little's law per phase: mean number in flight against throughput times mean time in the system. */
  readonly littlesLaw: readonly {
    readonly phase: PhaseName;
    readonly inFlight: number;
    readonly product: number;
    readonly error: number;
  }[];
}

/** Every request sent is accounted for: answered + failed + unfinished = sent. */
export interface Totals {
  readonly operations: number;
  readonly answered: number;
  readonly failed: number;
  readonly unfinished: number;
  /** Requests that clients put on the wire, retries included; handshakes not. */
  readonly attempts: number;
  /** Requests that proxies say they received; what backends say they executed. */
  readonly proxyRequests: number;
  readonly backendRequests: number;
  /** Requests that proxies sent elsewhere than to the backend of their key, and those that a limit kept from it. */
  readonly failedOver: number;
  readonly failoverRefused: number;
  /** Requests to backends that proxies turned away, reads that were sent to a replica too, and sign-ins turned away. */
  readonly shed: number;
  readonly hedged: number;
  readonly signInsShed: number;
  readonly connections: number;
  readonly authentications: number;
}

export interface WorkloadFigures {
  readonly name: string;
  /** Of the release that it starts with. */
  readonly mode: ConnectionMode;
  readonly preset: string;
  readonly clients: number;
  readonly operationsPerPage: number;
  readonly order: 'pipelined' | 'sequential';
  readonly phases: readonly PhaseFigures[];
  readonly pages: PagesOverTime;
  /** Absent: its pages are on their own. */
  readonly app?: AppFigures;
  readonly connections: ConnectionFigures;
  /** Per window, whose width (`Scenario.window`) is in seconds; the first begins at the run's start. */
  readonly series: {
    readonly window: number;
    readonly healthy: SeriesFigures;
    readonly all: SeriesFigures;
    /** Of all keys: failures by kind, kinds that occurred, most frequent first. */
    readonly errors: readonly { readonly kind: string; readonly values: readonly number[] }[];
    /** Operations begun and not ended. */
    readonly inFlight: { readonly mean: readonly number[]; readonly max: readonly number[] };
  };
}

export interface PhaseFigures {
  readonly phase: PhaseName;
  /** Keys on backends that no fault touches; keys on those that one does; all. */
  readonly healthy: LatencyFigures;
  readonly faulty: LatencyFigures;
  readonly all: LatencyFigures;
  readonly pages: PageFigures;
}

export interface LatencyFigures {
  readonly operations: number;
  readonly answered: number;
  readonly failed: number;
  /** Answered within the deadline, per second. */
  readonly goodput: number;
  /** The same as a count; answers that took longer than the SLO's p99, whatever their deadline. */
  readonly inTime: number;
  readonly tooSlow: number;
  /** Of gets. */
  readonly hits: number;
  readonly misses: number;
  /** Of all operations, 0..1. */
  readonly failedShare: number;
  /** Of answers, from the intended send time. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  /** Kinds that occurred, most frequent first. */
  readonly errors: readonly { readonly kind: string; readonly count: number }[];
  /** HdrHistogram V2, base64, whole µs. */
  readonly histogram: string;
}

/** Lists of one length, a value per window. */
export interface SeriesFigures {
  readonly operations: readonly number[];
  readonly goodput: readonly number[];
  readonly failed: readonly number[];
  readonly hits: readonly number[];
  readonly misses: readonly number[];
  /** Of answers. Null: fewer than ten lie above it, that is p50 takes 20 answers, p99 1,000, p99.9 10,000; `max` takes one. */
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly p999: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

export interface ProxyFigures {
  readonly name: string;
  readonly requests: number;
  readonly connectionsAccepted: number;
  readonly authentications: number;
  readonly droppedUnauthenticated: number;
  /** Accepted only to be told that there are too many. */
  readonly turnedAway: number;
  /** By a full backlog. */
  readonly synsDropped: number;
  /** Requests that went elsewhere than to the backend of their key; those that the limit kept from it; and by the breaker. */
  readonly failedOver: number;
  readonly failoverRefused: number;
  /** Requests to a backend turned away by the gate before it; reads that a replica was asked, too; sign-ins above the cap. */
  readonly shed: number;
  readonly hedged: number;
  readonly signInsShed: number;
  readonly overflowed: number;
  readonly ejections: readonly {
    readonly backend: string;
    readonly at: number;
    readonly until: number | null;
    readonly by: string;
  }[];
  readonly window: number;
  /** Per window: new connections; open at its end; authentications waiting at its end; requests waiting for backends at its end. */
  readonly newConnections: readonly number[];
  readonly openConnections: readonly number[];
  readonly authenticationsWaiting: readonly number[];
  readonly requestsWaiting: readonly number[];
  /** At its end: connections that the kernel has completed and the proxy has not accepted. */
  readonly backlog: readonly number[];
}

export interface BackendFigures {
  readonly name: string;
  readonly requests: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly window: number;
  /** Per window: gets that found something, and that did not, as the backend counts. */
  readonly windowHits: readonly number[];
  readonly windowMisses: readonly number[];
  /** Per window: requests executed; CPU time used, 0..1; requests waiting at its end. */
  readonly executed: readonly number[];
  readonly utilisation: readonly number[];
  readonly waiting: readonly number[];
  /**
   * Per window: how long its replies took, as the proxies see them, from passing the request on to the reply's last byte;
   * at most an eighth too high. Null: none came, or all proxies are other people's.
   */
  readonly replies: { readonly p50: readonly (number | null)[]; readonly p99: readonly (number | null)[] };
}

export interface ExpectationOutcome {
  readonly says: string;
  readonly metric: string;
  /** In words: `> 840000`, `< 5000`. */
  readonly expected: string;
  readonly actual: number | 'never' | null;
  /** Null: this run cannot tell, for want of samples or of a control. */
  readonly held: boolean | null;
}

export interface HealthFigures {
  readonly valid: boolean;
  readonly reasons: readonly string[];
  readonly sendLagP99Us: number | null;
  readonly achievedShare: number;
  /** Live only. Of the event loop's time, 0..1. */
  readonly eventLoopUtilisation: number | null;
  /** Live only, where the machine tells. CPU that other processes took, as a share of the machine, 0..1. */
  readonly foreignCpu: number | null;
  readonly littlesLawError: number | null;
  readonly countsAgree: boolean;
}

export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
  readonly finishedAt: string;
}
