/** What a run leaves of its people on call. Times in seconds relative to the scenario's zero. */
import { round } from '../measure/round.ts';
import type { PageEntry } from '../oncall/page.ts';

export interface OncallFigures {
  /** Alerts that fired, in order of time. */
  readonly alerts: readonly AlertFigures[];
  /** In the order in which they were opened. */
  readonly pages: readonly PagingFigures[];
}

export interface AlertFigures {
  readonly rule: string;
  /** The first scrape that met the condition; when it had been met for long enough. */
  readonly pendingAt: number;
  readonly firedAt: number;
  /** Null: it fired until the end. */
  readonly resolvedAt: number | null;
  /** What the rule saw as it fired. */
  readonly says: string;
}

export interface PagingFigures {
  readonly rule: string;
  readonly sentAt: number;
  readonly log: readonly {
    readonly at: number;
    readonly kind: PageEntry['kind'];
    readonly person: string;
    /** '' where no channel is concerned. */
    readonly channel: string;
  }[];
  /** Null: nobody has acted by the end of the run. */
  readonly deed: {
    readonly at: number;
    readonly by: string;
    /** Empty: there was nothing left to do. */
    readonly nodes: readonly string[];
    readonly says: string;
  } | null;
}

type Metric = [path: string, value: number | null | 'never'];

/**
 * `<run>.oncall.<figure>`: alerts, pages, actedOn (nodes); the first alertAt, arrivedAt, acknowledgedAt and effectiveAt;
 * and toEffective, the seconds from the first page that was acted on to its effect.
 */
export function oncallMetrics(run: string, figures: OncallFigures | undefined): Metric[] {
  if (figures === undefined) return [];
  const { alerts, pages } = figures;
  const first = (kind: PageEntry['kind']): number | 'never' =>
    earliest(pages.flatMap(({ log }) => log.filter((entry) => entry.kind === kind).map(({ at }) => at)));
  const acted = pages.find(({ deed }) => deed !== null);
  return Object.entries({
    alerts: alerts.length,
    pages: pages.length,
    actedOn: pages.reduce((n, { deed }) => n + (deed?.nodes.length ?? 0), 0),
    alertAt: earliest(alerts.map(({ firedAt }) => firedAt)),
    arrivedAt: first('arrived'),
    acknowledgedAt: first('acknowledged'),
    effectiveAt: first('effective'),
    toEffective: acted?.deed ? round(acted.deed.at - acted.sentAt, 3) : ('never' as const),
  }).map(([name, value]) => [`${run}.oncall.${name}`, value]);
}

function earliest(times: readonly number[]): number | 'never' {
  return times.length === 0 ? 'never' : times.reduce((a, b) => Math.min(a, b));
}
