import { defineCommand } from 'citty';
import { left } from '../../report/document.ts';
import { tableLines } from '../../report/table.ts';
import type { Command } from '../command.ts';
import { lookOf, type Cli } from '../environment.ts';

/** The built-in scenarios, and below each what could have been otherwise and what is compared of that. */
export function listCommand({ scenarios, stdout }: Cli): Command {
  const definition = defineCommand({
    meta: { name: 'list', description: 'Lists the built-in scenarios' },
    args: {},
    run(): number {
      const rows = [...scenarios].flatMap(([id, { title, variants = {}, comparisons = {} }]) => [
        [id, title],
        ...Object.entries(variants).map(([name, { says }]) => [`  --variant ${name}`, says]),
        ...Object.entries(comparisons).map(([name, { says }]) => [`  --preset ${name}`, says]),
      ]);
      for (const line of tableLines([left(''), left('')], rows, lookOf(stdout).columns)) {
        stdout.write(
          `${line
            .map(({ text }) => text)
            .join('')
            .trimEnd()}\n`,
        );
      }
      return 0;
    },
  });
  return { args: {}, rules: {}, definition };
}
