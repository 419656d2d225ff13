/** From what a run recorded per window to the series of a workload. */
import { OUTCOMES, Outcome, isFailure } from '../measure/outcome.ts';
import type { WorkloadSeries } from '../measure/recorder.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import type { SeriesFigures, WorkloadFigures } from './result.ts';
import type { RunParts } from './run-parts.ts';

/** `index`: of the workload. */
export function workloadSeries(parts: RunParts, index: number): WorkloadFigures['series'] {
  const { recorder, resolved, until } = parts;
  const { resolved: workload, latency, inFlight } = parts.workloads[index]!;
  const recorded = recorder.workload(workload.options.name);
  const healthy = recorded.series('healthy', until);
  const faulty = recorded.series('faulty', until);
  const levels = inFlight.values(until);
  return {
    window: (resolved.window * resolved.compress) / SECOND,
    healthy: seriesFigures([healthy], healthy.latency),
    all: seriesFigures([healthy, faulty], latency.values(until)),
    errors: errorSeries([healthy, faulty]),
    inFlight: { mean: levels.map(({ mean }) => round(mean, 3)), max: levels.map(({ max }) => max) },
  };
}

function seriesFigures(classes: readonly WorkloadSeries[], latency: WorkloadSeries['latency']): SeriesFigures {
  const sum = (of: (series: WorkloadSeries) => readonly number[]): number[] => sumOf(latency.length, classes.map(of));
  const failed = sum((series) => series.failed);
  const answered = sum((series) => series.answered);
  return {
    operations: answered.map((n, i) => n + failed[i]!),
    goodput: sum((series) => series.goodput),
    failed,
    hits: sum((series) => series.hits),
    misses: sum((series) => series.misses),
    p50: latency.map(({ p50 }) => micros(p50)),
    p99: latency.map(({ p99 }) => micros(p99)),
    p999: latency.map(({ p999 }) => micros(p999)),
    max: latency.map(({ max }) => micros(max)),
  };
}

/** Kinds that are as frequent as each other keep the order of `Outcome`. */
export function errorSeries(
  classes: readonly Pick<WorkloadSeries, 'outcomes' | 'failed'>[],
): WorkloadFigures['series']['errors'] {
  const length = Math.max(0, ...classes.map(({ failed }) => failed.length));
  return OUTCOMES.filter((kind) => isFailure(Outcome[kind]))
    .map((kind) => {
      const lists = classes.flatMap(({ outcomes }) => outcomes.filter(({ outcome }) => outcome === kind));
      return {
        kind,
        values: sumOf(
          length,
          lists.map(({ values }) => values),
        ),
      };
    })
    .map((one) => ({ ...one, count: one.values.reduce((n, value) => n + value, 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ kind, values }) => ({ kind, values }));
}

function sumOf(length: number, lists: readonly (readonly number[])[]): number[] {
  return Array.from({ length }, (_, i) => lists.reduce((n, list) => n + (list[i] ?? 0), 0));
}

function micros(latency: Nanos | null): number | null {
  return latency === null ? null : round(latency / 1000, 1);
}
