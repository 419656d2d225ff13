import { ejectionQuality, pairEjections, timeToEject, type Ejection, type FaultSpan } from '../measure/ejection.ts';
import type { Delay } from '../measure/failover.ts';
import { round } from '../measure/round.ts';
import { SECOND, type Nanos } from '../world/world.ts';
import { faultSpans } from './fault-spans.ts';
import { proxyNames } from './herd-figures.ts';
import type { IncidentView } from './incident-view.ts';
import { knownServers } from './oncall-proxies.ts';
import type { DelaySeconds, EjectionFigures } from './result.ts';
import { runTimeAt, secondsAt } from './seconds.ts';

/** The longest that a policy looks back: who is ejected so long after its fault was ejected for it. */
const GRACE: Nanos = 30 * SECOND;

export interface Ejected {
  readonly list: readonly Ejection[];
  /** What really was wrong. */
  readonly faults: readonly FaultSpan[];
  readonly grace: Nanos;
}

/** By policies and by people alike. */
export function ejectionsOf({ scenario, resolved, incident, compress, end }: IncidentView): Ejected {
  return {
    list: incident.figures.proxies.flatMap((proxy) =>
      proxy.ejections.map(({ at, until, backend }): Ejection => ({
        at: runTimeAt(resolved, at),
        until: until === null ? null : runTimeAt(resolved, until),
        proxy: proxy.name,
        backend,
      })),
    ),
    // What a run that was aborted never came to has hurt nobody.
    faults: faultSpans(scenario, resolved).filter(({ from }) => from < end),
    // Detectors take their time, however short the timeline is.
    grace: GRACE * compress,
  };
}

/** Who was ejected, how soon, and rightly so? */
export function ejectionFigures(view: IncidentView): EjectionFigures {
  const { scenario, incident, resolved, compress, end } = view;
  const { list, faults, grace } = ejectionsOf(view);
  // Whom nobody asks ejects nobody.
  const proxies = knownServers(proxyNames(incident), scenario);
  const backends = incident.figures.backends.slice(0, resolved.cluster.backends).map(({ name }) => name);
  const pairs = pairEjections(list, faults, { proxies, backends, grace });
  const quality = ejectionQuality(list, faults, { backends, duration: end, grace });
  const isCompressed = compress !== 1;
  const inTime = (delay: Delay | null): DelaySeconds => (isCompressed || delay === null ? null : seconds(delay));
  return {
    timeToEject: inTime(timeToEject(pairs)),
    timeToFirstEject: inTime(quickest(pairs.map(({ toEject }) => toEject))),
    faultyPairs: pairs.length,
    pairsNeverEjected: pairs.filter(({ toEject }) => toEject === 'never').length,
    ejections: quality.ejections,
    falseEjections: quality.falseEjections,
    ejectionPrecision: quality.precision,
    falseEjectionsPerNodeHour: isCompressed ? null : quality.falsePerHealthyNodeHour,
    pairs: pairs.map(({ proxy, backend, from, toEject }) => ({
      proxy,
      backend,
      from: secondsAt(resolved, from),
      toEject: seconds(toEject),
    })),
  };
}

function quickest(delays: readonly Delay[]): Delay | null {
  const known = delays.filter((delay) => delay !== 'never');
  return delays.length === 0 ? null : known.length === 0 ? 'never' : known.reduce((a, b) => Math.min(a, b));
}

function seconds(delay: Delay): number | 'never' {
  return delay === 'never' ? 'never' : round(delay / SECOND, 3);
}
