import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { stringify } from 'yaml';
import type { Scenario } from '../scenario/define.ts';
import { BadInput, badValue } from '../scenario/errors.ts';
import { OutputFolder } from './output-folder.ts';

const yaml = (scenario: Scenario): string => stringify(scenario);
const FORMATS: ReadonlyMap<string, (scenario: Scenario) => string> = new Map([
  ['.json', (scenario) => `${JSON.stringify(scenario, null, 2)}\n`],
  ['.yaml', yaml],
  ['.yml', yaml],
]);

/** Where a scenario is written to, so that it can be run again. */
export class ScenarioFile {
  readonly path: string;
  readonly #folder: OutputFolder;
  readonly #format: (scenario: Scenario) => string;

  /** Throws `BadInput` where it could not be written. `source`: what is run now, and must stay. */
  constructor(path: string, source: string, where: string) {
    const format = FORMATS.get(extname(path).toLowerCase());
    if (format === undefined) throw badValue(where, 'a file that ends in .yaml, .yml or .json', path);
    if (existsSync(path) && existsSync(source) && realpathSync(path) === realpathSync(source)) {
      throw new BadInput(`${where}: expected another file than the scenario that is run, got ${path}`);
    }
    this.path = path;
    this.#format = format;
    this.#folder = OutputFolder.prepare(dirname(path), [basename(path)]);
  }

  /** Returns the path. */
  write(scenario: Scenario): string {
    return this.#folder.write(basename(this.path), this.#format(scenario));
  }
}
