import type { FailoverFigures, Result } from '../../scenario/result.ts';
import { NO_FAULT } from '../../scenario/unknown-figures.ts';
import { hasFaultPhase } from '../disturbance.ts';
import type { Block, Cell } from '../document.ts';
import { clock, count, grouped, NOT_AVAILABLE, percent, seconds, times } from '../format.ts';

/** `metric`: below `failover`, where a figure may be unknown. */
interface Line {
  readonly name: string;
  readonly value: Cell;
  readonly gloss: string;
  readonly metric?: string;
}

/** Did the cluster see it, act on it, and come back? What did it do to itself, and what did it cost? */
export function failover(result: Result): Block[] {
  const { failover: figures, phases } = result;
  const at = (name: string): string => clock(phases.find((phase) => phase.name === name)?.from ?? null);
  const aside = hasFaultPhase(result)
    ? `t0, the fault's begin: ${at('fault')}; t1, its end or its cure: ${at('recovery')}`
    : `${NO_FAULT}; t0, where one would begin: ${at('fault')}`;
  const group = (text: string, lines: readonly Line[]): Block[] => {
    const rows = lines.flatMap((line) => row(line, figures));
    return rows.length === 0
      ? []
      : [
          { kind: 'caption', text },
          { kind: 'facts', rows },
        ];
  };
  return [
    { kind: 'heading', text: 'Failover', aside },
    ...group('How soon', howSoon(figures)),
    ...group('What was taken out', whatWasTakenOut(figures)),
    ...group('Where the load went', whereTheLoadWent(result)),
    ...group('What it cost', whatItCost(figures)),
  ];
}

function row({ name, value, gloss, metric }: Line, { unknown }: FailoverFigures): [string, Cell, string][] {
  const why = metric === undefined ? undefined : unknown.find((each) => each.metric === `failover.${metric}`)?.why;
  if (why === NO_FAULT) return [];
  return [why === undefined ? [name, value, gloss] : [name, NOT_AVAILABLE, why]];
}

function howSoon(figures: FailoverFigures): Line[] {
  const { faultyPairs: pairs, pairsNeverEjected: never } = figures;
  const ejected =
    never === 0
      ? `median of ${pairs} pairs of a proxy and a sick backend; all ejected`
      : `median of ${pairs} pairs of a proxy and a sick backend; ${never} of them never ejected`;
  const windows = `from t0 on; ${figures.unjudgedWindows === 0 ? 'all had' : `${figures.unjudgedWindows} had not`} enough samples for a p99`;
  return [
    line('timeToDetect', 'time to detect', seconds(figures.timeToDetect), 'from t0 until somebody was told'),
    line('timeToBurnPage', 'burn-rate page', seconds(figures.timeToBurnPage), BURN_PAGE),
    line('timeToFirstEject', 'first ejection', seconds(figures.timeToFirstEject), 'of a sick backend, by any proxy'),
    line('timeToEject', 'time to eject', seconds(figures.timeToEject), ejected),
    line(
      'timeToFirstHarm',
      'time to first harm',
      seconds(figures.timeToFirstHarm),
      'until the first window that violates the SLO',
    ),
    line(
      'timeToRecover',
      'time to recover',
      seconds(figures.timeToRecover),
      'until the last window that violates the SLO was over',
    ),
    line(
      'hysteresis',
      'hysteresis',
      seconds(figures.hysteresis),
      `how long the harm outlived t1${metastable(figures.metastable)}`,
    ),
    { name: 'violating windows', value: `${figures.violatingWindows} of ${figures.windows}`, gloss: windows },
  ];
}

const BURN_PAGE = 'until the budget burnt 14.4x too fast over 1 h and 5 min, or 6x over 6 h';

function whatWasTakenOut(figures: FailoverFigures): Line[] {
  if (figures.ejections === 0) {
    return [{ name: 'ejections', value: '0', gloss: 'no proxy took any backend out of its ring' }];
  }
  const wrong = grouped(figures.falseEjections);
  const perHour = figures.falseEjectionsPerNodeHour;
  return [
    {
      name: 'ejections',
      value: grouped(figures.ejections),
      gloss: `by policies and people; ${wrong} of a backend that was well`,
    },
    line(
      'ejectionPrecision',
      'ejection precision',
      percent(figures.ejectionPrecision),
      'of ejections, those of sick backends',
    ),
    line(
      'falseEjectionsPerNodeHour',
      'false ejections',
      perHour === null ? NOT_AVAILABLE : perHour.toFixed(2),
      'per hour of a healthy backend, by all proxies together',
    ),
  ];
}

function whereTheLoadWent({ failover: figures, incident }: Result): Line[] {
  const { tip, tippedProxy, herdNode, herdFairShare } = figures;
  const proxies = incident.proxies.length;
  const first = `${tippedProxy ?? 'a proxy'} first: new connections above 3x its own baseline`;
  const herd = `load of ${herdNode ?? 'the worst healthy backend'} over its baseline; a fair share would be ${times(herdFairShare)}`;
  return [
    {
      name: 'herd tips over',
      value: clock(tip),
      gloss: tip === 'never' ? 'no proxy saw 3x its own baseline of new connections' : first,
    },
    {
      name: 'affected proxies',
      value: `${figures.affectedProxies} of ${proxies}`,
      gloss: 'new connections above 3x their own baseline',
    },
    line(
      'connectionHerd',
      'connection herd',
      times(figures.connectionHerd),
      "worst proxy's new connections over its baseline",
    ),
    line('herdFactor', 'herd factor', times(figures.herdFactor), herd),
    line(
      'retryAmplification',
      'retry amplification',
      times(figures.retryAmplification),
      'attempts at backends for each operation that clients began',
    ),
  ];
}

function whatItCost(figures: FailoverFigures): Line[] {
  const { blastRadius, hitRateBaseline, hitRateLowest, hitRateLowestAt } = figures;
  const before = percent(hitRateBaseline);
  const dip =
    figures.hitRateDip === 0
      ? `never below the ${before} of before`
      : `from ${before} before to ${percent(hitRateLowest)} at ${clock(hitRateLowestAt)}, at its lowest`;
  const nines = figures.nines === null ? 'nothing failed' : `${figures.nines.toFixed(2)} nines`;
  const lost = figures.answersLost;
  return [
    line(
      'goodputLoss',
      'goodput loss',
      percent(figures.goodputLoss),
      'of the answers in time that the control gave, while it lasted',
    ),
    line(
      'answersLost',
      'answers lost',
      lost === null ? NOT_AVAILABLE : count(lost),
      'in time in the control, and not here',
    ),
    line(
      'availability',
      'availability',
      percent(figures.availability),
      `operations answered in time, from t0 on; ${nines}`,
    ),
    line('burnRate', 'burn rate', times(figures.burnRate), 'failures over those that the SLO allows, from t0 on'),
    line('hitRateDip', 'hit-rate dip', percent(figures.hitRateDip), dip),
    line(
      'blastRadius.keys',
      'blast radius',
      percent(blastRadius.keys),
      'of keys, by weight, below the SLO in the phase "fault"',
    ),
    line(
      'blastRadius.tenants',
      '',
      percent(blastRadius.tenants),
      'of tenants: caches, or workloads where there are none',
    ),
    line('blastRadius.clients', '', percent(blastRadius.clients), 'of clients, one by one'),
    line(
      'blastRadius.proxies',
      '',
      percent(blastRadius.proxies),
      'of proxies, by the clients whose first proxy they are',
    ),
  ];
}

function line(metric: string, name: string, value: Cell, gloss: string): Line {
  return { metric, name, value, gloss };
}

function metastable(value: boolean | null): string {
  return value === null ? '' : value ? ': metastable' : ': not metastable';
}
