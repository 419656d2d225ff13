import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { root } from '../files.ts';

/** Behind it `import.meta.url` is the source's, as everywhere else: it leads to fixtures, and to workers' files. */
const SOURCE_URL = '__sourceUrl';

const sourceUrls: Plugin = {
  name: 'source-urls',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      // In the first line, so that the others keep their numbers.
      return { contents: `const ${SOURCE_URL} = ${url}; ${await readFile(path, 'utf8')}`, loader: 'ts' };
    });
  },
};

/**
 * Test files in JavaScript, compiled together in a second: with tsx each process spends about that much on what it imports.
 * The folder is inside `node_modules`, from where packages are found, and goes with this process. Of files that do not
 * compile there are none: to be run through tsx, each says for itself what is wrong.
 */
export async function compiled(
  files: readonly string[],
  print: (text: string) => void,
): Promise<(file: string) => string | undefined> {
  const cache = join(root, 'node_modules/.cache/brownout');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'tests-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [...files],
      outdir: folder,
      outbase: root,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      define: { 'import.meta.url': SOURCE_URL },
      plugins: [sourceUrls],
      sourcemap: 'linked',
      metafile: true,
      logLevel: 'silent',
    });
    const entries = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, join(root, path)] as const],
    );
    const paths = new Map(entries);
    return (file) => paths.get(file);
  } catch (error) {
    print(`not compiled together: ${error instanceof Error ? error.message : String(error)}\n`);
    return () => undefined;
  }
}
