import { windowsIn } from '../measure/failover.ts';
import { hitRateDip, type HitWindow } from '../measure/impact.ts';
import type { IncidentView } from './incident-view.ts';
import type { HitRateFigures } from './result.ts';
import { secondsAt } from './seconds.ts';

/** How far the hit rate that clients see fell, in its lowest window from t0 on. */
export function hitRateFigures(view: IncidentView): HitRateFigures {
  const { incident, resolved, t0, end } = view;
  const series = incident.figures.workloads.map((workload) => workload.series.all);
  const windows = (series[0]?.hits ?? []).map((_, i): HitWindow => {
    const sum = (of: 'hits' | 'misses'): number => series.reduce((n, each) => n + each[of][i]!, 0);
    const start = i * incident.windowNs;
    return { start, end: start + incident.windowNs, hits: sum('hits'), misses: sum('misses') };
  });
  const baseline = resolved.phases.find(({ name }) => name === 'baseline')!;
  const dip = hitRateDip(
    windowsIn(windows, baseline),
    windows.filter((window) => window.start >= t0 && window.end <= end),
  );
  return {
    hitRateBaseline: dip?.baseline ?? null,
    hitRateLowest: dip?.lowest ?? null,
    hitRateDip: dip?.dip ?? null,
    hitRateLowestAt: dip === null ? null : secondsAt(resolved, dip.at),
  };
}
