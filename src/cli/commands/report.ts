import { dirname, join } from 'node:path';
import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { recordJson } from '../../report/json.ts';
import { BadInput } from '../../scenario/errors.ts';
import { checkArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { readKeptFile } from '../kept-file.ts';
import { openPage } from '../open-page.ts';
import { OutputFolder } from '../output-folder.ts';
import { formsOf, writeForms, type Forms } from '../report-forms.ts';
import { showReport } from '../shown-report.ts';
import { namedResults, sideBySideForms, sideBySideJson } from '../side-by-side.ts';

const RULES = { rest: true };
const SIDE_BY_SIDE = join('reports', 'side-by-side');

const args = {
  result: {
    type: 'positional',
    required: true,
    description: 'result.json of a run or compare.json of a comparison; several of runs: side by side',
  },
  out: {
    type: 'string',
    description: 'Where the files go (default: beside the data; of several: reports/side-by-side)',
    valueHint: 'folder',
  },
  json: { type: 'boolean', description: 'Prints the data instead of the report; of several what differs' },
  open: { type: 'boolean', description: 'Opens the page in the browser' },
} as const satisfies ArgsDef;

/** Renders again what a run or a comparison left. */
export function reportCommand(cli: Cli): Command {
  const definition = defineCommand({
    meta: { name: 'report', description: 'Writes reports again from result.json, of several runs side by side' },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const paths = checkArguments(args, rawArgs, RULES).get('result') ?? [];
      const twice = paths.find((path, i) => paths.indexOf(path) !== i);
      if (twice !== undefined) throw new BadInput(`report: expected each file once, got ${twice} twice`);
      const { forms, json, folder } = reportOf(paths);
      const written = writeForms(OutputFolder.prepare(given.out ?? folder, Object.values(forms.files)), forms);
      if (given.json === true) cli.stdout.write(json());
      else showReport(cli, forms.document, written);
      if (given.open === true) await openPage(cli, written[0]);
      return 0;
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

interface Report {
  readonly forms: Forms;
  readonly json: () => string;
  /** Where its files go unless told otherwise. */
  readonly folder: string;
}

function reportOf(paths: readonly string[]): Report {
  const kept = paths.map(readKeptFile);
  const [first] = kept;
  if (first !== undefined && kept.length === 1) {
    const json = (): string => recordJson(first.kind === 'result' ? first.result : first.comparison);
    return { forms: formsOf(first), json, folder: dirname(paths[0]!) };
  }
  const results = namedResults(paths, kept);
  return { forms: sideBySideForms(results), json: () => sideBySideJson(results), folder: SIDE_BY_SIDE };
}
