import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import type { Bench } from 'tinybench';
import { root } from './files.ts';

export interface BenchRow {
  readonly name: string;
  /** Such as `ns/op`, `requests/s`. */
  readonly unit: string;
  readonly value: number;
  /** What one has to know to read the value. */
  readonly note?: string;
}

export interface BenchReport {
  readonly name: string;
  /** Figures of two environments are not comparable. No date: the commit has one. */
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly cpu: string;
    readonly cores: number;
  };
  readonly rows: readonly BenchRow[];
}

/** Where reports of benchmarks lie, committed. */
export const benchFolder = join(root, 'reports/bench');

/** Writes reports/bench/<name>.json. The name is the benchmark's file name without `.bench.ts`, or begins with it. */
export function reportBench(name: string, rows: readonly BenchRow[]): void {
  if (!/^[\w-]+$/.test(name)) throw new Error(`benchmark name: expected letters, digits and -, got ${name}`);
  if (rows.length === 0) throw new Error(`benchmark ${name}: expected rows, got none`);
  for (const row of rows) {
    if (!Number.isFinite(row.value)) throw new Error(`${name}, ${row.name}: expected a number, got ${row.value}`);
  }
  const environment = {
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
  const rounded = rows.map((row) => ({ ...row, value: Number(row.value.toPrecision(3)) }));
  const report: BenchReport = { name, environment, rows: rounded };
  mkdirSync(benchFolder, { recursive: true });
  writeFileSync(join(benchFolder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * The rows of a tinybench run: the median time of one operation. `opsPerRun` is how often each task's own loop runs it:
 * below 100 ns a single call would measure the timer.
 */
export function benchRows(bench: Bench, opsPerRun: number): BenchRow[] {
  return bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: expected completed, got ${result.state}`);
    const value = (result.latency.p50 * 1e6) / opsPerRun;
    return { name, unit: 'ns/op', value, note: `median of ${result.latency.samplesCount} samples` };
  });
}
