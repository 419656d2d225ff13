import { test } from 'uvu';
import { SEEDS, testClosedForms } from './queueing.case.ts';

// The long check has all seeds.
testClosedForms(test, 'fixed', SEEDS.slice(0, 1));

test.run();
