import type { FailoverPhase, Result } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { grouped, NOT_AVAILABLE, percent, rate, times } from '../format.ts';

type Figure = Exclude<keyof FailoverPhase, 'phase' | 'from' | 'to'>;

interface Field {
  readonly name: string;
  readonly gloss: string;
  readonly ofControl?: boolean;
  readonly figure: Figure;
  cell(phase: FailoverPhase): Cell;
}

const FIELDS: readonly Field[] = [
  { name: 'goodput/s', figure: 'goodput', gloss: 'answers in time', cell: ({ goodput }) => rate(goodput) },
  {
    name: 'control',
    figure: 'controlGoodput',
    ofControl: true,
    gloss: 'the same seed without the faults',
    cell: ({ controlGoodput }) => rate(controlGoodput),
  },
  {
    name: 'goodput loss',
    figure: 'goodputLoss',
    ofControl: true,
    gloss: "of the control's",
    cell: ({ goodputLoss }) => ({ text: percent(goodputLoss), tone: (goodputLoss ?? 0) >= 0.01 ? 'bad' : 'strong' }),
  },
  {
    name: 'retry amplification',
    figure: 'retryAmplification',
    gloss: 'attempts at backends per operation',
    cell: ({ retryAmplification }) => times(retryAmplification),
  },
  {
    name: 'new connections/s',
    figure: 'newConnections',
    gloss: 'on all proxies together',
    cell: ({ newConnections }) => rate(newConnections),
  },
  {
    name: 'their peak/s',
    figure: 'newConnectionsPeak',
    gloss: 'in the highest window',
    cell: ({ newConnectionsPeak }) => rate(newConnectionsPeak),
  },
  { name: 'hit rate', figure: 'hitRate', gloss: 'of gets that were answered', cell: ({ hitRate }) => percent(hitRate) },
  {
    name: 'ejections',
    figure: 'ejections',
    gloss: 'in brackets those of a backend that was well',
    cell: ({ ejections, falseEjections }) =>
      falseEjections > 0
        ? { text: `${grouped(ejections)} (${grouped(falseEjections)})`, tone: 'bad' }
        : grouped(ejections),
  },
  {
    name: 'availability',
    figure: 'availability',
    gloss: 'operations answered in time',
    cell: ({ availability }) => percent(availability),
  },
  { name: 'nines', figure: 'nines', gloss: 'of it', cell: ({ nines }) => nines?.toFixed(2) ?? NOT_AVAILABLE },
  { name: 'burn rate', figure: 'burnRate', gloss: 'of the error budget', cell: ({ burnRate }) => times(burnRate) },
  {
    name: 'violating windows',
    figure: 'violatingWindows',
    gloss: 'of all',
    cell: ({ windows, violatingWindows }) => ({
      text: `${violatingWindows} of ${windows}`,
      tone: violatingWindows > 0 ? 'bad' : 'strong',
    }),
  },
];

/** The same figures before, in and after the fault, side by side. */
export function phases({ failover, control }: Result): Block[] {
  const reached = failover.phases.filter(({ from, to }) => to > from);
  if (reached.length === 0) return [];
  const fields = FIELDS.filter(({ ofControl }) => ofControl !== true || control !== null);
  const columns = [left(''), ...reached.map(({ phase }) => right(phase, 10)), left('')];
  const rows = fields.map(({ name, gloss, cell }): Cell[] => [
    name,
    ...reached.map(cell),
    { text: gloss, tone: 'quiet' },
  ]);
  return [
    { kind: 'caption', text: 'By phase' },
    { kind: 'table', columns, rows },
    ...untold(failover, fields, reached),
  ];
}

/** Why some are n/a, each reason once. */
function untold({ unknown }: Result['failover'], fields: readonly Field[], reached: readonly FailoverPhase[]): Block[] {
  const reasons = new Map<string, Set<string>>();
  for (const { phase } of reached) {
    for (const { figure, name } of fields) {
      const why = unknown.find(({ metric }) => metric === `failover.${phase}.${figure}`)?.why;
      if (why !== undefined) reasons.set(why, (reasons.get(why) ?? new Set()).add(name));
    }
  }
  if (reasons.size === 0) return [];
  const text = [...reasons].map(([why, names]) => `${why} (${[...names].join(', ')})`).join('; ');
  return [{ kind: 'paragraph', text: `n/a: ${text}.`, tone: 'quiet' }];
}
