/** The summary for a terminal, from a `Result` alone. */
import type { Result } from '../scenario/result.ts';
import { cellsOf, printable } from './cells.ts';
import { left, right, span, type Block, type Cell, type Column, type Lines, type Span, type Tone } from './document.ts';
import { runDocument } from './sections/index.ts';
import { tableLines, wrapped } from './table.ts';

export const TEXT_WIDTH = 110;
/** Narrower terminals break lines; on wider ones the eye would not find the next. */
const WIDTH_MIN = 60;
const WIDTH_MAX = 140;
/** Prose keeps a margin where there is room for one. */
const PROSE_MARGIN = 10;
const PROSE_MIN = 100;
const INDENT = '  ';

const COLOURS: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  quiet: [2, 22],
  strong: [1, 22],
};

export interface TextOptions {
  /** ANSI colours. @default false */
  readonly colour?: boolean;
  /** Characters in a line, 60..140: what is less or more is taken for these. @default 110 */
  readonly columns?: number;
}

/** Ends in a line break; no line is longer than `columns` unless a name in it is. */
export function textReport(result: Result, options: TextOptions = {}): string {
  return textOf(runDocument(result), options);
}

/** As `textReport`, of any document. */
export function textOf(blocks: readonly Block[], { colour = false, columns = TEXT_WIDTH }: TextOptions = {}): string {
  const paint = colour ? painted : ({ text }: Span): string => text;
  const width = Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns));
  const lines = blocks.flatMap((block) => blockLines(block, width));
  const clean = (one: Span): Span => ({ ...one, text: printable(one.text) });
  return lines.map((line) => `${line.map(clean).map(paint).join('').trimEnd()}\n`).join('');
}

function blockLines(block: Block, width: number): Lines {
  const prose = Math.min(width, Math.max(PROSE_MIN, width - PROSE_MARGIN));
  const inner = width - INDENT.length;
  switch (block.kind) {
    case 'verdict':
      return [...hanging([block.name, { text: '  ' }], block.says, prose), []];
    case 'title':
      return wrapped(block.text, prose).map((text) => [{ text, tone: 'strong' }]);
    case 'heading':
      return [[], ...withAside([], block.text.toUpperCase(), block.aside, width)];
    case 'caption':
      return [[], ...withAside([{ text: INDENT }], block.text, block.aside, width)];
    case 'paragraph':
      return indented(wrapped(block.text, Math.min(prose, inner)).map((text) => [toned(text, block.tone)]));
    case 'table':
      return indented(tableLines(block.columns, block.rows, inner));
    case 'facts':
      return [...(block.apart ? [[]] : []), ...indented(factLines(block.rows, inner))];
    case 'picture':
      return indented(typeof block.lines === 'function' ? block.lines(inner) : block.lines);
    case 'checks':
      return block.rows.flatMap(({ held, says, detail }) => {
        const mark =
          held === null ? toned('n/a     ', 'quiet') : held ? toned('held    ', 'good') : toned('NOT HELD', 'bad');
        return [
          ...hanging([{ text: INDENT }, mark, { text: '  ' }], says, prose),
          ...hanging([{ text: ' '.repeat(12) }], detail, width, 'quiet'),
        ];
      });
  }
}

function factLines(rows: readonly (readonly [name: string, value: Cell, gloss?: string])[], limit: number): Span[][] {
  const glossed = rows.some(([, , gloss]) => gloss !== undefined);
  const columns: Column[] = glossed ? [left(''), right(''), left('')] : [left(''), left('')];
  const cells = rows.map(([name, value, gloss]) => [
    toned(name, 'quiet'),
    glossed ? { ...span(value), tone: span(value).tone ?? ('strong' as const) } : value,
    toned(gloss ?? '', 'quiet'),
  ]);
  return tableLines(columns, cells, limit);
}

/** Beside the text where there is room, else below it. */
function withAside(lead: readonly Span[], text: string, aside: string | undefined, width: number): Span[][] {
  const strong: readonly Span[] = [...lead, { text, tone: 'strong' }];
  if (aside === undefined) return [[...strong]];
  const beside: Span[] = [...strong, { text: '  ' }, { text: aside, tone: 'quiet' }];
  if (widthOf(beside) <= width) return [beside];
  return [[...strong], ...hanging([...lead, { text: INDENT }], aside, width, 'quiet')];
}

/** Text behind a lead; further lines are indented as far. */
function hanging(lead: readonly Span[], text: string, width: number, tone?: Tone): Span[][] {
  const indent = widthOf(lead);
  return wrapped(text, width - indent).map((line, i) =>
    i === 0 ? [...lead, toned(line, tone)] : [{ text: ' '.repeat(indent) }, toned(line, tone)],
  );
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + cellsOf(text), 0);
}

function indented(lines: Lines): Span[][] {
  return lines.map((line) => [{ text: INDENT }, ...line]);
}

function toned(text: string, tone: Tone | undefined): Span {
  return tone === undefined ? { text } : { text, tone };
}

function painted({ text, tone }: Span): string {
  if (tone === undefined || text.trim() === '') return text;
  const [on, off] = COLOURS[tone];
  return `\u001B[${on}m${text}\u001B[${off}m`;
}
