/** The browser's part of a page: one script and one style sheet, without anything to fetch. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';
import { fileURLToPath } from 'node:url';

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** Bundles `src/report/browser` from its sources; takes a tenth of a second. */
export function bundled(): Assets {
  // Loaded here and not at the top: whoever has the built bundle does not need it.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const { outputFiles } = buildSync({
    entryPoints: ['main.ts', 'style.css'].map((name) => fileURLToPath(new URL(`../browser/${name}`, import.meta.url))),
    outdir: 'page',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (ending: string): string => {
    const files = outputFiles.filter(({ path }) => path.endsWith(ending));
    if (files.length === 0) throw new Error(`page bundle: expected a file ${ending}, got none`);
    return files.map(({ text }) => text.trim()).join('\n');
  };
  return { script: `${notice()}\n${textOf('.js')}`, style: textOf('.css') };
}

/** uPlot's license wants to be where its code is. */
function notice(): string {
  const license = createRequire(import.meta.url).resolve('uplot/LICENSE');
  return `/* Contains uPlot, https://github.com/leeoniya/uPlot\n\n${readFileSync(license, 'utf8').trim()}\n*/`;
}
