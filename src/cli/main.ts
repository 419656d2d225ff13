#!/usr/bin/env node
/** The composition root: what is built in, and the real streams. */
import { scenarios } from '../../scenarios/index.ts';
import { openInBrowser } from './browser.ts';
import { runCli } from './cli.ts';

const { stdout, stderr } = process;

for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `brownout run … | head`: nobody reads any more, which is no reason to lose the run.
    if (error.code !== 'EPIPE') throw error;
  });
}

const code = await runCli(process.argv.slice(2), { scenarios, stdout, stderr, open: openInBrowser });
// What a run left open must not keep the process; what was written must arrive.
await Promise.all([stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))));
process.exit(code);
