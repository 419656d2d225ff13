/** What a customer's program asks of npm's memcached, which speaks text; run as a child: see caller.case.ts. */
import Memcached from 'memcached';
import { namesOf, smoke, target, type Caller } from './caller.case.ts';

const { address } = target();

async function everyday(caller: Caller): Promise<void> {
  const c = new Memcached(address);
  const get = (key: string): Promise<unknown> => caller.call(`get ${key}`, (done) => c.get(key, done));
  await caller.call('version', (done) => c.version(done));
  await get('absent');
  for (const [why, value] of [
    ['text', 'apple'],
    ['bytes', Buffer.from([0, 13, 10, 255])],
    ['a number', 42.5],
    ['an object', { apples: [1, 2], pears: null }],
    ['nothing', ''],
    ['line breaks', 'two\r\nlines\r\n'],
    ['what looks like an answer', 'END\r\nSTORED'],
  ] as const) {
    await caller.call(`set ${why}`, (done) => c.set('value', value, 60, done));
    await get('value');
  }
  await caller.call('set', (done) => c.set('a', 'apple', 60, done));
  await caller.call('add, there', (done) => c.add('a', 'again', 0, done));
  await caller.call('add, not there', (done) => c.add('b', 'banana', 0, done));
  await caller.call('replace, there', (done) => c.replace('b', 'blueberry', 0, done));
  await caller.call('replace, not there', (done) => c.replace('c', 'cherry', 0, done));
  await caller.call('append, there', (done) => c.append('a', ' pie', done));
  await caller.call('append, not there', (done) => c.append('c', ' pie', done));
  await caller.call('prepend, there', (done) => c.prepend('a', 'hot ', done));
  await caller.call('prepend, not there', (done) => c.prepend('c', 'hot ', done));
  await caller.call('several', (done) => c.getMulti(['a', 'b', 'c', 'value'], done));
  await caller.call('several, none there', (done) => c.getMulti(['x', 'y'], done));
  await caller.call('an array', (done) => c.get(['b', 'absent', 'a'], done));
  await compareAndSet(c, caller);
  await caller.call('incr, not there', (done) => c.incr('n', 5, done));
  await caller.call('set a number', (done) => c.set('n', '18446744073709551610', 0, done));
  await caller.call('incr to beyond 64 bits', (done) => c.incr('n', 10, done));
  await caller.call('decr below 0', (done) => c.decr('n', 1000, done));
  await caller.call('incr text', (done) => c.incr('a', 1, done));
  await caller.call('touch', (done) => c.touch('a', 30, done));
  await caller.call('touch, not there', (done) => c.touch('c', 30, done));
  await caller.call('del', (done) => c.del('b', done));
  await caller.call('del again', (done) => c.del('b', done));
  await caller.call('all at once', (done) => {
    const answers: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      c.set(`k${i}`, `value ${i}`, 0, (...given) => {
        answers[i] = given;
        if (Object.keys(answers).length === 40) done(answers);
      });
    }
  });
  const many = Array.from({ length: 60 }, (_, i) => `k${i}`);
  await caller.call('sixty, forty of them there', (done) => c.getMulti(many, done));
  await caller.call('stats', (done) =>
    c.stats((error, stats) => done(error, Array.isArray(stats) ? stats.map(namesOf) : stats)),
  );
  await caller.call('flush', (done) => c.flush(done));
  await get('a');
  await get('k8');
  c.end();
}

async function compareAndSet(c: Memcached, caller: Caller): Promise<void> {
  // The number itself is the server's business.
  const gets = (key: string): Promise<string> =>
    new Promise((resolve) => {
      void caller.call(`gets ${key}`, (done) =>
        c.gets(key, (error, answer) => {
          const cas = hasCas(answer) ? answer.cas : '0';
          done(error, hasCas(answer) ? { ...answer, cas: /^\d+$/.test(cas) ? 'a number' : cas } : answer);
          resolve(cas);
        }),
      );
    });
  const cas = await gets('a');
  await gets('absent');
  await caller.call('cas', (done) => c.cas('a', 'newer', cas, 0, done));
  await caller.call('cas, too late', (done) => c.cas('a', 'newest', cas, 0, done));
  await caller.call('cas, not there', (done) => c.cas('c', 'new', '1', 0, done));
  await gets('a');
}

function hasCas(answer: unknown): answer is { cas: string } {
  return typeof answer === 'object' && answer !== null && 'cas' in answer && typeof answer.cas === 'string';
}

async function large(caller: Caller): Promise<void> {
  const c = new Memcached(address);
  await caller.call('set 500 KB', (done) => c.set('large', 'large '.repeat(80_000), 0, done));
  await caller.call('get 500 KB', (done) => c.get('large', done));
  await caller.call('set more than the library sends', (done) => c.set('large', 'x'.repeat(1_200_000), 0, done));
  await caller.call('set more than an item holds', (done) => c.set('large', 'x'.repeat(1_048_570), 0, done));
  await caller.call('get after it', (done) => c.get('large', done));
  c.end();
}

const ODD_KEYS: readonly [why: string, key: string][] = [
  ['a space', 'two words'],
  ['a line break', 'two\r\nlines'],
  ['beyond ASCII', 'ключ-鍵'],
  ['a zero byte', 'a\0b'],
  ['a name that every object has', 'constructor'],
  ['as long as may be', 'k'.repeat(250)],
  ['too long, so the library hashes it', 'k'.repeat(251)],
  ['none', ''],
  ['short as text, too long in bytes', '鍵'.repeat(100)],
];

/** On connections of its own: what breaks them breaks them for nobody else. */
async function oddKey(caller: Caller, why: string, key: string): Promise<void> {
  const c = new Memcached(address);
  await caller.call(`set, key: ${why}`, (done) => c.set(key, why, 0, done));
  await caller.call(`get, key: ${why}`, (done) => c.get(key, done));
  c.end();
}

// It flushes: the others come after it.
await smoke(
  [everyday],
  [
    large,
    ...ODD_KEYS.map(
      ([why, key]) =>
        (caller: Caller) =>
          oddKey(caller, why, key),
    ),
  ],
);
