import { span, type Cell, type Column, type Span } from './document.ts';

const GAP = '  ';

/**
 * Lines of spans, aligned; the last column is not padded, and goes on below itself where it would pass `limit`. A table
 * whose heads are all empty has no head line.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], limit = Infinity): Span[][] {
  const cells = rows.map((row) => columns.map((_, i) => span(row[i] ?? '')));
  const widths = columns.map(({ head, width = 0 }, i) =>
    Math.max(width, head.length, ...cells.map((row) => row[i]!.text.length)),
  );
  const line = (row: readonly Span[]): Span[] =>
    row.flatMap(({ text, tone }, i) => {
      const width = widths[i]!;
      const padded =
        columns[i]!.align === 'right' ? text.padStart(width) : i === row.length - 1 ? text : text.padEnd(width);
      const aligned = tone === undefined ? { text: padded } : { text: padded, tone };
      return i === 0 ? [aligned] : [{ text: GAP }, aligned];
    });
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const hanging = (row: readonly Span[]): (readonly Span[])[] => {
    const last = row.at(-1)!;
    if (columns.at(-1)!.align === 'right' || before + last.text.length <= limit) return [row];
    const [first = '', ...rest] = wrapped(last.text, limit - before);
    const empty = row.slice(0, -1).map((): Span => ({ text: '' }));
    return [[...row.slice(0, -1), { ...last, text: first }], ...rest.map((text) => [...empty, { ...last, text }])];
  };
  const heads = columns.map(({ head }): Span => ({ text: head, tone: 'quiet' }));
  return [...(heads.some(({ text }) => text !== '') ? [line(heads)] : []), ...cells.flatMap(hanging).map(line)];
}

/** Breaks text at spaces. A word that is longer than a line gets a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
