import { test } from 'uvu';
import { testCapability } from './memccapable.case.ts';
import { startedBackend } from './started.case.ts';

testCapability(test, 'one backend', async (world) => (await startedBackend(world, 'cache')).listener!.address);

test.run();
