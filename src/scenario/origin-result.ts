/** The part of a result that speaks of web apps and the database behind their caches. */
import type { PhaseName } from './result.ts';

export interface OriginFigures {
  /** Queries that came = executed + refused + skipped + those that the run's end cut short. */
  readonly reads: number;
  readonly executed: number;
  /** Turned down, for too many waited. */
  readonly refused: number;
  /** Executed for a page that had given up. */
  readonly forNobody: number;
  /** Not begun, for the page had given up. */
  readonly skipped: number;
  readonly concurrency: number;
  readonly phases: readonly OriginPhase[];
  readonly window: number;
  /** Per window: queries that came, and were executed; of these for nobody; time of its servers in use, 0..1; waiting at its end. */
  readonly series: {
    readonly reads: readonly number[];
    readonly executed: readonly number[];
    readonly forNobody: readonly number[];
    readonly utilisation: readonly number[];
    readonly waiting: readonly number[];
  };
}

export interface OriginPhase {
  readonly phase: PhaseName;
  /** Queries that came, per second, and most in any one second. */
  readonly readsPerSecond: number;
  readonly peakPerSecond: number;
  /** Mean of the windows that lie wholly in the phase, 0..1; null: none does. */
  readonly utilisation: number | null;
}

/** Of a workload that is a web app. */
export interface AppFigures {
  readonly workers: number;
  /** Asked of the origin; of these because the cache did not answer. */
  readonly originReads: number;
  readonly cacheFailures: number;
  /** Sets of what the origin had told. */
  readonly backfills: number;
  /** Waits for what somebody else was fetching. */
  readonly leaseWaits: number;
  readonly window: number;
  /** Per window: workers at work, on average; most pages that waited for one. */
  readonly series: { readonly busy: readonly number[]; readonly waiting: readonly number[] };
}

/** Of a run with an origin, against its control. */
export interface OriginImpact {
  /** Origin reads beyond the control's, from the baseline on; null: no control. */
  readonly backfill?: number | null;
  /** Its highest window over the control's mean window; null also when the control read nothing. */
  readonly peakOriginLoad?: number | null;
}
