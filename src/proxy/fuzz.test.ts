import { test } from 'uvu';
import { fuzzProxy } from './fuzz-target.case.ts';

for (const signIn of [false, true]) {
  test(`25,000 malformed inputs${signIn ? ', some before a sign-in and some after' : ''}`, () => {
    fuzzProxy({ name: `proxy${signIn ? '/sign-in' : ''}`, inputs: 25_000, signIn });
  });
}

test.run();
