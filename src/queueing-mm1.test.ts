import { test } from 'uvu';
import { assertClosedForm } from './queueing.case.ts';

// Of the p99 at 95 % load, 10 M jobs still have a sampling error of 2.6 %: queueing-mm1.long.ts looks closer.
for (const [load, tolerance] of [
  [0.5, 0.02],
  [0.8, 0.02],
  [0.95, 0.06],
] as const) {
  test(`M/M/1 at ${100 * load} % load: mean and p99 within ${100 * tolerance} %`, () => {
    assertClosedForm({ service: 'exponential', load, jobs: 10_000_000, tolerance });
  });
}

test.run();
