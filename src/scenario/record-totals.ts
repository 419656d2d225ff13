import type { LatencySeries } from '../measure/latency-series.ts';
import { OUTCOMES } from '../measure/outcome.ts';
import { round } from '../measure/round.ts';
import { goodputOf } from './goodput.ts';
import type { RunFigures } from './result.ts';
import type { RunParts } from './run-parts.ts';
import type { RunRecord } from './run-record.ts';
import { secondsAt } from './seconds.ts';
import { sufferingFigures } from './suffering-figures.ts';

type Totals = Pick<RunRecord, 'faultyShare' | 'windowNs' | 'p99' | 'goodput' | 'firstTimeout' | 'suffering'>;

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
    firstTimeout: firstTimeout(parts),
    suffering: workloads.map((workload) => sufferingFigures(workload, proxies, backends)),
  };
}

function firstTimeout({ workloads, cluster, resolved }: RunParts): RunRecord['firstTimeout'] {
  const firsts = workloads.flatMap(({ generator, counters }) => {
    const { first } = counters.timeouts;
    return first === null ? [] : [{ workload: generator.name, ...first }];
  });
  const [first] = firsts.sort((a, b) => a.at - b.at);
  if (first === undefined) return null;
  const { at, workload, server, why } = first;
  const proxy = server === null ? null : cluster.proxies[server]!.name;
  // In range: outcomes are a closed list.
  return { at: secondsAt(resolved, at), workload, proxy, why: OUTCOMES[why]! };
}
