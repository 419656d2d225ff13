import { causeEnd } from './cause.ts';
import { failoverMetrics } from './failover-metrics.ts';
import type { IncidentView } from './incident-view.ts';
import type { FailoverFigures, UnknownFigure } from './result.ts';
import { hasFault } from './timeline-faults.ts';

type Known = Omit<FailoverFigures, 'unknown'>;

interface Asked extends IncidentView {
  /** Without its `failover.` */
  readonly path: string;
  /** Of a figure by such a path. */
  value(path: string): number | 'never' | null | undefined;
}

export const NO_FAULT = 'the timeline has no fault';

/** The first that fits. */
const REASONS: readonly (readonly [paths: RegExp, fits: (asked: Asked) => boolean, why: string])[] = [
  [/^(?:timeTo\w+|hysteresis|metastable)$/, ({ scenario }) => !hasFault(scenario), NO_FAULT],
  [
    /^(?:timeTo\w+|hysteresis|metastable|falseEjectionsPerNodeHour)$/,
    ({ compress }) => compress !== 1,
    'the timeline was compressed',
  ],
  [/^(?:timeTo\w+|hysteresis|metastable)$/, ({ hasFault }) => !hasFault, 'the run ended before the fault'],
  [/^timeTo(?:First)?Eject$/, ({ value }) => value('faultyPairs') === 0, 'no fault touches a backend'],
  [/^metastable$/, (asked) => causeEnd(asked) === null, 'some proxy asked a sick backend until the run was over'],
  [/^metastable$/, () => true, 'the run ends in harm, too early to tell'],
  [/^ejectionPrecision$/, () => true, 'nothing was ejected'],
  [/^falseEjectionsPerNodeHour$/, () => true, 'no backend was ever healthy'],
  [
    /^(?:\w+\.)?(?:goodputLoss|controlGoodput|answersLost|backfill|peakOriginLoad)$/,
    ({ control }) => control === null,
    'there is no control run',
  ],
  [/^\w+\./, isUnfinished, 'the run ended before the phase did'],
  [/^operationsHurt$/, () => true, 'the run ended before the fault'],
  [/^herd/, () => true, 'no backend that stayed healthy had a load before'],
  [
    /retryAmplification$/,
    ({ incident }) => incident.figures.traffic.some(({ backendAttempts }) => backendAttempts === null),
    'a proxy outside does not tell what it passes on',
  ],
  [/nines$/, ({ path, value }) => value(path.replace('nines', 'availability')) === 1, 'nothing failed'],
];

/** Why figures are null, by the paths of their metrics. */
export function unknownFigures(view: IncidentView, figures: Known): UnknownFigure[] {
  const values = new Map(failoverMetrics(figures));
  return [...values].flatMap(([metric, value]): UnknownFigure[] => {
    if (value !== null) return [];
    const asked = {
      ...view,
      path: metric.slice('failover.'.length),
      value: (path: string) => values.get(`failover.${path}`),
    };
    const reason = REASONS.find(([paths, fits]) => paths.test(asked.path) && fits(asked));
    return [{ metric, why: reason?.[2] ?? 'not enough samples' }];
  });
}

function isUnfinished({ path, resolved, end }: Asked): boolean {
  const phase = resolved.phases.find(({ name }) => path.startsWith(`${name}.`));
  return phase !== undefined && end < phase.to;
}
