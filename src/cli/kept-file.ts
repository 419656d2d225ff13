import { readFileSync, statSync } from 'node:fs';
import { size } from '../report/format.ts';
import { readKept, type Kept } from '../report/read-result.ts';
import { BadInput } from '../scenario/errors.ts';

/** An hour of 24 nodes by the second is a tenth of it. */
const BYTES_MAX = 256 * 1024 * 1024;

/** What stands in a `result.json` or `compare.json`. Throws `BadInput`. */
export function readKeptFile(path: string): Kept {
  return readKept(textOf(path), path);
}

function textOf(path: string): string {
  const expected = `${path}: expected a result.json or compare.json of brownout`;
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new BadInput(`${expected}, got a folder`);
    if (!stats.isFile()) throw new BadInput(`${expected}, got what is no file`);
    if (stats.size > BYTES_MAX) {
      throw new BadInput(`${expected}, of at most ${size(BYTES_MAX)}, got ${size(stats.size)}`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${expected}, got ${cause(error)}`);
  }
}

function cause(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'none: no such file';
  if (code === 'EACCES') return 'a file that this user may not read';
  return error instanceof Error ? error.message : String(error);
}
