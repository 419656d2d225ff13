import { test } from 'uvu';
import { assertClosedForm, SEEDS, TOLERANCES } from './queueing.case.ts';

// One seed; the long check has them all.
const seeds = SEEDS.slice(0, 1);

for (const [load, tolerance] of TOLERANCES) {
  test(`M/M/1 at ${100 * load} % load: mean and p99 within ${100 * tolerance} %`, () => {
    assertClosedForm({ service: 'exponential', load, jobs: 10_000_000, seeds, tolerance });
  });
}

test.run();
