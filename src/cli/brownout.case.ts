import type { Scenario } from '../scenario/define.ts';
import { runCli } from './cli.ts';

// What the shell of whoever runs the tests says is no matter of theirs.
for (const name of ['MEMCACHIER_SERVERS', 'MEMCACHIER_USERNAME', 'MEMCACHIER_PASSWORD', 'MEMCACHED_SASL_PWDB']) {
  delete process.env[name];
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line, carried out in this process. */
export async function brownout(
  argv: readonly string[],
  scenarios: ReadonlyMap<string, Scenario> = new Map(),
): Promise<Said> {
  const said = { out: '', err: '' };
  const screen = (name: 'out' | 'err') => ({ write: (text: string) => (said[name] += text) });
  const code = await runCli(argv, { scenarios, stdout: screen('out'), stderr: screen('err') });
  return { code, ...said };
}
