import type { OutcomeName } from '../measure/outcome.ts';
import type { EventKind, HealthFigures, RunFigures } from './result.ts';
import type { SufferingFigures } from './suffering-figures.ts';

/** What one run hands over: plain data, so that it crosses threads. `judge.ts` makes the result of one or two. */
export interface RunRecord {
  readonly figures: RunFigures;
  /** It was ended early, at this time (seconds relative to the scenario's zero). */
  readonly endedAt: number;
  readonly aborted: boolean;
  /** In order of time; seconds relative to the scenario's zero. */
  readonly events: readonly {
    readonly at: number;
    readonly kind: EventKind;
    readonly text: string;
  }[];
  readonly faultyBackends: readonly string[];
  /** Share of requests that go to keys on faulty backends, 0..1, per workload. */
  readonly faultyShare: readonly { readonly workload: string; readonly share: number }[];
  /** Per window over all workloads: p99 in ns, answers within the deadline, failures. */
  readonly windowNs: number;
  readonly p99: readonly (number | null)[];
  readonly goodput: readonly number[];
  /** The first request of all that timed out since the fault's phase began; null: none did. */
  readonly firstTimeout: {
    readonly at: number;
    readonly workload: string;
    /** Null: one of several. */
    readonly proxy: string | null;
    readonly why: OutcomeName;
  } | null;
  /** In the fault's phase, per workload. */
  readonly suffering: readonly SufferingFigures[];
  /** Times at which people or monitors noticed, in seconds. */
  readonly alerts: readonly number[];
  readonly health: HealthFigures;
  readonly remarks: readonly string[];
  /** It was made smaller than the scenario says, so that one process can carry it. */
  readonly scaled: boolean;
}
