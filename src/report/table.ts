import { cellsOf, padEnd, padStart } from './cells.ts';
import { span, type Cell, type Column, type Span } from './document.ts';

const GAP = '  ';
/** A column of text is not made narrower than this for the sake of others. */
const TEXT_MIN = 20;

type Row = readonly Span[];

/**
 * Lines of spans, aligned. A table that would be wider than `limit` first wraps its columns of text, the last one before
 * all others; then it goes on below itself, its first columns repeated: no line is broken, and nothing is left out. A
 * table whose heads are all empty has no head line.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], limit = Infinity): Span[][] {
  const cells = rows.map((row) => columns.map((_, i) => span(row[i] ?? '')));
  const heads = columns.map(({ head }): Span => ({ text: head, tone: 'quiet' }));
  const groups = groupsOf(columns, heads, cells, limit);
  return groups.flatMap((group, i) => {
    const pick = <T>(all: readonly T[]): T[] => group.map((index) => all[index]!);
    const part = groupLines(pick(columns), pick(heads), cells.map(pick), limit);
    return i === 0 ? part : [[], ...part];
  });
}

/** Which columns stand beside each other. */
function groupsOf(columns: readonly Column[], heads: Row, cells: readonly Row[], limit: number): number[][] {
  const all = columns.map((_, i) => i);
  const least = all.map((i) => leastWidth(columns[i]!, [heads[i]!, ...cells.map((row) => row[i]!)]));
  if (total(least) <= limit) return [all];
  const numbers = columns.findIndex(({ align }) => align === 'right');
  const keys = all.slice(0, Math.max(1, numbers));
  const groups = [[...keys]];
  for (const unit of unitsOf(columns, keys.length)) {
    const group = groups.at(-1)!;
    const isFull = group.length > keys.length && total([...group, ...unit].map((i) => least[i]!)) > limit;
    if (isFull) groups.push([...keys, ...unit]);
    else group.push(...unit);
  }
  return groups;
}

/** Columns with those that are joined to them. */
function unitsOf(columns: readonly Column[], from: number): number[][] {
  const units: number[][] = [];
  for (let i = from; i < columns.length; i++) {
    if (columns[i]!.joined === true && units.length > 0) units.at(-1)!.push(i);
    else units.push([i]);
  }
  return units;
}

function groupLines(columns: readonly Column[], heads: Row, cells: readonly Row[], limit: number): Span[][] {
  const widths = widthsOf(columns, heads, cells, limit);
  const lines = (row: Row): Row[] => {
    const texts = row.map(({ text }, i) =>
      columns[i]!.align === 'left' && cellsOf(text) > widths[i]! ? wrapped(text, widths[i]!) : [text],
    );
    const height = Math.max(...texts.map(({ length }) => length));
    return Array.from({ length: height }, (_, n) => row.map((cell, i) => ({ ...cell, text: texts[i]![n] ?? '' })));
  };
  const aligned = (row: Row): Span[] =>
    row.flatMap((cell, i) => {
      const pad = columns[i]!.align === 'right' ? padStart : i === row.length - 1 ? unpadded : padEnd;
      const padded = { ...cell, text: pad(cell.text, widths[i]!) };
      return i === 0 ? [padded] : [{ text: GAP }, padded];
    });
  return [...(heads.some(({ text }) => text !== '') ? [heads] : []), ...cells].flatMap(lines).map(aligned);
}

function widthsOf(columns: readonly Column[], heads: Row, cells: readonly Row[], limit: number): number[] {
  const of = (i: number): Row => [heads[i]!, ...cells.map((row) => row[i]!)];
  const widths = columns.map((_, i) => Math.max(...of(i).map(({ text }) => cellsOf(text))));
  const roomy = widths.map((width, i) => Math.max(width, columns[i]!.width ?? 0));
  if (total(roomy) <= limit) return roomy;
  const texts = columns.flatMap(({ align }, i) => (align === 'left' ? [i] : []));
  const last = columns.length - 1;
  for (const i of texts.sort((a, b) => Number(b === last) - Number(a === last) || widths[b]! - widths[a]!)) {
    const excess = total(widths) - limit;
    if (excess > 0) widths[i] = Math.max(leastWidth(columns[i]!, of(i)), widths[i]! - excess);
  }
  return widths;
}

/** Text may be wrapped, at its spaces. */
function leastWidth({ align }: Column, cells: Row): number {
  const widest = Math.max(...cells.map(({ text }) => cellsOf(text)));
  if (align === 'right') return widest;
  const word = Math.max(...cells.flatMap(({ text }) => text.split(' ').map(cellsOf)));
  return Math.max(word, Math.min(widest, TEXT_MIN));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, (widths.length - 1) * GAP.length);
}

function unpadded(text: string): string {
  return text;
}

/** Breaks text at spaces. A word that is longer than a line gets a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && cellsOf(last) + 1 + cellsOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
