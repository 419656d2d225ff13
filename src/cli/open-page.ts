import { resolve } from 'node:path';
import type { Cli } from './environment.ts';

/** Shows a file in the user's browser. That it could not be shown is a line on stderr, and no fault of the report. */
export async function openPage({ open, stderr }: Cli, path: string): Promise<void> {
  try {
    await open(resolve(path));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    stderr.write(`brownout: warning: ${path} could not be opened: ${cause.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  }
}
