/** The summary for a terminal, from a `Result` alone. */
import type { Result } from '../scenario/result.ts';
import { left, right, span, type Block, type Cell, type Span, type Tone } from './document.ts';
import { runDocument } from './sections/index.ts';
import { tableLines, wrapped } from './table.ts';

export const TEXT_WIDTH = 110;

const PROSE_WIDTH = 100;
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
}

/** Ends in a line break; no line is longer than `TEXT_WIDTH` unless a name in it is. */
export function textReport(result: Result, options: TextOptions = {}): string {
  return textOf(runDocument(result), options);
}

/** As `textReport`, of any document. */
export function textOf(blocks: readonly Block[], { colour = false }: TextOptions = {}): string {
  const paint = colour ? painted : ({ text }: Span): string => text;
  const lines = blocks.flatMap(blockLines);
  return lines.map((line) => `${line.map(paint).join('').trimEnd()}\n`).join('');
}

function blockLines(block: Block): Span[][] {
  switch (block.kind) {
    case 'verdict':
      return [...hanging([block.name, { text: '  ' }], block.says, PROSE_WIDTH), []];
    case 'title':
      return wrapped(block.text, PROSE_WIDTH).map((text) => [{ text, tone: 'strong' }]);
    case 'heading':
      return [[], [{ text: block.text.toUpperCase(), tone: 'strong' }, ...aside(block.aside)]];
    case 'caption':
      return [[], [{ text: INDENT }, { text: block.text, tone: 'strong' }, ...aside(block.aside)]];
    case 'paragraph':
      return indented(wrapped(block.text, PROSE_WIDTH).map((text) => [toned(text, block.tone)]));
    case 'table':
      return indented(tableLines(block.columns, block.rows, TEXT_WIDTH - INDENT.length));
    case 'facts':
      return [...(block.apart ? [[]] : []), ...indented(factLines(block.rows))];
    case 'picture':
      return indented(block.lines.map((line) => [...line]));
    case 'checks':
      return block.rows.flatMap(({ held, says, detail }) => {
        const mark =
          held === null ? toned('n/a     ', 'quiet') : held ? toned('held    ', 'good') : toned('NOT HELD', 'bad');
        return [
          ...hanging([{ text: INDENT }, mark, { text: '  ' }], says, PROSE_WIDTH),
          ...hanging([{ text: ' '.repeat(12) }], detail, TEXT_WIDTH, 'quiet'),
        ];
      });
  }
}

function factLines(rows: readonly (readonly [name: string, value: Cell, gloss?: string])[]): Span[][] {
  const glossed = rows.some(([, , gloss]) => gloss !== undefined);
  const columns = glossed ? [left(''), right(''), left('')] : [left(''), left('')];
  const cells = rows.map(([name, value, gloss]) => [
    toned(name, 'quiet'),
    glossed ? { ...span(value), tone: span(value).tone ?? ('strong' as const) } : value,
    toned(gloss ?? '', 'quiet'),
  ]);
  return tableLines(columns, cells);
}

/** Text behind a lead; further lines are indented as far. */
function hanging(lead: readonly Span[], text: string, width: number, tone?: Tone): Span[][] {
  const indent = lead.reduce((sum, { text: { length } }) => sum + length, 0);
  return wrapped(text, width - indent).map((line, i) =>
    i === 0 ? [...lead, toned(line, tone)] : [{ text: ' '.repeat(indent) }, toned(line, tone)],
  );
}

function indented(lines: readonly Span[][]): Span[][] {
  return lines.map((line) => [{ text: INDENT }, ...line]);
}

function aside(text: string | undefined): Span[] {
  return text === undefined ? [] : [{ text: '  ' }, { text, tone: 'quiet' }];
}

function toned(text: string, tone: Tone | undefined): Span {
  return tone === undefined ? { text } : { text, tone };
}

function painted({ text, tone }: Span): string {
  if (tone === undefined || text.trim() === '') return text;
  const [on, off] = COLOURS[tone];
  return `\u001B[${on}m${text}\u001B[${off}m`;
}
