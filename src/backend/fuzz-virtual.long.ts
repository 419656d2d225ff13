import { test } from 'uvu';
import { fuzzBackend } from './fuzz-target.case.ts';

for (const signIn of [false, true]) {
  test(`100,000 malformed inputs${signIn ? ', some before a sign-in and some after' : ''}`, () => {
    fuzzBackend({ name: `backend${signIn ? '/sign-in' : ''}`, inputs: 100_000, signIn });
  });
}

test.run();
