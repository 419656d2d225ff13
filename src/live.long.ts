/** The September outage on real sockets, as a user starts it: at full size as far as one process can carry it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT_OF } from './cli/exit-codes.ts';
import type { Result } from './scenario/result.ts';

const MAIN = fileURLToPath(new URL('./cli/main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  readonly result: Result;
}

/** `interruptAfter`: seconds until Ctrl-C. */
async function outage(interruptAfter = Infinity): Promise<Ended> {
  const out = mkdtempSync(join(tmpdir(), 'brownout-live-'));
  const args = ['run', 'september-outage', '--world', 'live', '--compress', '20', '--out', out];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const interrupt =
    interruptAfter < Infinity ? setTimeout(() => child.kill('SIGINT'), interruptAfter * 1000) : undefined;
  try {
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    // A file of our own making.
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result;
    return { code, seconds: (performance.now() - startedAt) / 1000, result };
  } finally {
    clearTimeout(interrupt);
    child.kill('SIGKILL');
    rmSync(out, { recursive: true });
  }
}

function checkAccounts({ incident, health }: Result): void {
  const { operations, answered, failed, unfinished } = incident.totals;
  assert.is(operations, answered + failed + unfinished);
  assert.is(health.countsAgree, true, health.reasons.join('\n'));
}

test('the outage in 54 s: in time, with the same report, every request accounted for', async () => {
  const { code, seconds, result } = await outage();
  assert.ok(seconds < 90, `took ${seconds} s`);
  checkAccounts(result);
  const { verdict, incident, remarks, failover, phases } = result;
  // A busy machine spoils the measurement, and the verdict has to say so.
  assert.is(code, EXIT_OF[verdict.name]);
  if (verdict.name === 'invalid') {
    for (const reason of verdict.reasons) assert.match(reason, /^(send lag|achieved load|CPU of other)/);
  }
  assert.ok(incident.totals.operations > 130_000, 'the load was kept up');
  assert.ok(
    remarks.some((remark) => remark.startsWith('legacy: ')),
    'what was scaled is said',
  );
  assert.equal(
    phases.map(({ name }) => name),
    ['warmup', 'baseline', 'fault', 'recovery'],
  );
  assert.is(failover.timeToRecover, null, 'a compressed run does not speak of times');
  const share = (phase: string, name: string): number => {
    const figures = incident.workloads.find((workload) => workload.name === name)?.phases;
    return figures?.find((each) => each.phase === phase)?.healthy.failedShare ?? NaN;
  };
  // What the outage is about happens on real sockets too: customers of healthy keys are hurt.
  for (const workload of ['persistent', 'per-request', 'legacy']) {
    assert.ok(share('fault', workload) > share('baseline', workload), workload);
  }
});

test('Ctrl-C: ends soon, and what was measured is reported', async () => {
  const { code, seconds, result } = await outage(15);
  assert.is(code, 130);
  assert.ok(seconds < 30, `took ${seconds} s`);
  assert.is(result.verdict.name, 'aborted');
  assert.ok(result.incident.totals.operations > 0);
  checkAccounts(result);
});

test.run();
