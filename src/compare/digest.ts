/** What a comparison keeps of a run: a few figures of hundreds of kilobytes. Plain data, so that it crosses threads. */
import { ratio } from '../measure/round.ts';
import { goodBadIn } from '../scenario/good-bad.ts';
import type { PhaseName, Result, RunFigures } from '../scenario/result.ts';

/** Times in seconds, shares 0..1; null: the run cannot tell. */
export type Figure = number | 'never' | null;

/** What the fault can have hurt. */
const SINCE_FAULT: readonly PhaseName[] = ['fault', 'recovery'];

/** Where the figures of a run stand among the metrics of its result. */
export const FIGURES = {
  timeToFirstHarm: 'failover.timeToFirstHarm',
  timeToDetect: 'failover.timeToDetect',
  timeToEject: 'failover.timeToEject',
  timeToRecover: 'failover.timeToRecover',
  hysteresis: 'failover.hysteresis',
  /** Of the scenario, not since the fault. */
  tip: 'failover.tip',
  affectedProxies: 'failover.affectedProxies',
  connectionHerd: 'failover.connectionHerd',
  retryAmplification: 'failover.retryAmplification',
  /** By all proxies, per hour of a healthy backend. */
  falseEjections: 'failover.falseEjectionsPerNodeHour',
  /** From the first page that was acted on to its effect. */
  pageToEffect: 'incident.oncall.toEffective',
} as const;

/** What else is computed from the run and its control. */
interface Impact {
  /** What customers lost, from the fault to the end of the run: see `goodputLost`. */
  readonly goodputLost: number | null;
  /** Of all pages that began in that time. */
  readonly pagesFailed: number | null;
}

export type FigureName = keyof typeof FIGURES | keyof Impact;

/** Pages of one workload that began in the fault or after it. */
export interface PagesEnded {
  readonly workload: string;
  readonly count: number;
  readonly failed: number;
}

export interface RunDigest {
  /** `whole`: it counts. The others do not, and `reasons` say why. */
  readonly ended: 'whole' | 'invalid' | 'aborted' | 'error';
  readonly reasons: readonly string[];
  readonly traceHash: string | null;
  readonly metastable: boolean | null;
  readonly figures: Readonly<Record<FigureName, Figure>>;
  /** Of all workloads, in their order. */
  readonly pages: readonly PagesEnded[];
  /** Further metrics that were asked for, by path; null also where the result has none of that name. */
  readonly metrics: readonly (readonly [path: string, value: Figure])[];
}

export function digestOf(result: Result, metrics: readonly string[]): RunDigest {
  const all = new Map(result.metrics);
  const { name, reasons } = result.verdict;
  const ended = name === 'invalid' || name === 'aborted' ? name : 'whole';
  const pages = pagesEnded(result.incident);
  const metastable = all.get('failover.metastable') ?? null;
  return {
    ended,
    // That a variation does not show what the scenario must is what was asked, and no fault of the run.
    reasons: ended === 'whole' ? [] : reasons,
    traceHash: result.incident.traceHash,
    metastable: metastable === null ? null : metastable === 1,
    figures: figuresOf((path) => all.get(path) ?? null, {
      goodputLost: goodputLost(result),
      pagesFailed: failedShare(pages),
    }),
    pages,
    metrics: metrics.map((path) => [path, all.get(path) ?? null]),
  };
}

/** Of a run that has no result. */
export function emptyDigest(ended: 'aborted' | 'error', reasons: readonly string[]): RunDigest {
  const figures = figuresOf(() => null, { goodputLost: null, pagesFailed: null });
  return { ended, reasons, traceHash: null, metastable: null, figures, pages: [], metrics: [] };
}

function figuresOf(of: (path: string) => Figure, impact: Impact): RunDigest['figures'] {
  const entries = Object.entries(FIGURES).map(([name, path]) => [name, of(path)]);
  // The keys of FIGURES, and those that no metric has.
  return { ...Object.fromEntries(entries), ...impact } as RunDigest['figures'];
}

/**
 * (control - run) / control, of answers within their deadline to operations that began in the fault's or the recovery's
 * phase; customers of a web app see its pages, see `goodput.ts`. `failover.goodputLoss` ends with the harm, which differs
 * from variation to variation: this is over the same time for all. Slightly below 0 where the run did better than its
 * control.
 */
function goodputLost({ incident, control }: Result): number | null {
  if (control === null) return null;
  const expected = goodBadIn(control, SINCE_FAULT).good;
  return ratio(expected - goodBadIn(incident, SINCE_FAULT).good, expected);
}

/** From the fault on, as what was lost is. */
export function pagesEnded({ workloads }: RunFigures): PagesEnded[] {
  return workloads.map(({ name, phases }) => {
    const since = phases.filter(({ phase }) => SINCE_FAULT.includes(phase));
    const sum = (of: 'count' | 'failed'): number => since.reduce((n, { pages }) => n + pages[of], 0);
    return { workload: name, count: sum('count'), failed: sum('failed') };
  });
}

/** A page is a page, whoever asked for it; null when there was none. */
export function failedShare(pages: readonly PagesEnded[]): number | null {
  const count = pages.reduce((n, each) => n + each.count, 0);
  return count === 0 ? null : pages.reduce((n, each) => n + each.failed, 0) / count;
}
