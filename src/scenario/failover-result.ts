/**
 * The part of a result that speaks of failover, by the definitions of reports/README.md. Times and delays are seconds,
 * shares 0..1. `never` is said where something never came, and null where a run cannot tell: `unknown` says why.
 */
import type { OriginImpact } from './origin-result.ts';

export type Seconds = number | 'never' | null;

export interface FailoverFigures extends HarmFigures, EjectionFigures, HerdFigures, CustomerFigures, OriginImpact {
  readonly timeToDetect: Seconds;
  /** Attempts at backends / operations that clients began. */
  readonly retryAmplification: number | null;
}

/** From t0 on. */
export interface HarmFigures {
  readonly timeToFirstHarm: Seconds;
  readonly timeToRecover: Seconds;
  readonly hysteresis: Seconds;
  readonly metastable: boolean | null;
}

export interface EjectionFigures {
  /** Median over the pairs. */
  readonly timeToEject: Seconds;
  /** Of the pair that was quickest. */
  readonly timeToFirstEject: Seconds;
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
}

export interface CustomerFigures {
  readonly goodputLoss: number | null;
  readonly blastRadius: {
    readonly keys: number | null;
    readonly clients: number | null;
    readonly proxies: number | null;
  };
}
