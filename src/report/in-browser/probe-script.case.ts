import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';

let script: string | undefined;

/** For the page: makes `globalThis.probe`. */
export function probeScript(): string {
  return (script ??= buildSync({
    entryPoints: [fileURLToPath(new URL('../browser/probe.case.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  }).outputFiles[0]!.text);
}
