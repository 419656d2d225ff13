import { test } from 'uvu';
import { assertClosedForm, SEEDS as seeds, TOLERANCES } from './queueing.case.ts';

for (const [load, tolerance] of TOLERANCES) {
  test(`M/D/1 at ${100 * load} % load: mean and p99 within ${100 * tolerance} %`, () => {
    assertClosedForm({ service: 'fixed', load, jobs: 10_000_000, seeds, tolerance });
  });
}

test('M/D/1 at 95 % load, 100 M jobs: mean and p99 within 2 %', () => {
  assertClosedForm({ service: 'fixed', load: 0.95, jobs: 100_000_000, seeds, tolerance: 0.02 });
});

test.run();
