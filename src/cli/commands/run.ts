import { join } from 'node:path';
import { defineCommand, type ArgsDef, type CommandDef } from 'citty';
import { runPair } from '../../execute/run-pair.ts';
import { resultJson } from '../../report/json.ts';
import { chosenScenario } from '../../scenario/chosen.ts';
import { badValue } from '../../scenario/errors.ts';
import { checkWorld } from '../../scenario/live-only.ts';
import { loadScenario } from '../../scenario/load.ts';
import { readAssignment } from '../../scenario/override.ts';
import { again } from '../again.ts';
import { checkArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Cli } from '../environment.ts';
import { EXIT_OF } from '../exit-codes.ts';
import { linkControl } from '../link-control.ts';
import { openPage } from '../open-page.ts';
import { OutputFolder } from '../output-folder.ts';
import { formsOf, RUN_FILES, writeForms } from '../report-forms.ts';
import { showReport } from '../shown-report.ts';
import { watched } from '../watch.ts';

const RULES = { repeatable: ['set', 'variant'] };
const DEFAULT_SEED = 'brownout';

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A built-in id (brownout list), or a path to a .ts, .js, .json or .yaml file',
  },
  world: {
    type: 'enum',
    options: ['virtual', 'live'],
    description: 'Simulated, or real sockets on loopback (default: virtual)',
  },
  seed: { type: 'string', description: "Same seed, same run (default: the scenario's)", valueHint: 'text' },
  variant: {
    type: 'string',
    description: "One of the scenario's variants (brownout list), before --set; repeatable",
    valueHint: 'name',
  },
  set: { type: 'string', description: 'Changes a value of the scenario; repeatable', valueHint: 'path=value' },
  compress: { type: 'string', description: 'Live: divides the durations of the timeline', valueHint: 'N' },
  out: {
    type: 'string',
    description: `Where ${Object.values(RUN_FILES).join(', ')} go (default: reports/<scenario>)`,
    valueHint: 'folder',
  },
  json: { type: 'boolean', description: 'Prints result.json instead of the summary' },
  open: { type: 'boolean', description: 'Opens report.html in the browser when it is done' },
  control: {
    type: 'boolean',
    description: 'Makes the paired run without the faults, too (virtual: unless declined)',
    negativeDescription: 'Leaves the paired run out',
  },
  toxiproxy: {
    type: 'string',
    description: "Live: Toxiproxy's API on this port changes the links while it runs; 0: any port",
    valueHint: 'port',
  },
  record: {
    type: 'string',
    description: 'With --toxiproxy: keeps the scenario, with what was done by hand in its timeline (.yaml or .json)',
    valueHint: 'file',
  },
} as const satisfies ArgsDef;

/** Runs a scenario and judges it. */
export function runCommand(cli: Cli): Command {
  const definition = defineCommand({
    meta: { name: 'run', description: 'Runs a scenario, and says what it showed' },
    args,
    async run({ rawArgs, args: given }): Promise<number> {
      const all = checkArguments(args, rawArgs, RULES);
      const changes = (all.get('set') ?? []).map(readAssignment);
      const world = given.world ?? 'virtual';
      const compress = compression(given.compress, world);
      const { id, data } = await loadScenario(given.scenario, cli.scenarios);
      const scenario = chosenScenario(data, { variants: all.get('variant') ?? [], changes }, id);
      checkWorld(scenario, world, id);
      const seed = String(given.seed ?? scenario.seed ?? DEFAULT_SEED);
      const control = given.control ?? world === 'virtual';
      const hand = linkControl(given, world, cli.stderr);
      const { compress: divisor, control: paired, toxiproxy } = given;
      const command = again('run', given.scenario, {
        ...(world === 'live' && { world }),
        ...{ seed, variant: all.get('variant'), set: all.get('set'), compress: divisor, control: paired, toxiproxy },
      });
      const written: string[] = [];
      const { folder, result } = await watched(cli.stderr, async (watch) => {
        const folder = OutputFolder.prepare(given.out ?? join('reports', id), Object.values(RUN_FILES));
        try {
          const result = await runPair({
            scenario,
            id,
            command,
            seed,
            world,
            compress,
            control,
            ...watch,
            ...hand.options,
          });
          return { folder, result };
        } finally {
          written.push(...hand.save(seed));
        }
      });
      const json = resultJson(result);
      const kept = folder.write(RUN_FILES.data, json);
      const forms = formsOf({ kind: 'result', result });
      const [page, ...others] = writeForms(folder, forms);
      if (given.json === true) cli.stdout.write(json);
      else showReport(cli, forms.document, [kept, page, ...others, ...written]);
      if (given.open === true) await openPage(cli, page);
      return EXIT_OF[result.verdict.name];
    },
  });
  // citty's own type of any command; `run` is only ever called with these args.
  return { args, rules: RULES, definition: definition as unknown as CommandDef };
}

function compression(text: string | undefined, world: 'virtual' | 'live'): number {
  if (text === undefined) return 1;
  if (world === 'virtual') throw badValue('--compress', '--world live, for virtual time needs none', text);
  const factor = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(factor >= 1 && factor <= 10_000)) throw badValue('--compress', 'a number from 1 to 10000', text);
  return factor;
}
