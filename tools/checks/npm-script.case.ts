import { spawnSync } from 'node:child_process';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../files.ts';

/** A script of package.json that must be green, as a test: so it shares the cores with all others. */
export function testNpmScript(test: Test, name: string): void {
  test(`npm run ${name}`, () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', name], { cwd: root, encoding: 'utf8' });
    assert.is(status, 0, `${stdout}${stderr}`);
  });
}
