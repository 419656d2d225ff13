import { join } from 'node:path';
import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { endOf } from '../../compare/comparison.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import { seedsText } from '../../compare/seeds.ts';
import { recordJson } from '../../report/json.ts';
import { badValue } from '../../scenario/errors.ts';
import { loadScenario } from '../../scenario/load.ts';
import { readAssignment } from '../../scenario/override.ts';
import { again } from '../again.ts';
import { checkArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { comparisonWatched } from '../comparison-progress.ts';
import { planComparison } from '../comparison-plan.ts';
import type { Cli } from '../environment.ts';
import { EXIT_ABORTED, EXIT_FAILED, EXIT_OF } from '../exit-codes.ts';
import { openPage } from '../open-page.ts';
import { OutputFolder } from '../output-folder.ts';
import { COMPARISON_FILES, formsOf, writeForms } from '../report-forms.ts';
import { showReport } from '../shown-report.ts';
import { readAxes } from '../vary.ts';

const RULES = { repeatable: ['vary', 'variant', 'set', 'metric'] };
/** That all ran is all that is asked, whatever they showed. */
const EXITS = { whole: EXIT_OF.passed, error: EXIT_FAILED, invalid: EXIT_OF.invalid, aborted: EXIT_ABORTED } as const;
const THREADS_MAX = 1024;

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A built-in id (brownout list), or a path to a .ts, .js, .json or .yaml file',
  },
  preset: { type: 'string', description: "One of the scenario's comparisons (brownout list)", valueHint: 'name' },
  variant: {
    type: 'string',
    description: "The scenario's variants with these names, after itself; with --preset: only these of it; repeatable",
    valueHint: 'a,b,c',
  },
  vary: {
    type: 'string',
    description: 'Each of these values, the first as the reference; repeatable',
    valueHint: 'path=a,b,c',
  },
  combine: {
    type: 'enum',
    options: ['all', 'each'],
    description: 'What varies: every combination, or one at a time (default: all)',
  },
  seeds: { type: 'string', description: 'Each variant runs under each seed (default: 1..5)', valueHint: '1..20' },
  set: { type: 'string', description: 'Changes a value of all variants; repeatable', valueHint: 'path=value' },
  metric: { type: 'string', description: 'Shows this metric of result.json, too; repeatable', valueHint: 'path' },
  threads: { type: 'string', description: 'Runs at the same time (default: one per processor)', valueHint: 'N' },
  out: {
    type: 'string',
    description: `Where ${Object.values(COMPARISON_FILES).join(', ')} go (default: reports/<scenario>)`,
    valueHint: 'folder',
  },
  json: { type: 'boolean', description: 'Prints compare.json instead of the tables' },
  open: { type: 'boolean', description: 'Opens compare.html in the browser when it is done' },
} as const satisfies ArgsDef;

/** Runs variants of a scenario under several seeds, in virtual time, and ranks them by what customers lost. */
export function compareCommand(cli: Cli): Command {
  const definition = defineCommand({
    meta: { name: 'compare', description: 'Ranks variants of a scenario by what customers lost' },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const all = checkArguments(args, rawArgs, RULES);
      const threads = threadsOf(given.threads);
      const { id, data } = await loadScenario(given.scenario, cli.scenarios);
      const plan = planComparison(
        data,
        {
          preset: given.preset,
          variants: all.get('variant')?.flatMap((names) => names.split(',').map((name) => name.trim())),
          axes: readAxes(all.get('vary') ?? []),
          combine: given.combine ?? 'all',
          seeds: given.seeds,
          changes: (all.get('set') ?? []).map(readAssignment),
        },
        id,
      );
      const metrics = all.get('metric') ?? [];
      const command = again('compare', given.scenario, {
        preset: given.preset,
        variant: all.get('variant'),
        vary: all.get('vary'),
        combine: given.combine,
        seeds: seedsText(plan.seeds),
        set: all.get('set'),
        metric: metrics,
      });
      const folder = OutputFolder.prepare(given.out ?? join('reports', id), Object.values(COMPARISON_FILES));
      const comparison = await comparisonWatched(cli.stderr, (watch) =>
        runComparison({ ...plan, ...watch, id, command, metrics, ...(threads && { threads }) }),
      );
      const json = recordJson(comparison);
      const kept = folder.write(COMPARISON_FILES.data, json);
      const forms = formsOf({ kind: 'comparison', comparison });
      const [page, ...others] = writeForms(folder, forms);
      if (given.json === true) cli.stdout.write(json);
      else showReport(cli, forms.document, [kept, page, ...others]);
      if (given.open === true) await openPage(cli, page);
      return EXITS[endOf(comparison)];
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

function threadsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const threads = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(threads >= 1 && threads <= THREADS_MAX)) {
    throw badValue('--threads', `a whole number from 1 to ${THREADS_MAX}`, text);
  }
  return threads;
}
