import type { MachineFigures, Result } from '../../scenario/result.ts';
import { Axis, type Row } from '../axis.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, grouped, percent } from '../format.ts';

/** A table that was never so full is not worth a line. */
const NOTEWORTHY = 0.5;
const SHOWN = 6;

/** How full the machines' tables were over time, and since when nothing went any more. */
export function descriptors(result: Result): Block[] {
  const { machines } = result.incident;
  const axis = Axis.of(result);
  const full = machines
    .filter(({ fileLimit, peak }) => fileLimit !== null && peak >= NOTEWORTHY * fileLimit)
    .sort((a, b) => share(b) - share(a));
  if (full.length === 0 || axis.from === axis.to) return [];
  const shown = full.slice(0, SHOWN);
  // Who fills the tables of others has descriptors of his own.
  const clients = machines
    .filter(({ of, fileLimit }) => of === 'clients' && fileLimit === null)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, 1);
  const rows = [...shown, ...clients].map(({ name, nodes, of, window, files, peak }): Row => {
    const note = `up to ${grouped(peak)}${of === 'cluster' ? '' : ' (no limit)'}`;
    const label = of === 'cluster' ? name : (nodes[0] ?? name);
    return { name: label, window, values: files, scale: 'linear', note };
  });
  const aside = full.length > shown.length ? `the fullest ${shown.length} of ${full.length}` : 'in use, by machine';
  return [
    { kind: 'heading', text: 'File descriptors', aside },
    { kind: 'picture', lines: axis.drawn(rows) },
    {
      kind: 'caption',
      text: 'When they were full',
      aside: 'denied: connects that failed and accepts that had to wait',
    },
    {
      kind: 'table',
      columns: [
        left('machine'),
        left('nodes'),
        right('table'),
        right('most'),
        right(''),
        right('full since'),
        right('last full'),
        right('denied'),
      ],
      rows: shown.map((machine) => row(machine, axis.from)),
    },
  ];
}

function share({ peak, fileLimit }: MachineFigures): number {
  return fileLimit === null ? 0 : peak / fileLimit;
}

function row(machine: MachineFigures, start: number): Cell[] {
  const { name, nodes, fileLimit, peak, fullAt, denied, files, window } = machine;
  const last = files.findLastIndex((used) => used >= (fileLimit ?? Infinity));
  return [
    name,
    nodes.join(', '),
    grouped(fileLimit ?? 0),
    grouped(peak),
    percent(share(machine)),
    fullAt === null ? 'never' : { text: clock(fullAt), tone: 'bad' },
    // Seen at the end of a window.
    last < 0 ? (fullAt === null ? 'never' : clock(fullAt)) : clock(start + (last + 1) * window),
    grouped(denied),
  ];
}
