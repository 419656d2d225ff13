import type { LatencySeries } from '../measure/latency-series.ts';
import type { FlowMeter } from '../measure/littles-law.ts';
import type { Recorder } from '../measure/recorder.ts';
import type { Suffering } from '../measure/suffering.ts';
import type { Gauge } from '../measure/timeline.ts';

/** Where the generator puts what it sees. */
export interface GeneratorMeasures {
  readonly recorder: Recorder;
  readonly flow: FlowMeter;
  /** This workload's operations begun and not ended. @default nobody asks */
  readonly inFlight?: Gauge;
  /** Latencies of answers, whatever the key, over time. */
  readonly series: readonly LatencySeries[];
  /** Whom a phase hurts. @default nobody asks */
  readonly suffering?: Suffering;
}
