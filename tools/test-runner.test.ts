import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from './files.ts';
import { compiled } from './test-runner/compiled.ts';
import { runAll } from './test-runner/run-all.ts';
import { runFile } from './test-runner/run-file.ts';
import { judge } from './test-runner/verdict.ts';

const fixture = (name: string): string => `tools/fixtures/${name}.fixture.ts`;
const groups = new Set<number>();

const verdicts = [
  { name: 'passes', why: '', passed: 2, failed: 0, skipped: 0 },
  { name: 'fails', why: '1 of 2 tests did not pass', passed: 1, failed: 1, skipped: 0 },
  { name: 'forgets-run', why: 'no test ran (exit code 0): is a .run() missing?', passed: 0, failed: 1, skipped: 0 },
  { name: 'before-throws', why: '1 of 1 tests did not pass', passed: 0, failed: 1, skipped: 1 },
  { name: 'skips', why: '', passed: 1, failed: 0, skipped: 2 },
  { name: 'skips-silently', why: "1 skipped without a line 'skip: reason'", passed: 1, failed: 1, skipped: 1 },
  { name: 'exits-early', why: 'no test ran (exit code 1): is a .run() missing?', passed: 0, failed: 1, skipped: 0 },
  { name: 'leaves-a-child', why: '', passed: 1, failed: 0, skipped: 0 },
  { name: 'rejects-later', why: 'exit code: expected 0, got 1', passed: 1, failed: 1, skipped: 0 },
];

for (const { name, ...expected } of verdicts) {
  test(`verdict on a file that ${name}`, async () => {
    const { file: _file, reasons: _reasons, ...verdict } = judge(await runFile(fixture(name), limits(30)), 30);
    assert.equal(verdict, expected);
  });
}

test('a file that hangs is ended at the limit, with its children', async () => {
  const ran = await runFile(fixture('hangs'), limits(3));
  assert.is(ran.timedOut, true);
  assert.is(judge(ran, 3).why, 'did not end within 3 s');
  assert.ok(ran.seconds < 20, `took ${ran.seconds} s`);
});

test('two summaries add up', () => {
  const output = summary(3, 3, 0) + summary(2, 1, 0);
  const { why, passed, failed } = judge({ file: 'x', output, code: 0, timedOut: false, seconds: 1 }, 1);
  assert.equal({ why, passed, failed }, { why: '1 of 5 tests did not pass', passed: 4, failed: 1 });
});

test('a red file makes the run red, shows its output and ends with the total', async () => {
  let printed = '';
  const print = (text: string): void => void (printed += text);
  const files = ['passes', 'fails', 'skips'].map(fixture);
  assert.is(await runAll(files, { jobs: 2, print, ...limits(30) }), false);
  assert.match(printed, 'FAIL  "wrong"');
  assert.match(printed, '    skip: no memcached here\n');
  assert.match(printed, /✓ tools\/fixtures\/passes\.fixture\.ts {2}2 tests, [\d.]+ s\n/);
  assert.ok(printed.endsWith('\n4 passed, 1 failed, 2 skipped\n'), printed);
});

test('green files make the run green; no files do not', async () => {
  let printed = '';
  const options = { jobs: 1, print: (text: string): void => void (printed += text), ...limits(30) };
  assert.is(await runAll([fixture('passes')], options), true);
  assert.is(await runAll([], options), false);
  assert.ok(printed.endsWith('\n0 passed, 0 failed, 0 skipped\n'), printed);
});

test('compiled, files get the verdicts that they get through tsx, and traces lead to their sources', async () => {
  const files = verdicts.map(({ name }) => fixture(name));
  const options = { compiled: await compiled(files, assert.unreachable), ...limits(30) };
  for (const { name, ...expected } of verdicts) {
    assert.match(options.compiled(fixture(name)) ?? '', /node_modules/, name);
    const ran = await runFile(fixture(name), options);
    const { file: _file, reasons: _reasons, ...verdict } = judge(ran, 30);
    assert.equal(verdict, expected, name);
    if (name === 'fails') assert.match(ran.output, /tools\/fixtures\/fails\.fixture\.ts:\d+:\d+/);
  }
});

test('what does not compile says so itself, and keeps nobody else from running', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  const broken = join(folder, 'broken.test.ts');
  writeFileSync(broken, "import { test } from 'uvu';\ntest('never', () => {\n");
  try {
    let printed = '';
    const print = (text: string): void => void (printed += text);
    const files = [fixture('passes'), broken];
    assert.is(await runAll(files, { jobs: 1, print, compiled: await compiled(files, print), ...limits(30) }), false);
    assert.match(printed, /^not compiled together: .*\n.*broken\.test\.ts:/);
    assert.match(printed, '✓ tools/fixtures/passes.fixture.ts');
    assert.match(printed, /✘ .*broken\.test\.ts {2}no test ran/);
    assert.match(printed, /broken\.test\.ts:\d+:\d+: ERROR: Unexpected end of file/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('Ctrl-C ends what is running', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  const pidFile = join(folder, 'pid');
  const runner = spawn(process.execPath, ['--import', 'tsx', 'tools/test.ts', fixture('hangs')], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, PID_FILE: pidFile },
  });
  try {
    const exit = new Promise((resolve) => runner.on('exit', resolve));
    await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '', 'the fixture to start');
    runner.kill('SIGINT');
    assert.is(await exit, 130);
    const pids = readFileSync(pidFile, 'utf8').split(' ').map(Number);
    await until(() => !pids.some(alive), 'the fixture and its child to end');
  } finally {
    runner.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test.run();

function limits(limitSeconds: number): { limitSeconds: number; groups: Set<number> } {
  return { limitSeconds, groups };
}

function summary(total: number, passed: number, skipped: number): string {
  return `\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.00ms\n\n`;
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries === 300) throw new Error(`expected ${what} within 15 s`);
    await sleep(50);
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
