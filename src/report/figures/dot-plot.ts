/** The ranking of a comparison: what customers lost with each variant, under all seeds. */
import type { ComparedRow, Comparison } from '../../compare/comparison.ts';
import { share } from '../comparison-words.ts';
import { left, right, type Cell } from '../document.ts';
import { grouped, NOT_AVAILABLE, percent } from '../format.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { fitted, STRONG, textWidth } from './lettering.ts';
import { lossScale, type LossScale } from './loss-scale.ts';
import { box, dot, label, line, type Point } from './marks.ts';
import { px } from './scale.ts';

const ROW = 24;
const NARROW_ROW = 42;
const TOP = 26;
const RANK = 38;
const NAME_MAX = 210;
const VALUE = 74;

/** Numbers of a row; null: no run of it counts. */
interface Loss {
  readonly row: ComparedRow;
  readonly spread: {
    readonly median: number;
    readonly q1: number;
    readonly q3: number;
    readonly min: number;
    readonly max: number;
  } | null;
  readonly runs: readonly number[];
}

export function dotPlot(comparison: Comparison, id = 'ranking'): Markup | null {
  const losses = comparison.table.map((row) => lossOf(row, comparison));
  const values = losses.flatMap(({ spread, runs }) => (spread === null ? [] : [spread.min, spread.max, ...runs]));
  if (values.length === 0) return null;
  const scale = lossScale(
    values,
    losses.flatMap(({ spread }) => spread?.median ?? []),
  );
  const reference = comparison.variations[0]?.name ?? '';
  return figure({
    id,
    title: 'What customers lost, best first',
    says:
      'Of the answers in time that the control gave, from the fault to the end. The dot is the median over the seeds, half ' +
      'of the runs lie within the bar, all within the thin line; a sign = at the rank says that the seeds do not allow to ' +
      `tell these apart. ${scale.says}`,
    draw: (sheet) => draw(losses, { scale, reference }, sheet),
    table: tableOf(losses, reference),
  });
}

function lossOf(row: ComparedRow, { runs }: Comparison): Loss {
  const { median, q1, q3, min, max } = row.figures.goodputLost;
  const told = (value: typeof median): number => (typeof value === 'number' ? value : 0);
  return {
    row,
    spread:
      row.rank === null || typeof median !== 'number'
        ? null
        : { median, q1: told(q1), q3: told(q3), min: told(min), max: told(max) },
    runs: runs.flatMap(({ variation, ended, figures: { goodputLost } }) =>
      variation === row.name && ended === 'whole' && typeof goodputLost === 'number' ? [goodputLost] : [],
    ),
  };
}

interface Plot {
  readonly scale: LossScale;
  /** Its name. */
  readonly reference: string;
}

function draw(losses: readonly Loss[], { scale, reference }: Plot, { width, isNarrow }: Sheet): Drawing {
  const rowHeight = isNarrow ? NARROW_ROW : ROW;
  const names = Math.min(NAME_MAX, Math.max(...losses.map(({ row }) => STRONG * textWidth(row.name))));
  const from = isNarrow ? 6 : RANK + names + 16;
  const to = isNarrow ? width - 6 : width - VALUE;
  const bottom = TOP + losses.length * rowHeight;
  const x = scale.over([from, to]);
  const first = losses.find(({ row }) => row.name === reference)?.spread ?? null;
  return {
    height: bottom + 26,
    marks: [
      scale
        .ticks(to - from)
        .map((at) => [
          line('grid', { x: x(at), y: TOP }, { x: x(at), y: bottom }),
          label({ x: x(at), y: bottom + 18 }, tickText(at, scale), 'quiet middle'),
        ]),
      line('axis', { x: from, y: bottom }, { x: to, y: bottom }),
      !isNarrow && label({ x: width, y: 15 }, 'median', 'quiet end'),
      first !== null && referenceMarks(x(first.median), reference, { top: TOP, bottom, from, to }),
      losses.map((loss, i) => {
        const y = TOP + i * rowHeight;
        const isNew = i > 0 && loss.row.rank !== losses[i - 1]!.row.rank;
        const place = { x, y, from, width, names, isNarrow, isReference: loss.row.name === reference };
        return [isNew && line('axis', { x: 0, y }, { x: width, y }), rowMarks(loss, place)];
      }),
    ],
  };
}

function tickText(at: number, { least }: LossScale): string {
  // Ticks are round: without zeros behind the point.
  const text = percent(at)
    .replace(/(\.\d*?)0+ /, '$1 ')
    .replace('. ', ' ');
  return least !== null && at <= least ? `≤ ${text}` : text;
}

interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
}

function referenceMarks(x: number, name: string, { top, bottom, from, to }: Range): Content {
  const text = fitted(`reference: ${name}`, to - from);
  const half = textWidth(text) / 2;
  return [
    line('reference', { x, y: top - 6 }, { x, y: bottom }),
    label({ x: Math.max(from + half, Math.min(to - half, x)), y: 15 }, text, 'quiet middle'),
  ];
}

interface RowPlace {
  readonly x: (loss: number) => number;
  readonly y: number;
  readonly from: number;
  readonly width: number;
  readonly names: number;
  readonly isNarrow: boolean;
  readonly isReference: boolean;
}

function rowMarks(loss: Loss, { x, y, from, width, names, isNarrow, isReference }: RowPlace): Content {
  const { row, spread } = loss;
  const text = y + 17;
  const middle = y + (isNarrow ? 30 : ROW / 2);
  const room = isNarrow ? width - RANK - VALUE : names;
  const isBest = row.rank === 1;
  const title = `${row.name}: ${row.says}. ${spreadText(loss)}`;
  return html`<g class="${isReference ? 'row is-reference' : isBest ? 'row is-best' : 'row'}">
    ${row.rank !== null && label({ x: RANK - 10, y: text }, `${row.rank}${row.shared ? '=' : ''}`, 'quiet end')}
    ${label({ x: RANK, y: text }, fitted(row.name, room / STRONG), isReference || isBest ? 'strong' : '')}
    ${
      spread === null
        ? label({ x: isNarrow ? RANK : from, y: isNarrow ? y + 35 : text }, 'no run of it counts', 'quiet')
        : [
            label({ x: width, y: text }, share(spread.median), 'end'),
            line('range', { x: x(spread.min), y: middle }, { x: x(spread.max), y: middle }),
            box('quartiles', { x: x(spread.q1), y: middle - 4, width: x(spread.q3) - x(spread.q1), height: 8 }),
            speckles(loss.runs.map((each) => ({ x: x(each), y: middle }))),
            dot('median', { x: x(spread.median), y: middle }, 5),
          ]
    }
    ${box('pointed-at', { x: 0, y, width, height: isNarrow ? NARROW_ROW : ROW }, title)}
  </g>`;
}

/** Lines without a length, whose ends are round. */
function speckles(points: readonly Point[]): Content {
  return html`<path class="runs" d="${points.map(({ x, y }) => `M${px(x)} ${px(y)}h0`).join('')}" />`;
}

function spreadText({ row, spread }: Loss): string {
  if (spread === null) return 'No run of it counts.';
  const runs = `${grouped(row.runs)} run${row.runs === 1 ? '' : 's'}`;
  return `Lost ${share(spread.median)}, quartiles ${share(spread.q1)} to ${share(spread.q3)}, all of ${runs} within ${share(spread.min)} to ${share(spread.max)}.`;
}

function tableOf(losses: readonly Loss[], reference: string): Parameters<typeof figure>[0]['table'] {
  const columns = [
    left('rank'),
    left('variant'),
    right('median'),
    right('quartiles'),
    right('range'),
    right('runs'),
    left(`against ${reference}`),
  ];
  const rows = losses.map(({ row, spread }): Cell[] => {
    const { rank, shared, name, runs, againstFirst } = row;
    return [
      rank === null ? NOT_AVAILABLE : `${rank}${shared ? '=' : ''}`,
      name,
      share(spread?.median ?? null),
      spread === null ? NOT_AVAILABLE : `${share(spread.q1)} to ${share(spread.q3)}`,
      spread === null ? NOT_AVAILABLE : `${share(spread.min)} to ${share(spread.max)}`,
      grouped(runs),
      name === reference
        ? 'the reference'
        : againstFirst === null
          ? NOT_AVAILABLE
          : againstFirst.tie
            ? 'a tie'
            : againstFirst.median < 0
              ? 'less'
              : 'more',
    ];
  });
  return { columns, rows };
}
