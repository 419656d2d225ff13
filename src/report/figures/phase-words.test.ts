import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Result } from '../../scenario/result.ts';
import { outage } from '../fixture.case.ts';
import { blastRadius } from './blast-radius.ts';
import { phaseWords } from './phase-words.ts';
import { roundTrips } from './round-trips.ts';

const calm: Result = { ...outage, scenario: { ...outage.scenario, timeline: [] } };

test('a phase that is called fault and has none is not said to be one', () => {
  assert.is(phaseWords(outage).during, 'in the fault');
  assert.is(phaseWords(calm).during, 'in the phase “fault”, which has none');
  for (const figure of [blastRadius, roundTrips]) {
    assert.match(figure(outage)!.text, /in the fault\b/);
    assert.not.match(figure(calm)!.text, /in the fault\b|before the fault\b/);
  }
});

test.run();
