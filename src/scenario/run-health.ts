import { generatorHealth } from '../measure/health.ts';
import { Histogram } from '../measure/histogram.ts';
import { KEY_CLASSES, type Recorder } from '../measure/recorder.ts';
import { round } from '../measure/round.ts';
import type { VitalSigns } from '../world/live/vitals.ts';
import { countsThatDisagree, type Counted } from './accounting.ts';
import type { HealthFigures } from './result.ts';

/**
 * Can the run be trusted? Held against the generator's own lag, the machine's other processes, Little's law, and what the
 * servers counted themselves. `vitals`: of a live run.
 */
export function runHealth(counted: Counted, vitals: VitalSigns | null): HealthFigures {
  const { figures, workloads, recorder } = counted;
  const sendLag = new Histogram();
  for (const { generator } of workloads) sendLag.merge(generator.sendLag);
  // The phase in which the law held least.
  const worst = figures.littlesLaw.reduce<(typeof figures.littlesLaw)[number] | null>(
    (most, phase) => (most === null || phase.error > most.error ? phase : most),
    null,
  );
  const answered = answersOf(recorder);
  const health = generatorHealth({
    sendLag,
    latencyP50: answered.count === 0 ? null : answered.quantile(0.5),
    offered: workloads.reduce((n, { generator }) => n + generator.offered, 0),
    achieved: figures.totals.operations,
    eventLoopUtilisation: vitals?.eventLoopUtilisation ?? null,
    foreignCpu: vitals?.foreignCpu ?? null,
    littlesLaw: worst === null ? null : { inFlight: worst.inFlight, residence: worst.product },
    // They are held exactly, below.
    crossChecks: [],
  });
  const disagreements = countsThatDisagree(counted);
  return {
    valid: health.valid && disagreements.length === 0,
    reasons: [...health.reasons, ...disagreements],
    sendLagP99Us: round(health.figures.sendLagP99 / 1000, 1),
    achievedShare: health.figures.achievedRatio ?? 1,
    eventLoopUtilisation: health.figures.eventLoopUtilisation,
    foreignCpu: health.figures.foreignCpu,
    littlesLawError: health.figures.littlesLawError,
    countsAgree: disagreements.length === 0,
  };
}

function answersOf(recorder: Recorder): Histogram {
  const all = new Histogram();
  for (const workload of recorder.workloads()) {
    recorder.phases.forEach((_, i) => KEY_CLASSES.forEach((key) => all.merge(workload.cell(i, key).answered)));
  }
  return all;
}
