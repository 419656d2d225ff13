/** Malformed inputs to a backend on real sockets. */
import { test } from 'uvu';
import { Credentials } from '../tenancy/credentials.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { answerParent, Child } from './bench/children.case.ts';
import { fuzzLive, type Look } from './fuzz-live.case.ts';
import { signInAs } from './fuzz-target.case.ts';
import { resident } from './resident.case.ts';
import { Backend } from './server.ts';

const role = process.argv[2];
if (role === undefined) runTests();
else serve(role === 'signed');

function runTests(): void {
  for (const signIn of [false, true]) {
    test(`100,000 malformed inputs${signIn ? ', some before a sign-in and some after' : ''}`, async () => {
      await fuzzLive({
        name: `backend/live${signIn ? '/sign-in' : ''}`,
        inputs: 100_000,
        server: new Child(import.meta.url, signIn ? 'signed' : 'open'),
        signIn: signIn ? signInAs('user', 'secret') : null,
      });
    });
  }
  test.run();
}

function serve(signIn: boolean): void {
  const world = createLiveWorld({ seed: 1 });
  const credentials = new Credentials();
  credentials.add('user', 'secret');
  const serviceTime = { fixed: 0, exponential: 0 };
  const backend = new Backend({ world, name: 'cache', serviceTime, admission: signIn ? credentials : null });
  answerParent<{ request: 'start' | 'look' }>(async ({ request }) => {
    if (request === 'look') {
      const look: Look = { resident: resident(), connections: backend.listener?.connections ?? 0, wrong: '' };
      return look;
    }
    await new Promise<void>((resolve, reject) => {
      backend.start((error) => (error === null ? resolve() : reject(error)));
    });
    return { address: backend.listener!.address };
  });
}
