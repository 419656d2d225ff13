/** `summary.md`, from a `Result` alone. */
import type { Result } from '../scenario/result.ts';
import { cellsOf, padEnd, padStart, printable } from './cells.ts';
import { span, type Block, type Cell, type Column, type Lines } from './document.ts';
import { runDocument } from './sections/index.ts';

/** Of pictures, in characters. */
const PICTURE_WIDTH = 108;
/** What all readers of markdown take for a table. */
const RULE_MIN = 3;

export function markdownReport(result: Result): string {
  return markdownOf(runDocument(result));
}

/** As `markdownReport`, of any document. */
export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'verdict':
      return `# ${escaped(block.name.text)}: ${escaped(block.says)}`;
    case 'title':
      return `**${escaped(block.text)}**`;
    case 'heading':
      return `## ${escaped(block.text)}${aside(block.aside)}`;
    case 'caption':
      return `### ${escaped(block.text)}${aside(block.aside)}`;
    case 'paragraph':
      return escaped(block.text);
    case 'table':
      return table(block.columns, block.rows);
    case 'facts': {
      const glossed = block.rows.some(([, , gloss]) => gloss !== undefined);
      const columns: Column[] = [
        { head: '', align: 'left' },
        { head: '', align: glossed ? 'right' : 'left' },
      ];
      if (glossed) columns.push({ head: '', align: 'left' });
      return table(
        columns,
        block.rows.map(([name, value, gloss]) => [name, value, gloss ?? '']),
      );
    }
    case 'picture':
      return fenced(typeof block.lines === 'function' ? block.lines(PICTURE_WIDTH) : block.lines);
    case 'checks':
      return block.rows
        .map(({ held, says, detail }) => {
          const mark = held === null ? 'n/a' : held ? 'held' : 'NOT HELD';
          return `- **${mark}** ${escaped(says)}  \n  ${escaped(detail)}`;
        })
        .join('\n');
  }
}

/** Aligned, for those who read the source, too. */
function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const heads = columns.map(({ head }) => escaped(head));
  const cells = rows.map((row) => columns.map((_, i) => escaped(span(row[i] ?? '').text)));
  const widths = columns.map((_, i) => Math.max(RULE_MIN, ...[heads, ...cells].map((row) => cellsOf(row[i]!))));
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  const padded = (texts: readonly string[]): string =>
    line(texts.map((text, i) => (columns[i]!.align === 'right' ? padStart : padEnd)(text, widths[i]!)));
  const rules = columns.map(({ align }, i) => {
    const dashes = '-'.repeat(widths[i]! - 1);
    return align === 'right' ? `${dashes}:` : `:${dashes}`;
  });
  return [padded(heads), line(rules), ...cells.map(padded)].join('\n');
}

function fenced(lines: Lines): string {
  const texts = lines.map((line) => line.map(({ text }) => printable(text)).join(''));
  return ['```text', ...texts.map((text) => text.trimEnd()), '```'].join('\n');
}

function aside(text: string | undefined): string {
  return text === undefined ? '' : `\n\n${escaped(text)}`;
}

/** Names and messages come from the user's scenario: they are text, not markup. */
function escaped(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, ' ')).replaceAll(/[\\`*_~<>[\]|#&]/g, '\\$&');
}
