import { harm, type Delay, type Harm } from '../measure/failover.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import { causeEnd } from './cause.ts';
import type { IncidentView } from './incident-view.ts';
import type { DelaySeconds, HarmFigures } from './result.ts';

/** From when to when the SLO was violated. */
export function harmOf(view: IncidentView): Harm {
  return harmBy(view, view.t1);
}

function harmBy({ t0, windows, resolved }: IncidentView, t1: Nanos | null): Harm {
  const timeout = Math.max(...resolved.workloads.map(({ client }) => client.timeout));
  return harm(windows, { incident: { t0, t1 }, sloP99: resolved.slo.p99, timeout });
}

export function harmFigures(view: IncidentView): HarmFigures {
  const judged = harmOf(view);
  return {
    timeToFirstHarm: delayIn(view, judged.toFirstHarm),
    timeToRecover: delayIn(view, judged.toRecover),
    hysteresis: delayIn(view, judged.hysteresis),
    metastable: view.compress !== 1 || !view.hasFault ? null : metastable(view, judged),
    windows: view.windows.filter(({ end }) => end > view.t0).length,
    violatingWindows: judged.violatingWindows,
    unjudgedWindows: judged.unjudgedWindows,
  };
}

/** Harm that ends in time is not; what lasts longer is held against the end of its cause, not against t1. */
function metastable(view: IncidentView, judged: Harm): boolean | null {
  return judged.metastable === false ? false : harmBy(view, causeEnd(view)).metastable;
}

/** Times that people need, and how long harm lasts, mean nothing without a fault, nor when the timeline was compressed. */
export function delayIn({ compress, hasFault }: IncidentView, delay: Delay | null): DelaySeconds {
  if (compress !== 1 || !hasFault || delay === null) return null;
  return delay === 'never' ? 'never' : round(delay / SECOND, 3);
}
