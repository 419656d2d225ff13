/** `summary.md`, from a `Result` alone. */
import type { Result } from '../scenario/result.ts';
import { span, type Block, type Cell, type Column } from './document.ts';
import { runDocument } from './sections/index.ts';

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
      return [
        '```text',
        ...block.lines.map((line) =>
          line
            .map(({ text }) => text)
            .join('')
            .trimEnd(),
        ),
        '```',
      ].join('\n');
    case 'checks':
      return block.rows
        .map(({ held, says, detail }) => {
          const mark = held === null ? 'n/a' : held ? 'held' : 'NOT HELD';
          return `- **${mark}** ${escaped(says)}  \n  ${escaped(detail)}`;
        })
        .join('\n');
  }
}

function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => escaped(head))),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((row) => line(columns.map((_, i) => escaped(span(row[i] ?? '').text)))),
  ].join('\n');
}

function aside(text: string | undefined): string {
  return text === undefined ? '' : `\n\n${escaped(text)}`;
}

/** Names and messages come from the user's scenario: they are text, not markup. */
function escaped(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/[\\`*_~<>[\]|#]/g, '\\$&');
}
