import * as assert from 'uvu/assert';
import { Peer } from '../backend/peer.case.ts';
import { signInAs } from '../backend/fuzz-target.case.ts';
import { Draws } from '../protocol/collect.case.ts';
import { MICROSECOND, SECOND } from '../world/world.ts';
import { Asker } from './asker.case.ts';
import { CacheModel, type Operation, type Outcome, type Who } from './isolation-model.case.ts';
import { CACHES, credentialOf, IsolationRig, MAY } from './isolation-rig.case.ts';
import { binaryWords, textWords, type Wording } from './isolation-words.case.ts';

const PIPELINED_MAX = 8;

/** A client of one protocol that has signed in. */
interface Client {
  readonly words: Wording;
  readonly binary: boolean;
  cache: CacheModel;
  who: Who;
  say(bytes: Buffer): void;
  /** What was heard since the last time. */
  take(): string;
}

/** What one client has asked in one go. */
interface Asked {
  readonly client: Client;
  readonly said: string[];
  readonly hears: { readonly operation: Operation; readonly outcome: Outcome; readonly source: string }[];
}

export interface IsolationReport {
  readonly operations: number;
  readonly hits: number;
  readonly evictions: number;
}

/**
 * Random operations by all credentials of all caches at once: in each step one client of each cache pipelines some, on
 * whichever proxy it is connected to. Each cache's model, which knows of no other, predicts every byte.
 */
export function runIsolation(seed: number, steps: number): IsolationReport {
  const draws = new Draws('isolation', seed);
  const rig = new IsolationRig(draws.seed);
  const caches = CACHES.map(({ name, tight }) => new CacheModel(name, tight));
  const clients = caches.flatMap((cache) =>
    MAY.flatMap((_may, kind) => [newClient(rig, draws, cache, kind, false), newClient(rig, draws, cache, kind, true)]),
  );
  let operations = 0;
  let hits = 0;
  try {
    for (let step = 0; step < steps; step++) {
      const asked = caches.map((cache) => ask(draws, draws.pick(clients.filter((client) => client.cache === cache))));
      // Sometimes one overtakes the others, sometimes all are under way together.
      rig.pass(draws.below(500) * MICROSECOND);
      rig.pass(SECOND / 10);
      for (const each of asked) {
        hits += check(each);
        operations += each.hears.length;
      }
      if (draws.below(10) === 0) moveOver(rig, draws, caches, draws.pick(clients.filter(({ binary }) => binary)));
    }
    return { operations, hits, evictions: checkEvictions(rig) };
  } catch (error) {
    if (error instanceof Error) error.message += ` (seed ${draws.seed})`;
    throw error;
  }
}

function newClient(rig: IsolationRig, draws: Draws, cache: CacheModel, kind: number, binary: boolean): Client {
  const { name } = draws.pick(rig.proxies);
  const { user, password } = credentialOf(cache.name, kind);
  const signIn = signInAs(user, password)[binary ? 'binary' : 'text'];
  const common = { words: binary ? binaryWords : textWords, binary, cache, who: whoIs(user, kind) };
  const client = binary ? binaryClient(rig, name, common) : textClient(rig, name, common);
  client.say(signIn);
  rig.pass(SECOND / 100);
  assert.is(client.take(), binary ? 'auth 0x00 #0=Authenticated\n' : 'STORED\r\n', `${user} signs in`);
  return client;
}

type Common = Omit<Client, 'say' | 'take'>;

function textClient(rig: IsolationRig, proxy: string, common: Common): Client {
  const peer = new Peer(rig.world, proxy, common.who.user);
  return { ...common, say: (bytes) => void peer.say(bytes), take: () => peer.take() };
}

function binaryClient(rig: IsolationRig, proxy: string, common: Common): Client {
  const asker = new Asker(rig.world, proxy, common.who.user);
  return {
    ...common,
    say: (bytes) => void asker.say(bytes),
    take: () => {
      assert.is(asker.junk, '', 'answers are well-formed');
      return asker
        .take()
        .map((line) => `${line}\n`)
        .join('');
    },
  };
}

function whoIs(user: string, kind: number): Who {
  const { readOnly = false, noFlush = false, namespace = '' } = MAY[kind]!;
  return { user, readOnly, flushes: !readOnly && !noFlush && namespace === '', namespace };
}

/** Signs in again on the same connection, by any credential of any cache. */
function moveOver(rig: IsolationRig, draws: Draws, caches: readonly CacheModel[], client: Client): void {
  const cache = draws.pick(caches);
  const kind = draws.below(MAY.length);
  const { user, password } = credentialOf(cache.name, kind);
  client.say(signInAs(user, password).binary);
  rig.pass(SECOND / 100);
  assert.is(client.take(), 'auth 0x00 #0=Authenticated\n', `${client.who.user} becomes ${user}`);
  client.cache = cache;
  client.who = whoIs(user, kind);
}

function ask(draws: Draws, client: Client): Asked {
  const asked: Asked = { client, said: [], hears: [] };
  const all: Buffer[] = [];
  for (let left = 1 + draws.below(PIPELINED_MAX); left > 0; left--) {
    const { cache, who, binary, words } = client;
    const operation = cache.draw(draws, who);
    const outcome = cache.apply(operation, who, binary);
    const { bytes, hears } = words(draws, { operation, outcome, unsure: cache.tight });
    all.push(bytes);
    asked.said.push(bytes.toString('latin1'));
    asked.hears.push({ operation, outcome, source: hears });
  }
  client.say(Buffer.concat(all));
  return asked;
}

/** Returns how many gets have found something. */
function check({ client, said, hears }: Asked): number {
  const heard = client.take();
  let rest = heard;
  let hits = 0;
  hears.forEach(({ operation, outcome, source }, i) => {
    const match = new RegExp(`^(?:${source})`).exec(rest)?.[0];
    if (match === undefined) {
      const { user } = client.who;
      const what = JSON.stringify({
        user,
        said: said[i],
        expected: source,
        heard: rest,
        all: said.join(''),
        heardAll: heard,
      });
      throw new Error(`an answer that is another's, or wrong: ${what}`);
    }
    if (outcome.is === 'told') checkCount(client.cache, operation, match, outcome.items);
    if (outcome.is === 'found' && outcome.items.some((item) => item !== null)) hits++;
    rest = rest.slice(match.length);
  });
  assert.is(rest, '', `${client.who.user} hears no more than that, after ${JSON.stringify(said)}`);
  return hits;
}

/** Statistics are of one's own cache. */
function checkCount(cache: CacheModel, operation: Operation, match: string, items: number): void {
  const name = operation.do === 'stats' ? /\bcurr_items[ =](\d+)/g : /\bitems:\d+:number[ =](\d+)/g;
  const numbers = [...match.matchAll(name)].map((found) => Number(found[1]));
  const sum = numbers.reduce((total, each) => total + each, 0);
  const what = `${cache.name}: ${operation.do}: expected ${items} items, got ${sum}`;
  assert.ok(cache.tight ? sum <= items : sum === items, what);
}

function checkEvictions(rig: IsolationRig): number {
  for (const { name, tight } of CACHES) if (!tight) assert.is(rig.evictions(name), 0, `evictions of ${name}`);
  return rig.evictions('tight');
}
