/** How several runs went, for those who have only characters: of each workload a row for each run, to one scale. */
import type { WorkloadFigures } from '../../scenario/result.ts';
import { Axis, type Row, type RowsHeading } from '../axis.ts';
import type { Block } from '../document.ts';
import { grouped, latency } from '../format.ts';
import { highest, type Values } from '../sparkline.ts';
import type { NamedResult } from './named-result.ts';

/** Of all windows, for latency to be drawn. */
const TOLD_MIN = 0.75;

/** Nothing where the runs do not share their phases, or windows of one width. */
export function overTime(results: readonly NamedResult[]): Block[] {
  const [first] = results;
  if (first === undefined || !share(results)) return [];
  const axis = Axis.of(first.result);
  if (axis.from === axis.to) return [];
  const names = new Set(results.flatMap(({ result }) => result.incident.workloads.map(({ name }) => name)));
  const rows = [...names].flatMap((name) => rowsOf(results, name));
  return rows.length === 0
    ? []
    : [
        { kind: 'heading', text: 'Over time', aside: 'one scale for all runs of a workload' },
        { kind: 'picture', lines: axis.drawn(rows) },
      ];
}

function share(results: readonly NamedResult[]): boolean {
  const axes = results.map(({ result: { phases, incident } }) =>
    JSON.stringify([phases, incident.workloads[0]?.series.window]),
  );
  return axes.every((axis) => axis === axes[0]);
}

type Series = WorkloadFigures['series'];

/** Failures where too many windows have too few answers for a p99. */
function rowsOf(results: readonly NamedResult[], workload: string): (Row | RowsHeading)[] {
  const found = results.flatMap(({ name, result }) => {
    const figures = result.incident.workloads.find((each) => each.name === workload);
    return figures === undefined ? [] : [{ name, series: figures.series }];
  });
  const tails = found.flatMap(({ series }) => series.all.p99);
  const isTold = tails.filter((value) => value !== null).length >= TOLD_MIN * tails.length;
  const valuesOf = ({ all }: Series): Values => (isTold ? all.p99 : all.failed);
  const among = found.flatMap(({ series }) => valuesOf(series));
  const rows = found.map(({ name, series }): Row => {
    const values = valuesOf(series);
    const top = highest(values) ?? 0;
    const note = `up to ${isTold ? latency(top) : grouped(top)}`;
    return { name, window: series.window, values, scale: isTold ? 'log' : 'linear', among, note };
  });
  const what = isTold ? 'p99 (logarithmic)' : 'failed operations per window (linear)';
  return [{ heading: `${workload}: ${what}` }, ...rows];
}
