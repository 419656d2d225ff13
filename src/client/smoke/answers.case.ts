/** The test's side of a smoke test: runs a library's calls in a child, and says where two servers' answers part. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Call, SmokeTarget } from './caller.case.ts';

export type Library = 'memjs' | 'memcached';

const LIMIT_MS = 90_000;

/** All calls of a library against a server, in a process of their own. */
export async function answersOf(library: Library, target: SmokeTarget): Promise<Call[]> {
  const file = fileURLToPath(new URL(`./${library}.case.ts`, import.meta.url));
  // A library that looks for credentials in the environment must find none.
  const env = { ...process.env, MEMCACHIER_USERNAME: '', MEMCACHE_USERNAME: '' };
  const args = ['--import', 'tsx', file, JSON.stringify(target)];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new Error(`${library}: expected all calls to be made, got exit code ${String(code)}\n${out}${errors}`);
  }
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);
}

/** A line for each call that does not agree. */
export function differences(expected: readonly Call[], actual: readonly Call[]): string[] {
  return Array.from({ length: Math.max(expected.length, actual.length) }, (_, i) => {
    const [theirs, ours] = [JSON.stringify(expected[i]), JSON.stringify(actual[i])];
    return theirs === ours ? '' : `expected ${theirs}\n     got ${ours}`;
  }).filter(Boolean);
}
