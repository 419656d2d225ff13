import type { Cluster } from '../cluster/cluster.ts';
import type { ClientCounters } from '../client/context.ts';
import type { LatencySeries } from '../measure/latency-series.ts';
import type { FlowMeter } from '../measure/littles-law.ts';
import type { Recorder } from '../measure/recorder.ts';
import type { Suffering } from '../measure/suffering.ts';
import type { Gauge } from '../measure/timeline.ts';
import type { Generator } from '../workload/generator.ts';
import type { Nanos } from '../world/world.ts';
import type { Census } from './census.ts';
import type { OncallRun } from './oncall-run.ts';
import type { ResolvedScenario, ResolvedWorkload } from './resolve.ts';
import type { Sampler } from './sampler.ts';
import type { TenancyRun } from './tenancy-run.ts';

/** One workload at work. */
export interface RunningWorkload {
  readonly resolved: ResolvedWorkload;
  readonly generator: Generator;
  readonly counters: ClientCounters;
  /** Answers to all its keys, per window. */
  readonly latency: LatencySeries;
  /** Operations begun and not ended, per window. */
  readonly inFlight: Gauge;
  readonly suffering: Suffering;
}

export interface RunParts {
  readonly resolved: ResolvedScenario;
  readonly cluster: Cluster;
  readonly workloads: readonly RunningWorkload[];
  readonly recorder: Recorder;
  readonly flow: FlowMeter;
  readonly sampler: Sampler;
  readonly census: Census;
  readonly tenancy: TenancyRun;
  /** Null: nobody is on call. */
  readonly oncall: OncallRun | null;
  /** The run ended here. */
  readonly until: Nanos;
  /** What backends had answered by then. */
  readonly replied: number;
}
