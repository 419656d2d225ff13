/** What a customer's program asks of memjs; run as a child: see caller.case.ts. */
import memjs from 'memjs';
import { namesOf, smoke, target, type Caller } from './caller.case.ts';

const { address, user, password } = target();
const signIn = user === null ? {} : { username: user, password: password ?? '' };

function client({ logger }: Caller, options: memjs.Options = {}): memjs.Client {
  return memjs.Client.create(address, { ...signIn, logger, ...options });
}

async function everyday(caller: Caller): Promise<void> {
  const c = client(caller);
  const get = (key: string): Promise<unknown> => caller.call(`get ${key}`, (done) => c.get(key, done));
  await get('absent');
  await caller.call('set', (done) => c.set('a', 'apple', { expires: 60 }, done));
  await get('a');
  await caller.call('set bytes', (done) => c.set('bytes', Buffer.from([0, 13, 10, 255]), {}, done));
  await get('bytes');
  await caller.call('set nothing', (done) => c.set('empty', '', {}, done));
  await get('empty');
  await caller.call('add, there', (done) => c.add('a', 'again', {}, done));
  await caller.call('add, not there', (done) => c.add('b', 'banana', {}, done));
  await caller.call('replace, there', (done) => c.replace('b', 'blueberry', {}, done));
  await caller.call('replace, not there', (done) => c.replace('c', 'cherry', {}, done));
  await caller.call('append, there', (done) => c.append('a', ' pie', done));
  await caller.call('append, not there', (done) => c.append('c', ' pie', done));
  await caller.call('prepend, there', (done) => c.prepend('a', 'hot ', done));
  await caller.call('prepend, not there', (done) => c.prepend('c', 'hot ', done));
  await get('a');
  await caller.call('increment, not there', (done) => c.increment('n', 5, { initial: 10 }, done));
  await caller.call('increment', (done) => c.increment('n', 5, {}, done));
  await caller.call('decrement', (done) => c.decrement('n', 7, {}, done));
  await caller.call('decrement below 0', (done) => c.decrement('n', 100, {}, done));
  await get('n');
  await caller.call('increment text', (done) => c.increment('a', 1, {}, done));
  await caller.call('touch', (done) => c.touch('a', 30, done));
  await caller.call('touch, not there', (done) => c.touch('c', 30, done));
  await caller.call('delete', (done) => c.delete('b', done));
  await caller.call('delete again', (done) => c.delete('b', done));
  await get('b');
  await caller.call('all at once', (done) => {
    const answers: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      const answered = (...given: unknown[]): void => {
        answers[i] = given;
        if (Object.keys(answers).length === 40) done(answers);
      };
      if (i % 2 === 0) c.set(`k${i}`, `value ${i}`, {}, answered);
      else c.get(`k${i - 1}`, answered);
    }
  });
  await caller.call('stats', (done) => c.stats((error, server, stats) => done(error, server, namesOf(stats))));
  await caller.call('flush', (done) => c.flush(done));
  await get('a');
  await get('k8');
  c.close();
}

async function large(caller: Caller): Promise<void> {
  const c = client(caller, { timeout: 3 });
  await caller.call('set 500 KB', (done) => c.set('large', Buffer.alloc(500_000, 'large '), {}, done));
  await caller.call('get 500 KB', (done) => c.get('large', done));
  await caller.call('set more than an item holds', (done) => c.set('large', Buffer.alloc(1_200_000, 'x'), {}, done));
  await caller.call('get after it', (done) => c.get('large', done));
  c.close();
}

const ODD_KEYS: readonly [why: string, key: string][] = [
  ['a space, which the binary protocol lets pass', 'two words'],
  ['a line break', 'two\r\nlines'],
  ['beyond ASCII', 'ключ-鍵'],
  ['a zero byte', 'a\0b'],
  ['a name that every object has', 'constructor'],
  ['as long as may be', 'k'.repeat(250)],
  ['too long', 'k'.repeat(251)],
  ['none', ''],
];

/** On a connection of its own: what breaks it breaks it for nobody else. */
async function oddKey(caller: Caller, why: string, key: string): Promise<void> {
  const c = client(caller);
  await caller.call(`set, key: ${why}`, (done) => c.set(key, why, {}, done));
  await caller.call(`get, key: ${why}`, (done) => c.get(key, done));
  c.close();
}

const WRONG: readonly [why: string, options: memjs.Options][] = [
  ['wrong password', { username: user ?? '', password: 'not this one' }],
  ['unknown user', { username: 'mallory', password: password ?? '' }],
  ['the password in another case', { username: user ?? '', password: (password ?? '').toUpperCase() }],
  ['no sign-in', {}],
];

async function turnedAway(caller: Caller, why: string, options: memjs.Options): Promise<void> {
  const c = memjs.Client.create(address, { logger: caller.logger, ...options });
  await caller.call(`${why}: get`, (done) => c.get('a', done));
  await caller.call(`${why}: set`, (done) => c.set('a', 'b', {}, done));
  c.close();
}

const besides = [
  large,
  ...ODD_KEYS.map(
    ([why, key]) =>
      (caller: Caller) =>
        oddKey(caller, why, key),
  ),
  ...(user === null
    ? []
    : WRONG.map(
        ([why, options]) =>
          (caller: Caller) =>
            turnedAway(caller, why, options),
      )),
];
// It flushes: the others come after it.
await smoke([everyday], besides);
