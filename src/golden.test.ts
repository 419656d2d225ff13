/**
 * The same scenario and seed give the same events, on every machine: shortened variants of all scenarios, run twice, and
 * held against the trace hashes in `reports/baseline/golden.json`. Whoever means to change what happens in the virtual
 * world writes new ones: `UPDATE_GOLDEN=1 node --import tsx src/golden.test.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from '../scenarios/index.ts';
import { root } from '../tools/files.ts';
import type { Scenario, WorkloadSpec } from './scenario/define.ts';
import { runScenario } from './scenario/run.ts';
import { nanos } from './scenario/units.ts';
import { SECOND } from './world/world.ts';

const GOLDEN = join(root, 'reports/baseline/golden.json');
const REGENERATE = 'UPDATE_GOLDEN=1 node --import tsx src/golden.test.ts';
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
/** The whole timeline, the fault and its cure, in so many seconds. */
const SHORT_SECONDS = 24;
/** So many clients are one: connecting all of them would take as long as the rest. */
const FEWER_CLIENTS = 10;
/** Times the rate, so that queues that fill in minutes fill in seconds: the outage's storm is part of its hash. */
const BUSIER = 1.25;

const golden: Record<string, string> = isUpdate ? {} : readGolden();

for (const [id, scenario] of scenarios) {
  test(`${id}: the same seed gives the same events, and those of golden.json`, async () => {
    const [first, second] = [await hashOf(scenario, 'golden'), await hashOf(scenario, 'golden')];
    assert.is(second, first, `${id}: expected the same trace hash twice, got ${first} and ${second}`);
    if (isUpdate) golden[id] = first;
    else assert.is(first, golden[id], mismatch(id, first));
  });
}

test('another seed gives other events', async () => {
  const [id, scenario] = [...scenarios][0]!;
  const hash = await hashOf(scenario, 'another');
  assert.is.not(hash, golden[id], `${id}: expected another trace hash than ${hash} of another seed`);
});

test('golden.json knows every scenario, and no others', () => {
  if (isUpdate) writeFileSync(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`);
  assert.equal(Object.keys(readGolden()), [...scenarios.keys()], `regenerate: ${REGENERATE}`);
});

async function hashOf(scenario: Scenario, seed: string): Promise<string> {
  const { warmup, end } = scenario.phases;
  const compress = (nanos(end) - nanos(warmup)) / (SHORT_SECONDS * SECOND);
  const workloads = Object.entries(scenario.workloads).map(([name, spec]): [string, WorkloadSpec] => [
    name,
    { ...spec, clients: Math.ceil(spec.clients / FEWER_CLIENTS), rate: spec.rate * BUSIER },
  ]);
  const { figures, health } = await runScenario({
    scenario: { ...scenario, workloads: Object.fromEntries(workloads) },
    seed,
    world: 'virtual',
    role: 'incident',
    compress,
  });
  assert.ok(health.countsAgree, health.reasons.join('; '));
  return figures.traceHash!;
}

function mismatch(id: string, hash: string): string {
  return (
    `${id}: expected the trace hash ${golden[id] ?? '(none)'} of golden.json, got ${hash}: what happens in the virtual ` +
    `world has changed. If it was meant to: ${REGENERATE}`
  );
}

function readGolden(): Record<string, string> {
  // Written by this file.
  return JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>;
}

test.run();
