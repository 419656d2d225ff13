import { test } from 'uvu';
import { backendTarget } from './fuzz-target.case.ts';
import { testFuzz } from './fuzz.case.ts';

testFuzz(test, { name: 'backend', inputs: 25_000, target: backendTarget });

test.run();
