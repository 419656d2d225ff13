/** Finds a scenario by its id, or in a file of the user's. */
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse as parseYaml } from 'yaml';
import type { Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import { didYouMean, oneOf } from './words.ts';

export interface LoadedScenario {
  /** Of the built-in list, or the file's name without its extension. */
  readonly id: string;
  /** Not validated yet: overrides come first. */
  readonly data: unknown;
}

type Reader = (path: string) => Promise<unknown>;

const READERS: Readonly<Record<string, Reader>> = {
  '.ts': typescriptDefault,
  '.mts': typescriptDefault,
  '.js': javascriptDefault,
  '.mjs': javascriptDefault,
  '.json': async (path) => JSON.parse(await readFile(path, 'utf8')) as unknown,
  '.yaml': async (path) => parseYaml(await readFile(path, 'utf8'), { prettyErrors: true }) as unknown,
  '.yml': async (path) => parseYaml(await readFile(path, 'utf8'), { prettyErrors: true }) as unknown,
};

/**
 * By id, or by path: anything with a slash or with an extension of the readers above. Modules export the scenario as
 * their default. Throws `BadInput`.
 */
export async function loadScenario(name: string, known: ReadonlyMap<string, Scenario>): Promise<LoadedScenario> {
  const extension = extname(name).toLowerCase();
  const reader = READERS[extension];
  if (reader === undefined && !/[/\\]/.test(name)) return { id: name, data: builtIn(name, known) };
  if (reader === undefined) {
    throw new BadInput(`scenario ${name}: expected a file that ends in ${oneOf(Object.keys(READERS))}`);
  }
  const path = resolve(name);
  try {
    // Read first: what a module fails to import is another matter than the module that is not there.
    await readFile(path);
    return { id: basename(path, extname(path)), data: await reader(path) };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`scenario ${name}: expected a file that can be loaded, got ${cause(error)}`);
  }
}

function builtIn(id: string, known: ReadonlyMap<string, Scenario>): Scenario {
  const scenario = known.get(id);
  if (scenario !== undefined) return scenario;
  const ids = [...known.keys()];
  throw new BadInput(`scenario: expected ${oneOf(ids)}, or a path to a file, got "${id}"${didYouMean(id, ids)}`);
}

async function typescriptDefault(path: string): Promise<unknown> {
  const { tsImport } = await import('tsx/esm/api');
  return defaultOf(await tsImport(pathToFileURL(path).href, import.meta.url), path);
}

async function javascriptDefault(path: string): Promise<unknown> {
  return defaultOf(await import(pathToFileURL(path).href), path);
}

function defaultOf(module: unknown, path: string): unknown {
  const exported = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  // Where the nearest package.json does not say "module", tsx gives CommonJS, whose default holds the default.
  const inner = typeof exported === 'object' && exported !== null && '__esModule' in exported && 'default' in exported;
  const scenario = inner ? exported.default : exported;
  if (scenario === undefined) throw new BadInput(`scenario ${basename(path)}: expected a default export, got none`);
  return scenario;
}

function cause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'none: no such file';
  if (code === 'EISDIR') return 'a folder';
  return error.message.split('\n')[0] ?? error.name;
}
