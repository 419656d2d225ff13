import type { Block } from '../report/document.ts';
import { textOf } from '../report/text.ts';
import { lookOf, type Cli } from './environment.ts';

/** What a command prints when it is not asked for JSON: the report, and where its files are. */
export function showReport({ stdout }: Cli, document: readonly Block[], written: readonly string[]): void {
  stdout.write(textOf(document, lookOf(stdout)));
  stdout.write(`\nWritten: ${written.join(', ')}\n`);
}
