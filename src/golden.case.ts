/** Trace hashes of shortened scenarios, and the files in `reports/baseline/` that they are held against. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { root } from '../tools/files.ts';
import type { Scenario, WorkloadSpec } from './scenario/define.ts';
import { runScenario } from './scenario/run.ts';
import { nanos } from './scenario/units.ts';
import { SECOND } from './world/world.ts';

/** So many clients are one: connecting all of them would take as long as the rest. */
const FEWER_CLIENTS = 10;
/** Times the rate, so that queues that fill in minutes fill in seconds: the outage's storm is part of its hash. */
const BUSIER = 1.25;

/** The whole timeline, the fault and its cure, in so many seconds. */
export async function hashOf(scenario: Scenario, seed: string, seconds: number): Promise<string> {
  const { warmup, end } = scenario.phases;
  const compress = (nanos(end) - nanos(warmup)) / (seconds * SECOND);
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

/** A file of hashes by name. With `UPDATE_GOLDEN=1` it is written anew instead of read. */
export class Golden {
  readonly #file: string;
  readonly #regenerate: string;
  readonly #isUpdate = process.env['UPDATE_GOLDEN'] === '1';
  readonly #hashes: Record<string, string>;

  /** `name`: of the file, and of the test that owns it. */
  constructor(name: string) {
    this.#file = `reports/baseline/${name}.json`;
    this.#regenerate = `UPDATE_GOLDEN=1 node --import tsx src/${name}.test.ts`;
    this.#hashes = this.#isUpdate ? {} : this.#read();
  }

  get(name: string): string | undefined {
    return this.#hashes[name];
  }

  /** Throws unless this is the hash of that name. */
  hold(name: string, hash: string): void {
    if (this.#isUpdate) this.#hashes[name] = hash;
    else assert.is(hash, this.#hashes[name], this.#mismatch(name, hash));
  }

  /** Throws unless the file knows these and no others. */
  finish(names: readonly string[]): void {
    if (this.#isUpdate) writeFileSync(join(root, this.#file), `${JSON.stringify(this.#hashes, null, 2)}\n`);
    assert.equal(Object.keys(this.#read()), names, `regenerate: ${this.#regenerate}`);
  }

  #mismatch(name: string, hash: string): string {
    return (
      `${name}: expected the trace hash ${this.#hashes[name] ?? '(none)'} of ${this.#file}, got ${hash}: what happens in ` +
      `the virtual world has changed. If it was meant to: ${this.#regenerate}`
    );
  }

  #read(): Record<string, string> {
    // Written by this class.
    return JSON.parse(readFileSync(join(root, this.#file), 'utf8')) as Record<string, string>;
  }
}
