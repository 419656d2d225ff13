/**
 * What a user writes: a scenario is pure data. Durations and times are typed strings; times are relative to the
 * scenario's own zero (an incident's "8:36"), so they may be negative.
 */
import type { DriverName } from '../client/foreign/foreign-clients.ts';
import type { KeyHashName } from '../proxy/hash.ts';
import type { TimelineEntry } from './actions.ts';
import type { AdmissionSpec } from './admission.ts';
import type { ClientSpec } from './client-spec.ts';
import type { ExternalSpec } from './external-nodes.ts';
import type { FailoverSpec } from './failover.ts';
import type { OncallSpec } from './oncall.ts';
import type { AppSpec, LeaseSpec, OriginSpec } from './origin.ts';
import type { PolicySpec } from './policy.ts';
import type { ReplicasSpec } from './replicas.ts';
import type { CacheSpec, CredentialName } from './tenancy.ts';
import type { ComparisonSpec, VariantSpec } from './variants.ts';

export type * from './actions.ts';
export type * from './client-spec.ts';
export type * from './oncall.ts';
export type * from './origin.ts';
export type * from './admission.ts';
export type * from './policy.ts';
export type * from './replicas.ts';
export type * from './variants.ts';

export type Unit = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h';
/** `'300us'`, `'1.5s'`, `'8m'`; never negative. */
export type Duration = `${number}${Unit}`;
/** As a duration, but may be negative: `'-4.5m'`. */
export type Time = `${number}${Unit}`;
export type Bytes = `${number}${'B' | 'KB' | 'MB' | 'GB'}`;

export interface Scenario {
  /** One line: what is shown. */
  readonly title: string;
  /** What happened, for a reader who was not there. */
  readonly story: string;
  /** @default 'brownout' */
  readonly seed?: string | number;
  readonly cluster: ClusterSpec;
  /** By name. */
  readonly workloads: Readonly<Record<string, WorkloadSpec>>;
  /** The database behind the caches of workloads that have an `app`. @default none: a miss has no consequences */
  readonly origin?: OriginSpec;
  /** Without gaps, in this order. The warm-up begins the run, the recovery ends it. */
  readonly phases: PhasesSpec;
  /** Multiplies every workload's rate; straight lines between the points, constant outside. @default 1 throughout */
  readonly load?: readonly LoadPoint[];
  /**
   * Width of the windows that all series are cut in, in whole seconds. The trap: a window tells a percentile only from
   * enough answers (p99 from 1,000), and harm, herds, dips and burn are judged window by window. At '1s' a cluster of 500
   * operations/s has no p99 in any window, so that none violates the SLO by it; six answers that come a moment later than
   * in the control are a violation; and the busiest second of few connections is far above their mean, herd or not.
   * Compare such figures between runs of one width. Range 1s..1m. @default '10s'
   */
  readonly window?: Duration;
  /** Faults, toxics and what people do, in any order. */
  readonly timeline: readonly TimelineEntry[];
  /** A monitor, whom it pages, and what they do. @default nobody is on call */
  readonly oncall?: OncallSpec;
  readonly slo: SloSpec;
  /** What the run must reproduce for the verdict `passed`. */
  readonly expectations: readonly Expectation[];
  /** What could have been otherwise, by name: `--variant`. Each must be a scenario of its own. @default none */
  readonly variants?: Readonly<Record<string, VariantSpec>>;
  /** Which variants `brownout compare` holds against each other, by name: `--preset`. @default none */
  readonly comparisons?: Readonly<Record<string, ComparisonSpec>>;
}

export interface PhasesSpec {
  /** Start of the run; nothing of the warm-up is counted in baselines. */
  readonly warmup: Time;
  readonly baseline: Time;
  /** When the fault begins: also t0 of all failover metrics. A scenario without faults has the phase all the same. */
  readonly fault: Time;
  /** When the fault, or the people's cure, ends it: t1. */
  readonly recovery: Time;
  readonly end: Time;
}

export interface LoadPoint {
  readonly at: Time;
  readonly times: number;
}

/** A window violates when p99 exceeds `p99`, or its goodput is below 0.99 of the control's. */
export interface SloSpec {
  readonly p99: Duration;
  /**
   * Share of operations that must be answered within their deadline; burn rates are multiples of the rest. No window is
   * judged by it. Range 0..0.999999. @default 0.999
   */
  readonly availability?: number;
}

export interface ClusterSpec {
  /** Range 1..64. */
  readonly machines: number;
  /** Dealt out over the machines in turn: proxy-1 on machine-1, … Range 1..64. @default one per machine */
  readonly proxies?: number;
  /** As the proxies. @default one per machine */
  readonly backends?: number;
  /** Cores of each machine: the proxy runs on the first, the backend on the last. @default 2 */
  readonly cores?: number;
  /** Descriptors of each machine. @default 20000 */
  readonly fileLimit?: number;
  /**
   * Live world: proxy-i listens on 127.0.0.1 at `proxies` + i - 1, backends likewise; the virtual world has no ports.
   * Range 1..65000. @default ephemeral ports
   */
  readonly ports?: { readonly proxies?: number; readonly backends?: number };
  readonly backend: BackendSpec;
  readonly proxy: ProxySpec;
  /** One-way base latencies. */
  readonly links: { readonly clientToProxy: Duration; readonly proxyToBackend: Duration };
  /** Nodes that somebody else runs (live world only), by name: `{ 'backend-2': { external: '127.0.0.1:11211' } }`. */
  readonly nodes?: Readonly<Record<string, ExternalSpec>>;
  /** By name: the customers that share the cluster. @default one, which is everybody's */
  readonly caches?: Readonly<Record<string, CacheSpec>>;
}

export interface BackendSpec {
  /** CPU time of a request: a fixed part and the mean of an exponential part. */
  readonly serviceTime: { readonly fixed: Duration; readonly exponential?: Duration };
  /** @default '64MB' */
  readonly memory?: Bytes;
  /** @default 1024 */
  readonly maxConnections?: number;
}

export interface ProxySpec extends FailoverSpec, ReplicasSpec {
  /** CPU time of a request. @default '0us' */
  readonly cpu?: Duration;
  /** Pipelined connections to each backend. @default 1 */
  readonly connectionsPerBackend?: number;
  /** @default 'one_at_a_time' */
  readonly hash?: KeyHashName;
  /** @default 100000 */
  readonly maxConnections?: number;
  /** SASL PLAIN; absent: clients need no authentication. */
  readonly authentication?: AuthenticationSpec;
  /** Of those who miss a key one fetches its value, and the others wait. @default a miss is a miss */
  readonly leases?: LeaseSpec;
  /** How it judges its backends. @default none: it waits for ever */
  readonly policy?: PolicySpec;
  /** What it lets pass to a backend. @default everything */
  readonly admission?: AdmissionSpec;
}

export interface AuthenticationSpec {
  /** How long one server works on one authentication. */
  readonly time: Duration;
  /** Servers per proxy; 'unlimited': it takes no time at all. @default 1 */
  readonly servers?: number | 'unlimited';
  /** Connections that have not authenticated by then are dropped. @default '3s' */
  readonly dropAfter?: Duration;
  /** Do not work for clients that have left. Real ones did: that is part of the outage. @default false */
  readonly skipClosed?: boolean;
  /**
   * Sign-ins that wait or are worked on; whoever comes above is told so at once, and hung up on. Beyond what is worked off in
   * the clients' timeout they wait for nothing. Range 1.. @default any number
   */
  readonly cap?: number;
  /**
   * With caches: each proxy asks so often what has become of their credentials, at its own time. People plan around it, so
   * it is compressed as the timeline is. @default '3m'
   */
  readonly syncWithin?: Duration;
}

export interface WorkloadSpec {
  /** Client processes. */
  readonly clients: number;
  readonly client: ClientSpec;
  /**
   * A library of npm that does the clients' work (live world only). It takes from `client` what it has a setting for:
   * timeout, attempts, retryDelay, deadTime, servers, mode. @default our own client
   */
  readonly driver?: DriverName;
  /** Operations per second of the whole workload, at load 1. */
  readonly rate: number;
  /** Operations come in pages: all at once on the connection, or one after the other. @default one operation a page */
  readonly page?: PageSpec;
  /** Pages are requests to a web app, which asks the origin for what the cache has not got. @default they are on their own */
  readonly app?: AppSpec;
  readonly keys: KeysSpec;
  readonly values: { readonly bytes: number } | 'etc';
  /** Parts of sets in a hundred operations; the rest are gets. @default 0 */
  readonly setPercent?: number;
  /** Home proxies by Zipf's law with this exponent; 0: evenly. @default 0 */
  readonly homeSkew?: number;
  /** An answer after this time is no goodput. @default '1s' */
  readonly deadline?: Duration;
  /** With caches: what its clients sign in with, until the timeline says otherwise. */
  readonly credential?: CredentialName;
  /** The one machine that all its clients run on. @default no limits */
  readonly machine?: {
    readonly fileLimit?: number;
    /** Virtual world only: local ports for connections to one proxy. */
    readonly ephemeralPorts?: number;
  };
}

export interface PageSpec {
  readonly operations: number;
  readonly order: 'pipelined' | 'sequential';
  /** After a failed operation a sequential page goes on with the next, or gives up. @default 'go-on' */
  readonly onFailure?: 'go-on' | 'give-up';
}

export interface KeysSpec {
  /** Distinct keys. */
  readonly count: number;
  /**
   * Share that our own backends hold when the run begins: the most popular keys, as a cache has them that has run for long.
   * Range 0..1. @default 1
   */
  readonly preloaded?: number;
  /** @default the workload's name and a colon */
  readonly prefix?: string;
  /** Popularity by Zipf's law; 0: all alike. @default 0 */
  readonly skew?: number;
}

/**
 * `metric` is a path into the result's metrics (`brownout run --json` shows them all under `metrics`). It must be above
 * or below a number, or a multiple of another metric.
 */
export interface Expectation {
  readonly says: string;
  readonly metric: string;
  readonly above?: number;
  readonly below?: number;
  readonly of?: string;
}

/** Gives types and completion; returns what it was given. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}
