/**
 * Runs benchmarks one after the other, each in a process of its own, as compiled (tsx wraps functions, which shows in hot
 * loops): `npm run bench -- [part of a path]...`. They report to reports/bench; this prints what they reported.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder, type BenchReport } from './bench-report.ts';
import { filesIn, root } from './files.ts';

const patterns = process.argv.slice(2);
const files = filesIn(['src', 'toxics'], ['.bench.ts']).filter(
  (file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)),
);
if (files.length === 0) fail('no benchmarks match');

for (const file of files) {
  const started = Date.now();
  process.stdout.write(`${file}\n`);
  const script = join('dist', file.replace(/\.ts$/, '.js'));
  const { status } = spawnSync(process.execPath, [script], { cwd: root, stdio: 'inherit' });
  const reports = reportsSince(started);
  if (status !== 0) fail(`exit code ${status}`);
  else if (reports.length === 0) fail('reported nothing');
  else reports.forEach(print);
}

function reportsSince(time: number): BenchReport[] {
  return readdirSync(benchFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(benchFolder, name))
    .filter((path) => statSync(path).mtimeMs >= time)
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as BenchReport); // reportBench has just written it
}

function print({ rows }: BenchReport): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, unit, note = '' } of rows) {
    process.stdout.write(`  ${name.padEnd(width)}  ${formatted(value).padStart(12)} ${unit.padEnd(12)} ${note}\n`);
  }
}

function formatted(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function fail(why: string): void {
  process.stdout.write(`  ${why}\n`);
  process.exitCode = 1;
}
