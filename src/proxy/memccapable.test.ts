import { test } from 'uvu';
import { testCapability } from '../backend/memccapable.case.ts';
import { startedProxy } from './started.case.ts';

for (const backends of [1, 4]) {
  testCapability(test, `a proxy before ${backends}`, async (world) => (await startedProxy(world, backends)).address);
}

test.run();
