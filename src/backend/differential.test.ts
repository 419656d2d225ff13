import { test } from 'uvu';
import { testDifferential } from './differential.case.ts';

testDifferential(test, { seed: 1, commands: 20_000 });

test.run();
