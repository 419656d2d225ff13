import type { Scenario } from '../scenario/define.ts';
import { runCli } from './cli.ts';

// What the shell of whoever runs the tests says is no matter of theirs.
for (const name of [
  'MEMCACHIER_SERVERS',
  'MEMCACHIER_USERNAME',
  'MEMCACHIER_PASSWORD',
  'MEMCACHED_SASL_PWDB',
  'NO_COLOR',
  'FORCE_COLOR',
]) {
  delete process.env[name];
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  /** Instead of a browser. @default there is none */
  readonly open?: (path: string) => Promise<void>;
  /** Of a terminal; @default a pipe */
  readonly columns?: number;
}

/** A command line, carried out in this process. */
export async function brownout(
  argv: readonly string[],
  scenarios: ReadonlyMap<string, Scenario> = new Map(),
  { open = noBrowser, columns }: Surroundings = {},
): Promise<Said> {
  const said = { out: '', err: '' };
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const screen = (name: 'out' | 'err') => ({ ...terminal, write: (text: string) => (said[name] += text) });
  const code = await runCli(argv, { scenarios, stdout: screen('out'), stderr: screen('err'), open });
  return { code, ...said };
}

function noBrowser(): Promise<void> {
  return Promise.reject(new Error('no browser'));
}
