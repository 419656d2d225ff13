/** The series of a made-up workload, from what happened in each of its windows. */
import type { LatencyFigures, SeriesFigures, WorkloadFigures } from '../scenario/result.ts';

/** `beat`: by what the storm multiplies the high percentiles of window i. */
export function seriesOf(each: readonly LatencyFigures[], beat: (i: number) => number): SeriesFigures {
  const beaten = (of: (one: LatencyFigures) => number | null): (number | null)[] =>
    each.map((one, i) => {
      const value = of(one);
      return value === null ? null : Math.round(value * beat(i));
    });
  return {
    operations: each.map((one) => one.operations),
    goodput: each.map((one) => one.goodput),
    failed: each.map((one) => one.failed),
    hits: each.map((one) => one.hits),
    misses: each.map((one) => one.misses),
    p50: each.map((one) => one.p50),
    p99: beaten((one) => one.p99),
    p999: beaten((one) => one.p999),
    max: each.map((one) => one.max),
  };
}

/** What failed, by kind, and how many operations were in flight: by Little's law. `seconds`: of a window. */
export function beside(
  each: readonly LatencyFigures[],
  kinds: readonly string[],
  seconds: number,
): Pick<WorkloadFigures['series'], 'errors' | 'inFlight'> {
  const mean = each.map(({ operations, p50 }) => Math.round((operations / seconds) * ((p50 ?? 0) / 1e6) * 1e3) / 1e3);
  return {
    errors: kinds
      .map((kind) => ({
        kind,
        values: each.map(({ errors }) => errors.find((one) => one.kind === kind)?.count ?? 0),
      }))
      .filter(({ values }) => values.some((count) => count > 0)),
    inFlight: { mean, max: mean.map((level) => Math.ceil(level * 1.6)) },
  };
}
