import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BadInput } from '../scenario/errors.ts';

/** Where a run leaves its files. */
export class OutputFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder and writes to it, to know before the run whether that can be done. Throws `BadInput`. */
  static prepare(path: string, names: readonly string[]): OutputFolder {
    const folder = new OutputFolder(path);
    folder.#trying(() => {
      makeFolder(resolve(path));
      for (const name of names) checkReplaceable(join(path, name));
      const probe = folder.#temporary('probe');
      writeFileSync(probe, '');
      rmSync(probe);
    });
    return folder;
  }

  /** The file appears whole or not at all. Returns its path. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    this.#trying(() => {
      const temporary = this.#temporary(name);
      writeFileSync(temporary, text);
      renameSync(temporary, path);
    });
    return path;
  }

  #temporary(name: string): string {
    return join(this.path, `.${name}.${process.pid}`);
  }

  #trying(action: () => void): void {
    try {
      action();
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new BadInput(`output ${this.path}: expected a folder that can be written to, got ${cause}`);
    }
  }
}

/** As `recursive: true`, which Node 20 repeats without end where the parent refuses, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function checkReplaceable(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw new Error(`a folder named ${path}`);
  if (stats !== undefined) accessSync(path, constants.W_OK);
}
