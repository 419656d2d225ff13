import { test } from 'uvu';
import { fuzzProxy } from './fuzz-target.case.ts';

test('100,000 malformed inputs', () => {
  fuzzProxy({ name: 'proxy', inputs: 100_000, signIn: false });
});

test.run();
