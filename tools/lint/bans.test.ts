import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../files.ts';

/** The snippets are no files of the project, so that what needs types is off. */
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

async function messages(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  assert.is(result?.fatalErrorCount, 0, `${code}: ${result?.messages[0]?.message}`);
  return result?.messages.filter(({ ruleId }) => !ruleId?.endsWith('no-unused-vars')).map((m) => m.message) ?? [];
}

const node = 'src/proxy/x.ts';
const rng = 'world.rng';
const math = 'src/world/math.ts';
const clock = 'world.clock';

const banned: [code: string, file: string, message: string][] = [
  ['export const x = Math.random();', node, rng],
  ['export const x = Math.random();', 'src/world/live/x.ts', rng],
  ['export const x = Math.random();', 'src/cli/x.ts', rng],
  ['export const x = Math.random();', 'src/proxy/x.test.ts', rng],
  ['export const x = Math.random();', 'tools/x.ts', rng],
  ["export const x = Math['random']();", node, rng],
  ["import { randomBytes } from 'node:crypto'; randomBytes(1);", node, rng],
  ['export const x = crypto.randomUUID();', node, rng],
  ...['pow', 'exp', 'log', 'log2', 'log10', 'log1p', 'sin', 'cos', 'tan', 'tanh'].map(
    (name): [string, string, string] => [`export const x = Math.${name}(1, 2);`, node, math],
  ),
  ['export const x = 2 ** 3;', node, math],
  ['export let x = 2; x **= 3;', 'toxics/x.ts', math],
  ['const { pow } = Math; pow(1, 2);', 'scenarios/x.ts', math],
  ['export const x = Math.log(2);', 'src/execute/x.ts', math],
  ['export const x = Date.now();', node, clock],
  ['export const x = new Date();', 'toxics/x.ts', clock],
  ['export const x = globalThis.Date.now();', node, clock],
  ['export const x = performance.now();', 'scenarios/x.ts', clock],
  ['setTimeout(() => {}, 1);', node, clock],
  ['setInterval(() => {}, 1);', node, clock],
  ['setImmediate(() => {});', 'src/world/virtual/x.ts', clock],
  ['queueMicrotask(() => {});', node, clock],
  ['export const x = process.hrtime.bigint();', node, clock],
  ['process.nextTick(() => {});', node, clock],
  ["import { setTimeout } from 'node:timers/promises'; await setTimeout(1);", node, clock],
  ["import { hrtime } from 'node:process'; hrtime();", node, clock],
  ["export const x = 'a'.localeCompare('b');", node, 'compare with <'],
  ["import { connect } from 'node:net'; connect(1);", node, 'world.net'],
  ["import { connect } from 'node:net'; connect(1);", 'src/link/relay.ts', 'world.net'],
  ["import { connect } from 'net'; connect(1);", 'src/cli/x.ts', 'world.net'],
  ["import type { Socket } from 'node:net';", node, 'world.net'],
  ["export * from 'node:net';", node, 'world.net'],
  ["await import('node:net');", node, 'world.net'],
  ["process.getBuiltinModule('node:net');", node, 'world.net'],
  ["import { get } from 'node:http'; get('x');", 'src/app/x.ts', 'src/app/live'],
  ["import { Worker } from 'node:worker_threads'; new Worker('x');", 'src/cli/x.ts', 'src/execute'],
  ["import { spawn } from 'node:child_process'; spawn('x');", node, 'src/execute'],
  ["import { gzipSync } from 'node:zlib'; gzipSync('x');", 'src/proxy/x.test.ts', 'hdr-histogram-js'],
  ["export const x = world.kind === 'live';", node, 'nodes do not know'],
  ["export const x = this.world.kind === 'live';", node, 'nodes do not know'],
  ['export const x = theWorld.kind;', 'src/scenario/x.ts', 'nodes do not know'],
  ['const { kind } = world; console.log(kind);', node, 'nodes do not know'],
  ["test.only('x', () => {});", 'src/proxy/x.test.ts', 'left out'],
  ['// FIX' + 'ME: later', node, 'fixme'],
  ['/* a TO' + 'DO for later */', 'tools/x.ts', 'todo'],
  ['export const x: any = 1;', node, 'any'],
  ['export const x = (y: number) => y == 1;', node, '==='],
  ["import { World } from '../world/world.ts'; export type X = World;", node, 'import type'],
];

const allowed: [code: string, file: string][] = [
  ['export const x = Math.sqrt(2) + Math.floor(1.5) + Math.imul(2, 3) + Math.clz32(1);', node],
  ["import { createHash } from 'node:crypto'; createHash('sha256');", node],
  ['export function f(Date: { now(): number }) { return Date.now(); }', node],
  ['export const f = (x: { performance: number; kind: string }) => x.performance + x.kind;', node],
  ['export const f = (toxic: { kind: string }) => toxic.kind;', node],
  ['export const x = Date.now() + Math.log(2); setTimeout(() => {}, 1);', 'src/world/live/x.ts'],
  ["import { connect } from 'node:net'; connect(1);", 'src/world/live/x.ts'],
  ['setTimeout(() => {}, performance.now());', 'src/cli/x.ts'],
  ['setTimeout(() => {}, performance.now());', 'src/execute/x.ts'],
  ["import { get } from 'node:http'; get('x');", 'src/toxiproxy/x.ts'],
  ["import { get } from 'node:http'; get('x');", 'src/app/live/x.ts'],
  ["import { get } from 'node:http'; get('x');", 'src/cli/commands/x.ts'],
  ["import { Worker } from 'node:worker_threads'; new Worker('x');", 'src/execute/x.ts'],
  ["import { spawn } from 'node:child_process'; spawn('x');", 'src/execute/x.ts'],
  ["import { spawn } from 'node:child_process'; spawn('x');", 'src/cli/x.ts'],
  ['export const x = world.kind;', 'src/world/x.ts'],
  ['export const x = world.kind;', 'src/report/x.ts'],
  ['export const x = world.kind;', 'src/cli/x.ts'],
  ...['src/proxy/x.test.ts', 'src/proxy/x.long.ts', 'src/proxy/x.bench.ts', 'tools/x.ts'].map(
    (file): [string, string] => [
      "import { spawn } from 'node:child_process'; import 'node:net'; setTimeout(spawn, Date.now() + Math.log(2));",
      file,
    ],
  ),
];

const hits = suite('banned');
for (const [code, file, message] of banned) {
  hits(`${file}: ${code}`, async () => {
    const found = await messages(code, file);
    assert.is(found.length, 1, `expected one message, got ${JSON.stringify(found)}`);
    assert.match(found[0] ?? '', message);
  });
}
hits.run();

const passes = suite('allowed');
for (const [code, file] of allowed) {
  passes(`${file}: ${code}`, async () => assert.equal(await messages(code, file), []));
}
passes.run();

test('a promise that nobody awaits', async () => {
  // Needs types: linted as a file of the project.
  const typed = new ESLint({ cwd: root });
  const [result] = await typed.lintText('Promise.resolve();\n', { filePath: 'src/world/hop.ts' });
  assert.equal(
    result?.messages.map(({ ruleId }) => ruleId),
    ['@typescript-eslint/no-floating-promises'],
  );
});
test.run();
