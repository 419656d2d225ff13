/**
 * `credential-rotation` over many seeds. Nothing here knows the proxies' phases: what the run measured of one change is
 * held against what it measured of another, for a proxy asks at the same time of every interval.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import rotation from '../scenarios/credential-rotation.ts';
import { runPair } from './execute/run-pair.ts';
import type { Result } from './scenario/result.ts';
import type { CredentialAtProxy } from './scenario/tenancy-figures.ts';
import { nanos } from './scenario/units.ts';
import { SECOND } from './world/world.ts';

const SEEDS = Array.from({ length: 8 }, (_, i) => `rotation/${i + 1}`);
const INTERVAL = nanos(rotation.cluster.proxy.authentication!.syncWithin!) / SECOND;
/** Between two requests at one proxy: what is measured is off by so much. */
const GAP = 4;

for (const seed of SEEDS) {
  test(`${seed}: it passes, and both customers met the same proxies`, async () => {
    const result = await runPair({ scenario: rotation, id: 'credential-rotation', seed, world: 'virtual' });
    assert.is(result.verdict.name, 'passed', `seed ${seed}: ${result.verdict.reasons.join('; ')}`);
    const heard: string[] = [];
    for (const { name } of result.incident.proxies) {
      const web = at(result, 'forgetful-web', 'forgetful/forgetful-old', name)!.workedOn!;
      const django = at(result, 'forgetful-django', 'forgetful/forgetful-old', name)!.workedOn!;
      near(`${seed}, ${name}: a standing connection and new ones`, web, django, GAP);
      const hasty = at(result, 'hasty-web', 'hasty/hasty-new', name);
      assert.ok(web >= 0 && web <= INTERVAL + GAP, `${seed}, ${name}: worked on for ${web} s`);
      heard.push(`${Math.round(hasty?.lastFailure ?? 0)}/${Math.round(web)}`);
      if (hasty?.lastFailure === null || hasty === undefined) continue;
      // Revoked a number of whole seconds after the other was added: heard of at the same time of the interval.
      const phase = (300 + web) % INTERVAL;
      const off = Math.abs(phase - (hasty.lastFailure % INTERVAL));
      near(`${seed}, ${name}: the time of the interval`, Math.min(off, INTERVAL - off), 0, GAP);
    }
    console.log(`${seed}: failed until, worked on for (s): ${heard.join(' ')}`);
  });
}

function at(result: Result, workload: string, credential: string, proxy: string): CredentialAtProxy | undefined {
  const use = result.incident.credentials.find((each) => each.workload === workload && each.credential === credential);
  return use?.proxies.find((each) => each.proxy === proxy);
}

function near(what: string, value: number, expected: number, within: number): void {
  assert.ok(Math.abs(value - expected) <= within, `${what}: expected ${expected} ± ${within} s, got ${value} s`);
}

test.run();
