import { test } from 'uvu';
import { SEEDS, testClosedForms } from './queueing.case.ts';

// The long check has all seeds.
testClosedForms(test, 'exponential', SEEDS.slice(0, 1));

test.run();
