/**
 * Runs test files, each in a process of its own with a time limit:
 * `node --import tsx tools/test.ts [--long] [--jobs N] [--limit SECONDS] [part of a path | file]...`
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesIn, root } from './files.ts';
import { compiled } from './test-runner/compiled.ts';
import { runAll } from './test-runner/run-all.ts';
import { killGroup } from './test-runner/run-file.ts';
import { Times } from './test-runner/times.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(availableParallelism()) },
    limit: { type: 'string' },
  },
});
const limitSeconds = Number(values.limit ?? (values.long ? 25 * 60 : 180));
const jobs = Number(values.jobs);
if (!(limitSeconds > 0)) throw new Error(`--limit: expected seconds above 0, got ${values.limit}`);
if (!(jobs >= 1)) throw new Error(`--jobs: expected a number from 1, got ${values.jobs}`);

const groups = new Set<number>();
process.on('exit', () => groups.forEach(killGroup));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const files = chosen(positionals);
if (files.length === 0) process.stdout.write(values.long ? 'no long checks\n' : 'no test files\n');

const print = (text: string): void => void process.stdout.write(text);
// Long checks take no notice of a second, and some of them start their own file again, which is to be TypeScript.
const options = values.long ? {} : { compiled: await compiled(files, print) };
const times = new Times();
const green = await runAll(times.longestFirst(files), {
  ...options,
  jobs,
  limitSeconds,
  groups,
  print,
  timed: (file, seconds) => times.set(file, seconds),
});
times.save();
process.exitCode = green ? 0 : 1;

function chosen(patterns: readonly string[]): string[] {
  const found = filesIn(['src', 'toxics', 'scenarios', 'tools'], [values.long ? '.long.ts' : '.test.ts']);
  if (patterns.length === 0) return found;
  const named = patterns.filter((pattern) => pattern.endsWith('.ts') && existsSync(join(root, pattern)));
  const matching = found.filter((file) => patterns.some((pattern) => file.includes(pattern)));
  return [...new Set([...matching, ...named])];
}
