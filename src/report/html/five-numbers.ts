/** The five numbers that matter, for somebody who reads nothing else. */
import type { Result, RunFigures, WorkloadFigures } from '../../scenario/result.ts';
import { hasFaultPhase } from '../disturbance.ts';
import { clock, grouped, latency, NOT_AVAILABLE, percent, rate, seconds, times, type Figure } from '../format.ts';
import { html, type Markup } from './markup.ts';

export interface KeyNumber {
  readonly name: string;
  readonly value: string;
  /** What it is held against, or where it is from. */
  readonly beside: string;
  /** Harm, or none where there might have been. */
  readonly tone?: 'good' | 'bad';
}

/** Of a run with a fault: harm, its size and its length. Of one without: how fast and how well it served. */
export function fiveNumbers(result: Result): KeyNumber[] {
  return hasFaultPhase(result) ? faultNumbers(result) : calmNumbers(result);
}

export function numbersMarkup(numbers: readonly KeyNumber[]): Markup {
  return html`<dl class="numbers">
    ${numbers.map(
      ({ name, value, beside, tone }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>
            <span class="${`value ${tone ?? ''}`.trim()}">${value}</span>
            <span class="beside">${beside}</span>
          </dd>
        </div> `,
    )}
  </dl>`;
}

function faultNumbers(result: Result): KeyNumber[] {
  const { failover } = result;
  const failed = failedInPhase(result, 'fault');
  return [
    worstTail(result, 'fault'),
    { ...failed, name: `${failed.name} in the fault` },
    {
      name: 'Goodput lost',
      value: percent(failover.goodputLoss),
      beside:
        failover.answersLost === null
          ? 'of what the control gave'
          : `${grouped(failover.answersLost)} answers that the control gave`,
      ...harm(failover.goodputLoss, 0.0005),
    },
    timeToAct(result),
    {
      name: 'Recovered after',
      value: spell(failover.timeToRecover),
      beside:
        failover.violatingWindows === 0
          ? 'no window violates the SLO'
          : failover.timeToRecover === 'never'
            ? 'the run ends below the SLO'
            : `${spell(failover.hysteresis)} after the cause was over`,
      ...(failover.timeToRecover === 'never' ? { tone: 'bad' } : {}),
    },
  ];
}

/** When somebody was told, and when the sick backends were out. */
function timeToAct({ failover, incident }: Result): KeyNumber {
  const told = incident.oncall?.pages[0];
  const effective = told?.deed;
  if (told !== undefined && effective) {
    return {
      name: 'From page to effect',
      value: seconds(effective.at - told.sentAt),
      beside: `sent ${clock(told.sentAt)}, effective ${clock(effective.at)}`,
    };
  }
  if (failover.faultyPairs === 0) {
    return {
      name: 'Violating windows',
      value: `${failover.violatingWindows} of ${failover.windows}`,
      beside: 'of the SLO, from the fault on',
    };
  }
  const { peakOriginLoad = null } = failover;
  if (failover.ejections === 0 && peakOriginLoad !== null) {
    return {
      name: 'Load of the origin',
      value: times(peakOriginLoad),
      beside: 'its busiest window over the control’s mean',
    };
  }
  return {
    name: 'Ejected after',
    value: spell(failover.timeToEject),
    beside: failover.ejections === 0 ? 'nobody ejected anything' : 'median of proxies and sick backends',
  };
}

function calmNumbers(result: Result): KeyNumber[] {
  const phase = result.phases.some(({ name, from, to }) => name === 'fault' && to > from) ? 'fault' : 'baseline';
  const goodput = sum(result.incident, (workload) => phaseOf(workload, phase)?.all.goodput ?? 0);
  const { health, incident } = result;
  const promise = result.scenario.slo.availability;
  return [
    worstTail(result, phase),
    failedInPhase(result, phase),
    {
      name: 'Goodput',
      value: `${rate(goodput)}/s`,
      beside: `${grouped(incident.totals.operations)} operations in all`,
    },
    {
      name: 'Availability',
      value: percent(result.failover.availability),
      beside: promise === undefined ? 'of operations, in time' : `SLO ${percent(promise)}`,
    },
    {
      name: 'Load achieved',
      value: percent(health.achievedShare),
      beside: `send lag p99 ${latency(health.sendLagP99Us)}`,
    },
  ];
}

/** p99 of healthy keys, of the workload that suffered most; all keys where no fault tells them apart. */
function worstTail({ incident, control }: Result, phase: string): KeyNumber {
  const tails = incident.workloads.flatMap((workload, i) => {
    const p99 = phaseOf(workload, phase)?.healthy.p99 ?? null;
    const before = control?.workloads[i] && phaseOf(control.workloads[i], phase)?.healthy.p99;
    return p99 === null ? [] : [{ name: workload.name, p99, before: before ?? null }];
  });
  const ratio = ({ p99, before }: (typeof tails)[number]): number => (before ? p99 / before : p99);
  const worst = tails.sort((a, b) => ratio(b) - ratio(a))[0];
  if (worst === undefined) return { name: 'p99 of healthy keys', value: NOT_AVAILABLE, beside: 'too few samples' };
  const { name, p99, before } = worst;
  const isHurt = before !== null && p99 > 2 * before;
  return {
    name: 'p99 of healthy keys',
    value: latency(p99),
    beside: before ? `${name}; ${times(p99 / before)} the control’s ${latency(before)}` : name,
    ...(isHurt && { tone: 'bad' }),
  };
}

/** Of web apps it is pages: one may fail though the cache answers, for what is behind the cache does not. */
function failedInPhase({ incident, control }: Result, phase: string): KeyNumber {
  const what = incident.origin === undefined ? 'operations' : 'pages';
  const share = (run: RunFigures): number | null => {
    const counts = run.workloads.flatMap((workload) => {
      const figures = phaseOf(workload, phase);
      if (figures === undefined) return [];
      const { all, pages } = figures;
      return what === 'pages' ? [pages] : [{ count: all.operations, failed: all.failed }];
    });
    const count = counts.reduce((n, each) => n + each.count, 0);
    return count === 0 ? null : counts.reduce((n, { failed }) => n + failed, 0) / count;
  };
  const failed = share(incident);
  return {
    name: what === 'pages' ? 'Pages failed' : 'Failed',
    value: percent(failed),
    beside: control === null ? `of ${what}` : `of ${what}; control ${percent(share(control))}`,
    ...harm(failed, 0.001),
  };
}

function phaseOf({ phases }: WorkloadFigures, name: string): WorkloadFigures['phases'][number] | undefined {
  return phases.find(({ phase }) => phase === name);
}

function sum({ workloads }: RunFigures, of: (workload: WorkloadFigures) => number): number {
  return workloads.reduce((n, workload) => n + of(workload), 0);
}

function harm(share: number | null, from: number): { tone?: 'good' | 'bad' } {
  return share === null ? {} : { tone: share > from ? 'bad' : 'good' };
}

function spell(delay: Figure): string {
  return delay === null ? NOT_AVAILABLE : seconds(delay);
}
