/** From a run and its control to the figures of failover, by the definitions of reports/README.md. Pure. */
import { timeToDetect } from '../measure/ejection.ts';
import { retryAmplification } from '../measure/impact.ts';
import { customerFigures } from './customer-figures.ts';
import { ejectionFigures } from './ejection-figures.ts';
import { failoverPhases } from './failover-phases.ts';
import { delayIn, harmFigures } from './harm-figures.ts';
import { herdFigures } from './herd-figures.ts';
import { hitRateFigures } from './hit-rate-figures.ts';
import { viewIncident, type FailoverInput, type IncidentView } from './incident-view.ts';
import { originImpact } from './origin-figures.ts';
import type { FailoverFigures } from './result.ts';
import { runTimeAt } from './seconds.ts';
import { unknownFigures } from './unknown-figures.ts';
import { victims } from './victims.ts';

export function failoverFigures(input: FailoverInput): FailoverFigures {
  const view = viewIncident(input);
  const { resolved, incident, control } = view;
  const baseline = resolved.phases.find(({ name }) => name === 'baseline')!;
  const alerts = incident.alerts.map((at) => runTimeAt(resolved, at));
  const figures: Omit<FailoverFigures, 'unknown'> = {
    timeToDetect: delayIn(view, timeToDetect(alerts, view)),
    ...ejectionFigures(view),
    ...harmFigures(view),
    ...herdFigures(view),
    ...originImpact(incident.figures, control?.figures ?? null, Math.ceil(baseline.from / incident.windowNs)),
    ...hitRateFigures(view),
    retryAmplification: amplificationOf(view),
    ...customerFigures(view),
    phases: failoverPhases(view),
    victims: victims(view),
  };
  return { ...figures, unknown: unknownFigures(view, figures) };
}

/** Over the whole run. */
function amplificationOf({ incident: { figures } }: IncidentView): number | null {
  const attempts = figures.traffic.map(({ backendAttempts }) => backendAttempts);
  const known = attempts.filter((count) => count !== null);
  if (known.length < attempts.length) return null;
  return retryAmplification({
    backendAttempts: known.reduce((sum, count) => sum + count, 0),
    operations: figures.traffic.reduce((sum, { operations }) => sum + operations, 0),
  });
}
