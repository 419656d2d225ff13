import type { Result } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, count, NOT_AVAILABLE, percent, rate, seconds, times, type Figure } from '../format.ts';
import { difference, type Better, type Measure } from './difference.ts';
import type { NamedResult } from './named-result.ts';

interface Line {
  readonly name: string;
  readonly measure: Measure;
  readonly better: Better;
  of(result: Result): Figure;
  text(value: Figure): string;
}

/** `never` has no number. */
function told(format: (value: number | null) => string): (value: Figure) => string {
  return (value) => (value === 'never' ? value : format(value));
}

const amount = told((value) => (value === null ? NOT_AVAILABLE : count(value)));

function delay(name: string, of: Line['of']): Line {
  return { name, measure: 'delay', better: 'less', of, text: seconds };
}

function share(name: string, better: Better, of: Line['of']): Line {
  return { name, measure: 'share', better, of, text: told(percent) };
}

function factor(name: string, of: Line['of']): Line {
  return { name, measure: 'amount', better: 'less', of, text: told(times) };
}

/** In the order of the section of one run. */
const LINES: readonly Line[] = [
  delay('time to detect', ({ failover }) => failover.timeToDetect),
  delay('first ejection', ({ failover }) => failover.timeToFirstEject),
  delay('time to eject', ({ failover }) => failover.timeToEject),
  delay('time to first harm', ({ failover }) => failover.timeToFirstHarm),
  delay('time to recover', ({ failover }) => failover.timeToRecover),
  delay('hysteresis', ({ failover }) => failover.hysteresis),
  share('violating windows', 'less', ({ failover: { windows, violatingWindows } }) =>
    windows === 0 ? null : violatingWindows / windows,
  ),
  {
    name: 'false ejections',
    measure: 'amount',
    better: 'less',
    of: ({ failover }) => failover.falseEjectionsPerNodeHour,
    text: told(rate),
  },
  { name: 'herd tips over', measure: 'delay', better: 'neither', of: ({ failover }) => failover.tip, text: clock },
  {
    name: 'affected proxies',
    measure: 'amount',
    better: 'less',
    of: ({ failover }) => failover.affectedProxies,
    text: amount,
  },
  factor('connection herd', ({ failover }) => failover.connectionHerd),
  factor('herd factor', ({ failover }) => failover.herdFactor),
  factor('retry amplification', ({ failover }) => failover.retryAmplification),
  share('goodput loss', 'less', ({ failover }) => failover.goodputLoss),
  {
    name: 'answers lost',
    measure: 'amount',
    better: 'less',
    of: ({ failover }) => failover.answersLost,
    text: amount,
  },
  share('availability', 'more', ({ failover }) => failover.availability),
  factor('burn rate', ({ failover }) => failover.burnRate),
  share('hit-rate dip', 'less', ({ failover }) => failover.hitRateDip),
  share('blast radius', 'less', ({ failover }) => failover.blastRadius.keys),
];

/** Figures that no run can tell are left out. */
export function failoverTable(results: readonly NamedResult[]): Block[] {
  const rows = LINES.flatMap(({ name, of, text, measure, better }): Cell[][] => {
    const values = results.map(({ result }) => of(result));
    if (values.every((value) => value === null)) return [];
    const [first = null, ...others] = values;
    const cells = others.flatMap((value): Cell[] => [text(value), difference(value, first, measure, better)]);
    return [[name, text(first), ...cells]];
  });
  if (rows.length === 0) return [];
  const [first, ...others] = results;
  const columns = [
    left(''),
    right(first!.name),
    ...others.flatMap(({ name }) => [right(name), { ...right(`to ${first!.name}`), joined: true }]),
  ];
  return [
    {
      kind: 'heading',
      text: 'Failover',
      aside: `how soon, what it did to itself, what it cost; to ${first!.name}: the difference`,
    },
    { kind: 'table', columns, rows },
  ];
}
