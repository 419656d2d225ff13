/** From a run and its control to the figures of failover, by the definitions of reports/README.md. Pure. */
import { timeToDetect } from '../measure/ejection.ts';
import { failoverWindows, harm, type Delay } from '../measure/failover.ts';
import { goodputLoss, retryAmplification } from '../measure/impact.ts';
import { round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import { blastRadiusOf } from './blast-radius.ts';
import type { Scenario } from './define.ts';
import { ejectionFigures } from './ejection-figures.ts';
import { connectionHerdOf, herdFigures } from './herd-figures.ts';
import { originImpact } from './origin-figures.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { FailoverFigures } from './result.ts';
import type { RunRecord } from './run-record.ts';
import { runTimeAt } from './seconds.ts';
import { isDisturbance } from './timeline-faults.ts';
import { nanos } from './units.ts';

export interface FailoverInput {
  readonly scenario: Scenario;
  /** Not compressed: records speak in the scenario's time. */
  readonly resolved: ResolvedScenario;
  readonly incident: RunRecord;
  readonly control: RunRecord | null;
  /** By what the run's own timeline was divided. */
  readonly compress: number;
}

export function failoverFigures(input: FailoverInput): FailoverFigures {
  const { scenario, resolved, incident, control, compress } = input;
  const [, baseline, fault, recovery] = resolved.phases;
  const end = runTimeAt(resolved, incident.endedAt);
  // A run that was aborted before the fault has nothing to say of it.
  const hasFault = scenario.timeline.some(isDisturbance) && end > fault!.from;
  const span = { t0: fault!.from, t1: recovery!.from };
  const windows = failoverWindows(
    {
      window: incident.windowNs,
      p99: incident.p99,
      goodput: incident.goodput,
      controlGoodput: control?.goodput ?? null,
    },
    end,
  );
  const longest = Math.max(...resolved.workloads.map(({ client }) => client.timeout));
  const judged = harm(windows, { incident: span, sloP99: nanos(scenario.slo.p99), timeout: longest });
  const isCompressed = compress !== 1;
  // Times that people need, and how long harm lasts, mean nothing when the timeline was compressed.
  const inTime = (delay: Delay | null): number | 'never' | null =>
    isCompressed || !hasFault || delay === null ? null : delay === 'never' ? 'never' : round(delay / SECOND, 3);
  const alerts = incident.alerts.map((at) => runTimeAt(resolved, at));
  return {
    timeToDetect: inTime(timeToDetect(alerts, span)),
    ...ejectionFigures(input),
    timeToFirstHarm: inTime(judged.toFirstHarm),
    timeToRecover: inTime(judged.toRecover),
    hysteresis: inTime(judged.hysteresis),
    metastable: isCompressed || !hasFault ? null : judged.metastable,
    ...herdFigures(incident, resolved),
    ...originImpact(incident.figures, control?.figures ?? null, Math.ceil(baseline!.from / incident.windowNs)),
    retryAmplification: retryAmplification({
      backendAttempts: incident.figures.totals.attempts,
      operations: incident.figures.totals.operations,
    }),
    goodputLoss: goodputLoss(windows, { from: span.t0, to: end }),
    blastRadius: blastRadiusOf(scenario, incident, connectionHerdOf(incident, resolved).affectedProxies),
  };
}
