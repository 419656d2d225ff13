import type { OriginFigures, OriginPhase, PageFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { Axis, type Row } from '../axis.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { grouped, NOT_AVAILABLE, percent, rate, seconds, times } from '../format.ts';
import { highest } from '../sparkline.ts';
import { SHOWN_PHASES } from './workloads.ts';

/** What misses cost: the load of the database behind the caches, and the web apps that wait for it. */
export function origin(result: Result): Block[] {
  const { origin: figures } = result.incident;
  if (figures === undefined) return [];
  return [
    {
      kind: 'heading',
      text: 'Origin',
      aside: `the database behind the caches, which executes ${grouped(figures.concurrency)} queries at once`,
    },
    load(figures, result.control?.origin),
    { kind: 'facts', rows: facts(result, figures) },
    ...apps(result),
    ...overTime(result, figures),
  ];
}

function load(figures: OriginFigures, control: OriginFigures | undefined): Block {
  const columns = [left('phase'), right('reads/s'), right('busiest second'), right('busy')];
  if (control !== undefined) columns.push(right('control reads/s'), right('busy'));
  const rows = SHOWN_PHASES.flatMap((phase): Cell[][] => {
    const [mine, theirs] = [at(figures, phase), control && at(control, phase)];
    if (mine === undefined) return [];
    const cells: Cell[] = [phase, rate(mine.readsPerSecond), grouped(mine.peakPerSecond), busy(mine)];
    if (control !== undefined) cells.push(theirs ? rate(theirs.readsPerSecond) : NOT_AVAILABLE, busy(theirs));
    return [cells];
  });
  return { kind: 'table', columns, rows };
}

function at({ phases }: OriginFigures, phase: string): OriginPhase | undefined {
  return phases.find((each) => each.phase === phase);
}

function busy(phase: OriginPhase | undefined): Cell {
  const { utilisation = null } = phase ?? {};
  if (utilisation === null) return NOT_AVAILABLE;
  return utilisation >= 0.95 ? { text: percent(utilisation), tone: 'bad' } : percent(utilisation);
}

function facts({ failover }: Result, figures: OriginFigures): [string, Cell, string][] {
  const { executed, forNobody, refused, skipped } = figures;
  const { backfill = null, peakOriginLoad = null } = failover;
  const rows: [string, Cell, string][] = [
    ['extra reads', backfill === null ? NOT_AVAILABLE : grouped(backfill), 'beyond the control, from the baseline on'],
    ['peak load', times(peakOriginLoad), "its busiest window over the control's mean window"],
    [
      'for nobody',
      forNobody === 0 ? '0' : share(forNobody, executed),
      'of what it executed, for pages that had given up',
    ],
  ];
  if (refused > 0) rows.push(['turned down', grouped(refused), 'queries, for too many waited']);
  if (skipped > 0) rows.push(['not begun', grouped(skipped), 'queries, for their pages had given up']);
  return rows;
}

function share(part: number, whole: number): Cell {
  return { text: `${grouped(part)} (${percent(part / whole)})`, tone: 'bad' };
}

/** Why pages failed. */
function apps({ incident }: Result): Block[] {
  const columns = [
    left('pages'),
    left('phase'),
    ...['all', 'served', 'refused', 'late', 'failed'].map((head) => right(head)),
  ];
  const rows = incident.workloads
    .filter(({ app }) => app !== undefined)
    .flatMap(({ name, phases }) =>
      phases
        .filter(({ phase }) => SHOWN_PHASES.includes(phase))
        .map(({ phase, pages }) => [name, phase, ...ends(pages)]),
    );
  return [
    { kind: 'table', columns, rows },
    { kind: 'paragraph', text: LEGEND, tone: 'quiet' },
  ];
}

const LEGEND =
  'refused: neither a worker nor a place in the queue was free. late: the deadline passed. ' +
  'failed: the origin did not answer a query, or turned it down.';

function ends({ count, complete, failed, refused = 0, late = 0 }: PageFigures): Cell[] {
  return [count, complete, refused, late, failed - refused - late].map((n, i): Cell => {
    return i >= 2 && n > 0 ? { text: grouped(n), tone: 'bad' } : grouped(n);
  });
}

function overTime(result: Result, { window, series }: OriginFigures): Block[] {
  const axis = Axis.of(result);
  if (axis.from === axis.to) return [];
  const upTo = (values: readonly number[]): string => `up to ${grouped(highest(values) ?? 0)}`;
  const row = (name: string, values: readonly number[], note = upTo(values)): Row => {
    return { name, window, values, scale: 'linear', note };
  };
  return [
    { kind: 'caption', text: `Origin over time, in ${seconds(window)}` },
    {
      kind: 'picture',
      lines: axis.drawn([
        row('queries', series.reads),
        row('of them for nobody', series.forNobody),
        row('wait at the end', series.waiting),
        ...result.incident.workloads.flatMap((workload) => workersOf(workload, row)),
      ]),
    },
  ];
}

function workersOf<T>(
  { name, app }: WorkloadFigures,
  row: (name: string, values: readonly number[], note: string) => T,
): T[] {
  if (app === undefined) return [];
  const most = grouped(Math.round(highest(app.series.busy) ?? 0));
  return [row(`workers of ${name}`, app.series.busy, `up to ${most} of ${grouped(app.workers)}`)];
}
