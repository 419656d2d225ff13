/** `metastable` for one seed, beside what breaks its loop; `metastable.long.ts` asks how much capacity it takes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import metastable from '../scenarios/metastable.ts';
import { records, resultOf } from './outage.case.ts';
import { chosenScenario } from './scenario/chosen.ts';

const seed = 'metastable';

test('the trouble outlives the pause, and does not where whoever comes too late is told so', async () => {
  const asItIs = chosenScenario(metastable, { variants: [], changes: [] }, 'metastable');
  const capped = chosenScenario(metastable, { variants: ['capped'], changes: [] }, 'metastable');
  const [control, stuck, well] = await records([
    { scenario: asItIs, seed, role: 'control' },
    { scenario: asItIs, seed },
    { scenario: capped, seed },
  ]);
  const result = resultOf({ scenario: asItIs, seed }, stuck!, control!);
  assert.is(result.verdict.name, 'passed', `seed ${seed}: ${result.verdict.reasons.join('; ')}`);
  const { failover, incident } = resultOf({ scenario: capped, seed }, well!, control!);
  assert.equal([failover.metastable, failover.hysteresis], [false, 10], `seed ${seed}`);
  // It turned away no more than wanted in when the pause was over, and each of those came in later.
  const { signInsShed, authentications } = incident.totals;
  assert.ok(signInsShed > 0 && signInsShed < authentications, `seed ${seed}: ${signInsShed} of ${authentications}`);
});

test.run();
