import { test } from 'uvu';
import { testFuzz, testUnwrittenMemory } from '../backend/fuzz.case.ts';
import { proxyTarget } from './fuzz-target.case.ts';

testFuzz(test, { name: 'proxy', inputs: 25_000, target: proxyTarget });
testUnwrittenMemory(test, { name: 'proxy', inputs: 1_000, target: proxyTarget });

test.run();
