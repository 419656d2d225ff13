/**
 * The smoke of the npm clients: the same calls to a backend of ours, to our proxy before one and before four backends,
 * and to Debian's memcached give the same answers, down to errors' messages and callbacks' arguments. Without its
 * binaries the tests are skipped, visibly, unless BROWNOUT_PEERS=required.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { missingPrograms, startMemcached } from '../backend/memcached.case.ts';
import { startedBackend } from '../backend/started.case.ts';
import { startedProxy } from '../proxy/started.case.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';
import { answersOf, differences, type Library } from './smoke/answers.case.ts';
import type { Call } from './smoke/caller.case.ts';

const USER = 'alice';
const PASSWORD = 'Correct horse';

interface Smoke {
  readonly library: Library;
  readonly signIn: boolean;
  /** How many its script makes. */
  readonly calls: number;
}

/** Starts a node of ours, and says where it listens. */
type Ours = (world: LiveWorld, signIn: boolean) => Promise<string>;

const OURS: readonly [name: string, start: Ours][] = [
  [
    'backend',
    async (world, signIn) => addressOf(await startedBackend(world, 'cache', signIn ? { admission: admission() } : {})),
  ],
  ['proxy, one backend', (world, signIn) => proxy(world, 1, signIn)],
  ['proxy, four backends', (world, signIn) => proxy(world, 4, signIn)],
];

function addressOf({ listener }: { readonly listener: { readonly address: string } | null }): string {
  return listener!.address;
}

async function proxy(world: LiveWorld, backends: number, signIn: boolean): Promise<string> {
  const authentication = { time: 0, servers: Infinity, skipClosed: false, dropAfter: 3e9 };
  const node = await startedProxy(world, backends, signIn ? { authentication, admission: admission() } : {});
  return node.address;
}

function admission(): Credentials {
  const credentials = new Credentials();
  credentials.add(USER, PASSWORD);
  return credentials;
}

async function ourAnswers({ library, signIn }: Smoke, start: Ours): Promise<Call[]> {
  const world = createLiveWorld({ seed: 1 });
  try {
    const address = await start(world, signIn);
    return await answersOf(library, { address, user: signIn ? USER : null, password: signIn ? PASSWORD : null });
  } finally {
    await world.close();
  }
}

async function theirAnswers({ library, signIn }: Smoke): Promise<Call[]> {
  const real = await startMemcached(signIn ? { sasl: { user: USER, password: PASSWORD } } : {});
  try {
    return await answersOf(library, { ...real, password: signIn ? PASSWORD : null });
  } finally {
    await real.stop();
  }
}

/** Where a node of ours answers otherwise than memcached. */
async function smoke(one: Smoke): Promise<string[]> {
  const [theirs, ...ours] = await Promise.all([theirAnswers(one), ...OURS.map(([, start]) => ourAnswers(one, start))]);
  assert.is(theirs.length, one.calls, 'all calls were made');
  return ours.flatMap((answers, i) => differences(theirs, answers).map((line) => `${OURS[i]![0]}: ${line}`));
}

const SMOKES: readonly [library: Library, smokes: readonly Smoke[]][] = [
  [
    'memjs',
    [
      { library: 'memjs', signIn: false, calls: 52 },
      { library: 'memjs', signIn: true, calls: 60 },
    ],
  ],
  ['memcached', [{ library: 'memcached', signIn: false, calls: 72 }]],
];

for (const [library, smokes] of SMOKES) {
  const title = `npm ${library}: the same answers as from memcached`;
  const missing = missingPrograms({ sasl: smokes.some(({ signIn }) => signIn) });
  if (missing.length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
    test.skip(title);
    console.log(`skip: ${title}: ${missing.join(', ')} not installed`);
    continue;
  }
  test(title, async () => {
    assert.equal(missing, []);
    const found = (await Promise.all(smokes.map(smoke))).flat();
    assert.is(found.join('\n'), '');
  });
}

test.run();
