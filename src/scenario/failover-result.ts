/**
 * The part of a result that speaks of failover, by the definitions of reports/README.md. Times and delays are seconds,
 * shares 0..1. `never` is said where something never came, and null where a run cannot tell: `unknown` says why.
 */
import type { OriginImpact } from './origin-result.ts';
import type { PhaseName } from './result.ts';

export type DelaySeconds = number | 'never' | null;

export interface FailoverFigures
  extends HarmFigures, EjectionFigures, HerdFigures, HitRateFigures, CustomerFigures, OriginImpact {
  readonly timeToDetect: DelaySeconds;
  /** Attempts at backends / operations that clients began. */
  readonly retryAmplification: number | null;
  /** Baseline, fault, recovery. */
  readonly phases: readonly FailoverPhase[];
  /** Workloads that were below the SLO from t0 on, the worst first. */
  readonly victims: readonly Victim[];
  /** The figures that are null, by the paths of their metrics, and why. */
  readonly unknown: readonly UnknownFigure[];
}

export interface UnknownFigure {
  readonly metric: string;
  readonly why: string;
}

/** From t0 on. */
export interface HarmFigures {
  readonly timeToFirstHarm: DelaySeconds;
  readonly timeToRecover: DelaySeconds;
  readonly hysteresis: DelaySeconds;
  /** Held against the end of the cause: t1, or when the last proxy stopped asking the last sick backend. */
  readonly metastable: boolean | null;
  readonly windows: number;
  readonly violatingWindows: number;
  /** With too few answers for a p99: judged by their goodput alone. */
  readonly unjudgedWindows: number;
}

export interface EjectionFigures {
  /** Median over the pairs. */
  readonly timeToEject: DelaySeconds;
  /** Of the pair that was quickest. */
  readonly timeToFirstEject: DelaySeconds;
  /** Pairs of a proxy and a backend that is faulty for it; those of them that never ejected. */
  readonly faultyPairs: number;
  readonly pairsNeverEjected: number;
  readonly ejections: number;
  readonly falseEjections: number;
  /** True ejections / all. */
  readonly ejectionPrecision: number | null;
  /** By all proxies, per hour of a healthy backend. */
  readonly falseEjectionsPerNodeHour: number | null;
  readonly pairs: readonly {
    readonly proxy: string;
    readonly backend: string;
    /** When the pair's own fault began: its t0. */
    readonly from: number;
    readonly toEject: number | 'never';
  }[];
}

export interface HerdFigures {
  /** When some proxy's new connections first exceed 3 x its own baseline, in seconds relative to the scenario's zero. */
  readonly tip: number | 'never';
  readonly tippedProxy: string | null;
  /** Proxies whose new connections exceed 3 x their own baseline at some time. */
  readonly affectedProxies: number;
  /** Highest new connections per window of any proxy, over its own baseline. */
  readonly connectionHerd: number | null;
  /** Highest load on a backend that no fault touches, over its own baseline. */
  readonly herdFactor: number | null;
  /** That backend. */
  readonly herdNode: string | null;
  /** What the factor would be if the survivors shared the load of the lost evenly: N/(N-f). */
  readonly herdFairShare: number | null;
  /** Of each proxy: new connections per second, before the fault and in the highest window after; when they first exceeded 3 x the former. */
  readonly herd: readonly {
    readonly proxy: string;
    readonly baseline: number;
    readonly peak: number;
    /** Begin of that window; null: none came after the baseline. */
    readonly peakAt: number | null;
    /** The peak over the baseline of at least 10 connections a window. */
    readonly ratio: number;
    readonly tippedAt: number | 'never';
  }[];
}

/** Of gets that were answered, as clients saw it. The lowest: of windows from t0 on. */
export interface HitRateFigures {
  readonly hitRateBaseline: number | null;
  readonly hitRateLowest: number | null;
  readonly hitRateDip: number | null;
  /** Begin of that window. */
  readonly hitRateLowestAt: number | null;
}

/** From t0 on. */
export interface CustomerFigures extends AvailabilityFigures {
  /** (control - incident) / control, of answers in time, until the fault is off and the last violating window over. */
  readonly goodputLoss: number | null;
  /** Answers in time that the control gave and this run did not, until the end. */
  readonly answersLost: number | null;
  /** That failed, or took longer than the SLO's p99. */
  readonly operationsHurt: number | null;
  /** Until a rule of burn rates in two windows would have paged somebody. */
  readonly timeToBurnPage: DelaySeconds;
  /** Shares that the fault's phase put below the SLO. */
  readonly blastRadius: {
    /** By weight. */
    readonly keys: number | null;
    readonly tenants: number | null;
    readonly clients: number | null;
    readonly proxies: number | null;
  };
}

export interface AvailabilityFigures {
  /** Operations answered in time / all that ended. */
  readonly availability: number | null;
  /** Its nines; null also when nothing failed, for then it has no bound. */
  readonly nines: number | null;
  /** How many times faster than the SLO allows its budget was spent. */
  readonly burnRate: number | null;
}

/** Rates are per second; null also where the run ended before. */
export interface FailoverPhase extends AvailabilityFigures {
  readonly phase: PhaseName;
  readonly from: number;
  readonly to: number;
  readonly goodput: number | null;
  readonly controlGoodput: number | null;
  readonly goodputLoss: number | null;
  readonly retryAmplification: number | null;
  /** On all proxies together: in the phase, and in the highest of its windows. */
  readonly newConnections: number | null;
  readonly newConnectionsPeak: number | null;
  readonly hitRate: number | null;
  readonly ejections: number;
  readonly falseEjections: number;
  readonly windows: number;
  readonly violatingWindows: number;
  readonly unjudgedWindows: number;
}

export interface Victim {
  readonly workload: string;
  /** Whose customer it is, where the cluster has caches. */
  readonly cache: string | null;
  /** Its first violating window's begin and its last one's end; null: none was seen to violate. */
  readonly from: number | null;
  readonly to: number | null;
  /** The run did not end in such a window. */
  readonly isOver: boolean;
  readonly windows: number;
  readonly violatingWindows: number;
  readonly unjudgedWindows: number;
  /** That failed, or took longer than the SLO's p99; their share of all, 0..1. */
  readonly operations: number;
  readonly share: number;
  /** Kinds of failure, and `slow`, as shares of all operations; most frequent first. */
  readonly by: readonly { readonly kind: string; readonly share: number }[];
}
