import { harm, type Delay, type Harm } from '../measure/failover.ts';
import { round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import type { IncidentView } from './incident-view.ts';
import type { DelaySeconds, HarmFigures } from './result.ts';

/** From when to when the SLO was violated. */
export function harmOf({ t0, t1, windows, resolved }: IncidentView): Harm {
  const timeout = Math.max(...resolved.workloads.map(({ client }) => client.timeout));
  return harm(windows, { incident: { t0, t1 }, sloP99: resolved.slo.p99, timeout });
}

export function harmFigures(view: IncidentView): HarmFigures {
  const judged = harmOf(view);
  return {
    timeToFirstHarm: delayIn(view, judged.toFirstHarm),
    timeToRecover: delayIn(view, judged.toRecover),
    hysteresis: delayIn(view, judged.hysteresis),
    metastable: view.compress !== 1 || !view.hasFault ? null : judged.metastable,
    windows: view.windows.filter(({ end }) => end > view.t0).length,
    violatingWindows: judged.violatingWindows,
    unjudgedWindows: judged.unjudgedWindows,
  };
}

/** Times that people need, and how long harm lasts, mean nothing without a fault, nor when the timeline was compressed. */
export function delayIn({ compress, hasFault }: IncidentView, delay: Delay | null): DelaySeconds {
  if (compress !== 1 || !hasFault || delay === null) return null;
  return delay === 'never' ? 'never' : round(delay / SECOND, 3);
}
