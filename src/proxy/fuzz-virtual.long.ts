import { test } from 'uvu';
import { testFuzz } from '../backend/fuzz.case.ts';
import { proxyTarget } from './fuzz-target.case.ts';

testFuzz(test, { name: 'proxy', inputs: 100_000, target: proxyTarget });

test.run();
