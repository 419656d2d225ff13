/**
 * libmemcached's conformance suite against a live server. Without its binary the tests are skipped, visibly, unless
 * BROWNOUT_PEERS=required.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';

const LIMIT_MS = 60_000;

/** Starts a server in the world; resolves to its `host:port`. */
export type StartServer = (world: LiveWorld) => Promise<string>;

/** All 27 tests of each protocol. */
export function testCapability(test: Test, what: string, start: StartServer): void {
  for (const [flag, protocol] of [
    ['-a', 'text'],
    ['-b', 'binary'],
  ] as const) {
    const name = `memccapable: ${protocol}, ${what}`;
    const missing = spawnSync('memccapable', ['-V']).error !== undefined;
    if (missing && process.env['BROWNOUT_PEERS'] !== 'required') {
      test.skip(name);
      console.log(`skip: ${name}: memccapable (libmemcached-tools) is not installed`);
      continue;
    }
    test(name, async () => {
      assert.not(missing, 'memccapable: expected to be installed');
      const { passed, failed } = await capable(start, flag);
      assert.equal(failed, []);
      assert.is(passed.length, 27);
    });
  }
}

/** Names of the tests that passed, and of those that did not. */
async function capable(start: StartServer, flag: '-a' | '-b'): Promise<{ passed: string[]; failed: string[] }> {
  const world = createLiveWorld({ seed: 1 });
  try {
    const [host = '', port = ''] = (await start(world)).split(':');
    const child = spawn('memccapable', ['-h', host, '-p', port, '-t', '5', flag], { timeout: LIMIT_MS });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')));
    await new Promise((resolve) => child.on('close', resolve));
    const named = (verdict: string): string[] =>
      [...output.matchAll(/^((?:ascii|binary) .*?)\s*\[(\w+)\]/gm)].flatMap(([, name = '', said]) =>
        said === verdict ? [name] : [],
      );
    return { passed: named('pass'), failed: named('FAIL') };
  } finally {
    await world.close();
  }
}
