/** What a release of all backends may leave out: `rolling-restart` and each of its variants show what they say. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import rollingRestart from '../scenarios/rolling-restart.ts';
import { runPair } from './execute/run-pair.ts';
import type { Scenario } from './scenario/define.ts';
import { applyChanges } from './scenario/override.ts';
import { parseScenario } from './scenario/schema.ts';
import { asRun, changesOf } from './scenario/variant-changes.ts';

const ID = 'rolling-restart';
const SEED = 'release';

function variant(name: string): Scenario {
  const changes = changesOf(name, rollingRestart.variants ?? {}, `${ID}: variants`);
  return parseScenario(applyChanges(asRun(rollingRestart), changes), `${ID}: ${name}`);
}

for (const name of ['', ...Object.keys(rollingRestart.variants ?? {})]) {
  test(name === '' ? 'as it is' : name, async () => {
    const scenario = name === '' ? rollingRestart : variant(name);
    const result = await runPair({ scenario, id: ID, seed: SEED, world: 'virtual' });
    assert.is(result.verdict.name, 'passed', `seed ${SEED}: ${result.verdict.reasons.join('; ')}`);
  });
}

test.run();
