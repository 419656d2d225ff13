import type { Cluster } from '../cluster/cluster.ts';
import { generatorHealth } from '../measure/health.ts';
import { Histogram } from '../measure/histogram.ts';
import { round } from '../measure/round.ts';
import type { RunningWorkload } from './figures.ts';
import type { HealthFigures, RunFigures } from './result.ts';

/** Can the run be trusted? Held against Little's law and against what the servers counted themselves. */
export function runHealth(figures: RunFigures, cluster: Cluster, workloads: readonly RunningWorkload[]): HealthFigures {
  const sendLag = new Histogram();
  for (const { generator } of workloads) sendLag.merge(generator.sendLag);
  const { totals, littlesLaw } = figures;
  // The phase in which the law held least.
  const worst = littlesLaw.reduce<(typeof littlesLaw)[number] | null>(
    (most, phase) => (most === null || phase.error > most.error ? phase : most),
    null,
  );
  const health = generatorHealth({
    sendLag,
    latencyP50: null,
    offered: workloads.reduce((n, { generator }) => n + generator.offered, 0),
    achieved: totals.operations,
    eventLoopUtilisation: null,
    foreignCpu: null,
    littlesLaw: worst === null ? null : { inFlight: worst.inFlight, residence: worst.product },
    crossChecks: [
      {
        what: 'operations accounted for',
        expected: totals.operations,
        actual: totals.answered + totals.failed + totals.unfinished,
      },
    ],
  });
  const disagreements = countsThatDisagree(figures, cluster, workloads);
  return {
    valid: health.valid && disagreements.length === 0,
    reasons: [...health.reasons, ...disagreements],
    sendLagP99Us: round(health.figures.sendLagP99 / 1000, 1),
    achievedShare: health.figures.achievedRatio ?? 1,
    eventLoopUtilisation: health.figures.eventLoopUtilisation,
    littlesLawError: health.figures.littlesLawError,
    countsAgree: disagreements.length === 0,
  };
}

/**
 * What was received lies between what was answered and what was sent: at every hop, by the two sides' own counters. (A
 * request that was under way when its connection broke may or may not have arrived.)
 */
function countsThatDisagree({ totals }: RunFigures, cluster: Cluster, workloads: readonly RunningWorkload[]): string[] {
  const replies = workloads.reduce((n, { counters }) => n + counters.replies, 0);
  const routed = cluster.proxies.reduce((n, { counters }) => n + counters.routed, 0);
  const replied = cluster.proxies.reduce((n, { counters }) => n + counters.replied, 0);
  const found: string[] = [];
  const between = (what: string, low: number, count: number, high: number): void => {
    if (count < low || count > high) found.push(`${what}: expected ${low}..${high}, got ${count}`);
  };
  between('requests that proxies received', replies, totals.proxyRequests, totals.attempts);
  // A backend that was restarted has forgotten what it executed.
  if (cluster.backends.every(({ restarts }) => restarts === 0)) {
    between('requests that backends executed', replied, totals.backendRequests, routed);
  }
  return found;
}
