import type { Scenario } from '../scenario/define.ts';
import { runCli } from './cli.ts';

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
