import { test } from 'uvu';
import { assertClosedForm, SEEDS as seeds, testClosedForms } from './queueing.case.ts';

testClosedForms(test, 'fixed', seeds);

test('M/D/1 at 95 % load, 100 M jobs: mean and p99 within 2 %', () => {
  assertClosedForm({ service: 'fixed', load: 0.95, jobs: 100_000_000, seeds, tolerance: 0.02 });
});

test.run();
