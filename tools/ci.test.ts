import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from './files.ts';

const steps = [
  'apt-get update -qq',
  'apt-get install -y -qq memcached libmemcached-tools libfaketime sasl2-bin',
  'apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core',
  'npm ci, peers required',
  'npm test, peers required',
  'npm run check:long, peers required',
];

test('.ci/run goes through its steps in order', () => {
  const { status, calls, lastLine } = ciRun('');
  assert.equal(calls, steps);
  assert.is(lastLine, 'ran: npm run check:long, peers required', 'the last step has the last word');
  assert.is(status, 0);
});

for (const [index, step] of steps.entries()) {
  test(`.ci/run is red and goes no further when this fails: ${step}`, () => {
    const { status, calls } = ciRun(step);
    assert.is(status, 7);
    assert.equal(calls, steps.slice(0, index + 1));
  });
}

test.run();

/** Runs .ci/run against stubs that record their calls; the step named `failing` exits 7. */
function ciRun(failing: string): { status: number | null; calls: string[]; lastLine: string | undefined } {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    const log = join(folder, 'calls');
    const stub = `#!/bin/sh
      call="$(basename "$0") $*\${BROWNOUT_PEERS:+, peers $BROWNOUT_PEERS}"
      echo "$call" >>"$LOG"
      echo "ran: $call"
      [ "$call" != "$FAILING" ] || exit 7`;
    for (const name of ['apt-get', 'npm']) writeFileSync(join(folder, name), stub, { mode: 0o755 });
    writeFileSync(join(folder, 'sudo'), '#!/bin/sh\nexec "$@"', { mode: 0o755 });
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      LOG: log,
      FAILING: failing,
    };
    delete env['BROWNOUT_PEERS'];
    const { status, stdout } = spawnSync(join(root, '.ci/run'), { env, encoding: 'utf8' });
    const lines = (text: string): string[] => text.trimEnd().split('\n');
    return { status, calls: lines(readFileSync(log, 'utf8')), lastLine: lines(stdout).at(-1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
