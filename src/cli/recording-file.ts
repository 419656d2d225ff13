import { Recording } from '../scenario/recording.ts';
import { linkOf } from '../toxiproxy/link-pattern.ts';
import type { Proxies } from '../toxiproxy/proxies.ts';
import type { Clock } from '../world/world.ts';
import { DataFile } from './data-file.ts';

/** Where what was done to links by hand is kept, as the timeline of a scenario. */
export class RecordingFile {
  readonly #file: DataFile;
  #recording: Recording | null = null;

  /** Throws `BadInput` when it could not be written. */
  constructor(path: string, where: string) {
    this.#file = new DataFile(path, where);
  }

  /** From now on, which is the timeline's zero. */
  watch(proxies: Proxies, clock: Clock): void {
    const zero = clock.now();
    const recording = new Recording(() => clock.now() - zero);
    this.#recording = recording;
    proxies.watch(({ name }, event) => recording.heard(linkOf(name, event), event));
  }

  /** Returns what the user should know of it, in sentences. */
  save(): string[] {
    if (this.#recording === null) return [];
    const { entries, lost } = this.#recording;
    const path = this.#file.write(entries);
    const kept = `what was done is kept in ${path}, as the timeline of a scenario`;
    return lost === 0 ? [kept] : [kept, `${lost} actions were too many, and are not in it`];
  }
}
