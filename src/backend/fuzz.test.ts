import { test } from 'uvu';
import { backendTarget } from './fuzz-target.case.ts';
import { testFuzz, testUnwrittenMemory } from './fuzz.case.ts';

testFuzz(test, { name: 'backend', inputs: 25_000, target: backendTarget });
testUnwrittenMemory(test, { name: 'backend', inputs: 1_000, target: backendTarget });

test.run();
