import { basename, dirname, extname } from 'node:path';
import { stringify } from 'yaml';
import { badValue } from '../scenario/errors.ts';
import { OutputFolder } from './output-folder.ts';

type Format = (data: unknown) => string;

const yaml: Format = (data) => stringify(data, { aliasDuplicateObjects: false });
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['.json', (data) => `${JSON.stringify(data, null, 2)}\n`],
  ['.yaml', yaml],
  ['.yml', yaml],
]);

/** Where the user wants plain data to be kept, as JSON or YAML by the file's name. */
export class DataFile {
  readonly path: string;
  readonly #folder: OutputFolder;
  readonly #format: Format;

  /** Throws `BadInput` where it could not be written; `where`: the option. */
  constructor(path: string, where: string) {
    const format = FORMATS.get(extname(path).toLowerCase());
    if (format === undefined) throw badValue(where, 'a file that ends in .yaml, .yml or .json', path);
    this.path = path;
    this.#format = format;
    this.#folder = OutputFolder.prepare(dirname(path), [basename(path)]);
  }

  /** The file appears whole or not at all. Returns its path. */
  write(data: unknown): string {
    return this.#folder.write(basename(this.path), this.#format(data));
  }
}
