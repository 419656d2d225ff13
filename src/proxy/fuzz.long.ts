/** Malformed inputs to a proxy on real sockets. */
import { test } from 'uvu';
import { answerParent, Child } from '../backend/bench/children.case.ts';
import { fuzzLive, type Look } from '../backend/fuzz-live.case.ts';
import { signInAs } from '../backend/fuzz-target.case.ts';
import { resident } from '../backend/resident.case.ts';
import { Backend } from '../backend/server.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { createLiveWorld } from '../world/live/live-world.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { none } from './policies/none.ts';
import { Proxy } from './proxy.ts';

const role = process.argv[2];
if (role === undefined) runTests();
else serve(role === 'signed');

function runTests(): void {
  for (const signIn of [false, true]) {
    test(`100,000 malformed inputs${signIn ? ', some before a sign-in and some after' : ''}`, async () => {
      await fuzzLive({
        name: `proxy/live${signIn ? '/sign-in' : ''}`,
        inputs: 100_000,
        server: new Child(import.meta.url, signIn ? 'signed' : 'open'),
        signIn: signIn ? signInAs('user', 'secret') : null,
      });
    });
  }
  test.run();
}

/** Two backends, all in one process. */
function serve(signIn: boolean): void {
  const world = createLiveWorld({ seed: 1 });
  const admission = new Credentials();
  admission.add('user', 'secret');
  const serviceTime = { fixed: 0, exponential: 0 };
  const backends = ['backend-1', 'backend-2'].map((name) => new Backend({ world, name, serviceTime }));
  const proxy = new Proxy({
    world,
    name: 'proxy',
    address: 'proxy',
    backends: backends.map(({ name, address }) => ({ name, address })),
    hash: 'one_at_a_time',
    cpuCost: signIn ? 1000 : 0,
    connectionsPerBackend: 2,
    maxConnections: 4096,
    authentication: signIn
      ? { time: MILLISECOND / 10, servers: Infinity, skipClosed: false, dropAfter: 30 * SECOND }
      : null,
    admission,
    policy: none,
    ejectedKeys: 'rehash',
  });
  const wrong = (): string => {
    if (backends.some(({ counters }) => counters.protocolErrors > 0)) return 'backends have heard malformed requests';
    return proxy.counters.backendFailures > 0 ? 'connections to backends were lost' : '';
  };
  answerParent<{ request: 'start' | 'look' }>(async ({ request }) => {
    if (request === 'look') {
      const look: Look = { resident: resident(), connections: proxy.connections, wrong: wrong() };
      return look;
    }
    for (const backend of backends) {
      await new Promise<void>((resolve, reject) => backend.start((error) => (error ? reject(error) : resolve())));
    }
    await new Promise<void>((resolve, reject) => proxy.start((error) => (error ? reject(error) : resolve())));
    return { address: proxy.address };
  });
}
