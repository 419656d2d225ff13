/**
 * Random operations on a directory against a model, with several proxies listening: at any time a proxy knows the truth
 * of some earlier moment, never an older one than it knew before, and none older than the interval.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import { SECOND, type Nanos, type Rng } from '../world/world.ts';
import { Directory } from './directory.ts';
import { TenancyError } from './errors.ts';
import { Replica } from './replica.ts';
import { signIn } from './tenancy.case.ts';

const RUNS = 40;
const STEPS = 120;
const PROXIES = 4;
const INTERVAL = 60 * SECOND;
const CACHES = ['a', 'b', 'c'];
const USERS = ['u1', 'u2', 'u3', 'u4', 'u5'];
const PASSWORDS = ['x', 'y'];

/** What a user may do, as text. */
type Known = Map<string, string>;

interface ModelCache {
  readonly number: number;
  primary: string;
  readonly users: Map<string, { password: string; readOnly: boolean; noFlush: boolean; namespace: string }>;
}

class Model {
  readonly caches = new Map<string, ModelCache>();
  #created = 0;

  /** Does to the model what was asked of the directory; false: it must have been refused. */
  apply(act: Act): boolean {
    const cache = this.caches.get(act.cache);
    const isTaken = [...this.caches.values()].some(({ users }) => users.has(act.user));
    const { password, readOnly, noFlush, namespace } = act;
    const entry = { password, readOnly, noFlush, namespace };
    if (act.name === 'create') {
      if (cache !== undefined || isTaken) return false;
      this.caches.set(act.cache, { number: ++this.#created, primary: act.user, users: new Map([[act.user, entry]]) });
      return true;
    }
    if (cache === undefined) return false;
    if (act.name === 'delete') return this.caches.delete(act.cache);
    if (act.name === 'add') {
      if (isTaken) return false;
      cache.users.set(act.user, entry);
      return true;
    }
    const user = cache.users.get(act.user);
    if (user === undefined) return false;
    if (act.name === 'promote') cache.primary = act.user;
    if (act.name === 'permit') Object.assign(user, { readOnly, noFlush });
    if (act.name === 'revoke') {
      if (cache.primary === act.user) return false;
      cache.users.delete(act.user);
    }
    return true;
  }

  known(): Known {
    return new Map(
      [...this.caches.values()].flatMap(({ number, users }) =>
        [...users].map(([user, { password, readOnly, noFlush, namespace }]) => {
          const flushes = !noFlush && namespace === '';
          return [user, `${password} ${number} ${readOnly} ${flushes} ${namespace}`] as const;
        }),
      ),
    );
  }
}

const NAMES = ['create', 'delete', 'add', 'add', 'add', 'promote', 'permit', 'permit', 'revoke', 'revoke'] as const;

interface Act {
  readonly name: (typeof NAMES)[number];
  readonly cache: string;
  readonly user: string;
  readonly password: string;
  readonly readOnly: boolean;
  readonly noFlush: boolean;
  readonly namespace: string;
}

function drawAct(rng: Rng): Act {
  const pick = <T>(list: readonly T[]): T => list[rng.below(list.length)]!;
  return {
    name: pick(NAMES),
    cache: pick(CACHES),
    user: pick(USERS),
    password: pick(PASSWORDS),
    readOnly: rng.chance(1, 2),
    noFlush: rng.chance(1, 2),
    namespace: pick(['', '', 'n/']),
  };
}

function ask(directory: Directory, act: Act): boolean {
  const limits = { memory: 1, connections: null };
  try {
    if (act.name === 'create') directory.createCache(act.cache, limits, act);
    else if (act.name === 'delete') directory.deleteCache(act.cache);
    else if (act.name === 'add') directory.addCredential(act.cache, act);
    else if (act.name === 'promote') directory.promote(act.cache, act.user);
    else if (act.name === 'permit') directory.permit(act.cache, act.user, act);
    else directory.revoke(act.cache, act.user);
    return true;
  } catch (error) {
    if (error instanceof TenancyError) return false;
    throw error;
  }
}

/** What can be found out by signing in. */
function knowledge(replica: Replica): string {
  const found = USERS.flatMap((user) =>
    PASSWORDS.flatMap((password) => {
      const grant = signIn(replica, user, password);
      if (grant === null) return [];
      return [`${user} ${password} ${grant.cache} ${grant.readOnly} ${grant.flushes} ${grant.namespace.toString()}`];
    }),
  );
  return found.sort().join('; ');
}

function text(known: Known): string {
  return [...known]
    .map(([user, what]) => `${user} ${what}`)
    .sort()
    .join('; ');
}

function run(seed: string): void {
  const rng = createRng(seed, 'test');
  const world = createVirtualWorld({ seed });
  const directory = new Directory();
  const model = new Model();
  const replicas = Array.from(
    { length: PROXIES },
    (_, i) => new Replica(directory, { world, node: `proxy-${i + 1}`, syncWithin: INTERVAL }),
  );
  /** The truth from each moment on. */
  const history: { at: Nanos; truth: string }[] = [{ at: -INTERVAL, truth: '' }];
  const oldest = replicas.map(() => 0);
  const check = (): void => {
    const now = world.clock.now();
    // Of two changes at one moment the later one counts.
    const due = history.findLastIndex(({ at }) => at <= now - INTERVAL);
    replicas.forEach((replica, i) => {
      const knows = knowledge(replica);
      const from = Math.max(oldest[i]!, due);
      const at = history.findIndex(({ truth }, index) => index >= from && truth === knows);
      assert.ok(
        at >= 0,
        `proxy-${i + 1} at ${now}: expected the truth of moment ${from} or later, it knows "${knows}"`,
      );
      oldest[i] = at;
    });
  };
  for (let step = 0; step < STEPS; step++) {
    if (rng.chance(1, 3)) world.run(world.clock.now() + rng.below(INTERVAL / 2));
    const act = drawAct(rng);
    assert.is(ask(directory, act), model.apply(act), `step ${step}: ${act.name} ${act.cache}/${act.user}`);
    history.push({ at: world.clock.now(), truth: text(model.known()) });
    check();
  }
  world.run(world.clock.now() + INTERVAL);
  for (const replica of replicas) assert.is(knowledge(replica), text(model.known()), 'in the end all know the truth');
}

test('proxies know an earlier truth, in order, and no older than the interval', () => {
  for (let i = 0; i < RUNS; i++) {
    const seed = process.env['BROWNOUT_SEED'] ?? `convergence/${i}`;
    try {
      run(seed);
    } catch (error) {
      if (error instanceof Error) error.message += ` (seed ${seed})`;
      throw error;
    }
  }
});

test.run();
