import { test } from 'uvu';
import { testDifferential } from './differential.case.ts';

testDifferential(test, { seed: 2, commands: 100_000 });

test.run();
