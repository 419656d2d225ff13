import { runFile, type RunFileOptions } from './run-file.ts';
import { judge, type Verdict } from './verdict.ts';

export interface RunAllOptions extends RunFileOptions {
  readonly jobs: number;
  readonly print: (text: string) => void;
  /** Called as each file ends. */
  readonly timed?: (file: string, seconds: number) => void;
}

/** Runs the files in their order, `jobs` at a time. True when all are green, and there was at least one. */
export async function runAll(files: readonly string[], options: RunAllOptions): Promise<boolean> {
  const verdicts: Verdict[] = [];
  const waiting = files.slice();
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const ran = await runFile(file, options);
      const verdict = judge(ran, options.limitSeconds);
      verdicts.push(verdict);
      options.timed?.(file, ran.seconds);
      options.print(describe(verdict, ran.output, ran.seconds));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));

  const red = verdicts.filter((verdict) => verdict.why !== '');
  for (const verdict of red) options.print(`red: ${verdict.file}: ${verdict.why}\n`);
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => verdicts.reduce((n, verdict) => n + verdict[key], 0);
  options.print(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  return red.length === 0 && verdicts.length > 0;
}

function describe(verdict: Verdict, output: string, seconds: number): string {
  const tests = verdict.passed === 1 ? '1 test' : `${verdict.passed} tests`;
  const skips = verdict.reasons.map((reason) => `    skip: ${reason}\n`).join('');
  if (verdict.why === '') return `  ✓ ${verdict.file}  ${tests}, ${seconds.toFixed(1)} s\n${skips}`;
  return `  ✘ ${verdict.file}  ${verdict.why}, ${seconds.toFixed(1)} s\n${output}\n${skips}`;
}
