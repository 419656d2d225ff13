import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root: the nearest folder above with a package.json, whether this runs from tools/ or dist/tools/. */
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** Files under the root's `folders` whose name ends in one of `endings`, as sorted paths from the root with `/`. */
export function filesIn(folders: readonly string[], endings: readonly string[]): string[] {
  const found: string[] = [];
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (endings.some((ending) => path.endsWith(ending))) found.push(path);
    }
  }
  return found.sort();
}

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json: expected in a folder above tools/, found none');
  return rootAbove(parent);
}
