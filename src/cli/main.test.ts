import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from '../scenario/fixture.case.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
/** Longer than any test waits. */
const endless = { ...smallScenario, expectations: [], phases: { ...smallScenario.phases, end: '20h' } };

test('bad input ends the process with 2 and one line', async () => {
  const { code, out, err } = await ended(start(['run', 'september-outge']));
  assert.equal([code, out], [2, '']);
  assert.match(err, /^brownout: scenario: expected .*\(did you mean "september-outage"\?\)\n$/);
});

test('Ctrl-C: what was measured is reported, and 130', async () => {
  await inFolder(async (folder) => {
    const child = startEndless(folder);
    await appears(folder, 'out');
    child.kill('SIGINT');
    const { code, out, err } = await ended(child);
    assert.is(code, 130);
    assert.match(out, /^ABORTED {2}endless was stopped before its end/);
    assert.match(err, /brownout: stopping; what was measured is reported/);
    // Our own JSON.
    const result = JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8')) as {
      verdict: { name: string };
    };
    assert.is(result.verdict.name, 'aborted');
  });
});

test('a second Ctrl-C ends the process at once', async () => {
  await inFolder(async (folder) => {
    const child = startEndless(folder);
    await appears(folder, 'out');
    child.stderr?.once('data', () => child.kill('SIGINT'));
    child.kill('SIGINT');
    assert.is((await ended(child)).code, 130);
  });
});

test.run();

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args]);
}

function startEndless(folder: string): ChildProcess {
  const file = join(folder, 'endless.json');
  writeFileSync(file, JSON.stringify(endless));
  return start(['run', file, '--out', join(folder, 'out')]);
}

/** The folder for the results: made right before the run begins. */
async function appears(folder: string, name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, file) => {
      if (file !== name) return;
      watcher.close();
      resolve();
    });
  });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (said.err += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...said };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
