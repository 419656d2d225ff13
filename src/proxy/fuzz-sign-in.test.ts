import { test } from 'uvu';
import { fuzzProxy } from './fuzz-target.case.ts';

test('100,000 malformed inputs, some before a sign-in and some after', () => {
  fuzzProxy({ name: 'proxy/sign-in', inputs: 100_000, signIn: true });
});

test.run();
