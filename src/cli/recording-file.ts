import { basename, dirname, extname } from 'node:path';
import { stringify } from 'yaml';
import { badValue } from '../scenario/errors.ts';
import type { TimelineEntry } from '../scenario/define.ts';
import { Recording } from '../scenario/recording.ts';
import { linkOf } from '../toxiproxy/link-pattern.ts';
import type { Proxies } from '../toxiproxy/proxies.ts';
import type { Clock } from '../world/world.ts';
import { OutputFolder } from './output-folder.ts';

type Format = (entries: readonly TimelineEntry[]) => string;

const yaml: Format = (entries) => `# The timeline of a scenario.\n${stringify(entries)}`;
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['.json', (entries) => `${JSON.stringify(entries, null, 2)}\n`],
  ['.yaml', yaml],
  ['.yml', yaml],
]);

/** Where what was done to links by hand is kept, as the timeline of a scenario. */
export class RecordingFile {
  readonly #path: string;
  readonly #folder: OutputFolder;
  readonly #format: Format;
  #recording: Recording | null = null;

  /** Throws `BadInput` when it could not be written. */
  constructor(path: string, where: string) {
    const format = FORMATS.get(extname(path).toLowerCase());
    if (format === undefined) {
      throw badValue(where, 'a file that ends in .yaml, .yml or .json', path);
    }
    this.#path = path;
    this.#format = format;
    this.#folder = OutputFolder.prepare(dirname(path), [basename(path)]);
  }

  /** From now on, which is the timeline's zero. */
  watch(proxies: Proxies, clock: Clock): void {
    const zero = clock.now();
    const recording = new Recording(() => clock.now() - zero);
    this.#recording = recording;
    proxies.watch(({ name }, event) => recording.heard(linkOf(name, event), event));
  }

  save(warn: (text: string) => void): void {
    if (this.#recording === null) return;
    const { entries, lost } = this.#recording;
    this.#folder.write(basename(this.#path), this.#format(entries));
    if (lost > 0) warn(`${this.#path} has the first ${entries.length} actions; ${lost} that came later are not kept`);
  }
}
