import type { LatencySeries } from '../measure/latency-series.ts';
import { round } from '../measure/round.ts';
import { goodputOf } from './goodput.ts';
import type { RunFigures } from './result.ts';
import type { RunParts } from './run-parts.ts';
import type { RunRecord } from './run-record.ts';
import { sufferingFigures } from './suffering-figures.ts';

type Totals = Pick<RunRecord, 'faultyShare' | 'windowNs' | 'p99' | 'goodput' | 'suffering'>;

/** What all workloads came to together, and whom it hurt. `latency`: of their answers. */
export function recordTotals(parts: RunParts, figures: RunFigures, latency: LatencySeries): Totals {
  const { resolved, workloads, cluster, until } = parts;
  const goodputs = figures.workloads.map(goodputOf);
  const proxies = cluster.proxies.map(({ name }) => name);
  const backends = cluster.backends.map(({ name }) => name);
  return {
    faultyShare: workloads.map(({ generator: { name, keys } }) => ({
      workload: name,
      share: round(keys.faultyShare(), 6),
    })),
    windowNs: resolved.window * resolved.compress,
    p99: latency.values(until).map(({ p99 }) => p99),
    goodput: (goodputs[0] ?? []).map((_, i) => goodputs.reduce((n, goodput) => n + goodput[i]!, 0)),
    suffering: workloads.map((workload) => sufferingFigures(workload, proxies, backends)),
  };
}
