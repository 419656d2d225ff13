import { availability, burnRate, firstBurnPage, nines, type GoodBad } from '../measure/availability.ts';
import { goodputLoss } from '../measure/impact.ts';
import type { Nanos } from '../world/world.ts';
import { blastRadiusOf } from './blast-radius.ts';
import { goodBadIn, goodBadSeries, OPERATIONS_MIN } from './good-bad.ts';
import { badIn } from './goodput.ts';
import { delayIn, harmOf } from './harm-figures.ts';
import type { IncidentView } from './incident-view.ts';
import type { CustomerFigures, PhaseName } from './result.ts';

const SINCE_FAULT: readonly PhaseName[] = ['fault', 'recovery'];

/** What customers had of it, from t0 on. */
export function customerFigures(view: IncidentView): CustomerFigures {
  const { incident, windows, t0, end, resolved } = view;
  const { figures } = incident;
  return {
    goodputLoss: goodputLoss(windows, { from: t0, to: incidentEnd(view) }),
    answersLost: answersLost(view),
    operationsHurt: end <= t0 ? null : badIn(figures, SINCE_FAULT),
    ...availabilityOf(goodBadIn(figures, SINCE_FAULT), resolved.slo.availability),
    timeToBurnPage: delayIn(view, burnPage(view)),
    blastRadius: blastRadiusOf(view),
  };
}

export function availabilityOf(
  counts: GoodBad,
  slo: number,
): Pick<CustomerFigures, 'availability' | 'nines' | 'burnRate'> {
  if (counts.good + counts.bad < OPERATIONS_MIN) return { availability: null, nines: null, burnRate: null };
  return { availability: availability(counts), nines: nines(counts), burnRate: burnRate(counts, slo) };
}

/** The fault is off, and the last window that violates the SLO is over. */
function incidentEnd(view: IncidentView): Nanos {
  const { t0, t1, end } = view;
  const { toRecover } = harmOf(view);
  return toRecover === 'never' ? end : Math.min(end, Math.max(t1, t0 + toRecover));
}

function answersLost({ windows, t0 }: IncidentView): number | null {
  const after = windows.filter((window) => window.end > t0 && window.controlGoodput !== null);
  if (after.length === 0) return null;
  return after.reduce((lost, { goodput, controlGoodput }) => lost + controlGoodput! - goodput, 0);
}

/** What came before the fault counts as flawless, for the longest of the rules looks back for hours. */
function burnPage({ incident, t0, resolved }: IncidentView): Nanos | 'never' {
  const window = incident.windowNs;
  const first = Math.floor(t0 / window);
  const page = firstBurnPage(
    { window, windows: goodBadSeries(incident.figures).slice(first) },
    resolved.slo.availability,
  );
  return page === 'never' ? 'never' : Math.max(0, first * window + page - t0);
}
