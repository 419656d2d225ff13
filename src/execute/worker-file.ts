import { extname } from 'node:path';

/**
 * The file of a worker thread, named without its extension: source (`.ts`, read through tsx) when the caller is source,
 * `.js` when the caller is compiled. `new Worker(workerFile(import.meta.url, './worker'))`.
 */
export function workerFile(caller: string, path: string): URL {
  const extension = extname(new URL(caller).pathname);
  const file = new URL(`${path}${extension}`, caller);
  return extension === '.ts' ? throughTsx(file) : file;
}

/**
 * A module that loads the file through tsx. `execArgv: ['--import', 'tsx']` would be shorter, but tsx does not register
 * itself in threads of Node 20 (privatenumber/tsx#354).
 */
function throughTsx(file: URL): URL {
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const source = `import { tsImport } from ${tsx}; await tsImport(${JSON.stringify(file)}, import.meta.url);`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}
