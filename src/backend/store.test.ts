import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { property } from '../protocol/collect.case.ts';
import { Status, Verb } from '../protocol/message.ts';
import { itemBytes } from './item.ts';
import { Store } from './store.ts';

const NOW = 1_600_000_000;

/** Strings in and out, a clock to set. */
class Session {
  now = NOW;
  readonly store: Store;

  constructor(memoryLimit = 1 << 20, itemLimit = 1 << 20) {
    this.store = new Store({ memoryLimit, itemLimit });
  }

  put(verb: Verb, key: string, value: string, { flags = 0, expiry = 0, cas = 0 } = {}): Status {
    const buf = Buffer.from(key + value, 'latin1');
    return this.store.put(verb, buf, 0, key.length, key.length, buf.length, flags, expiry, 0, cas, this.now);
  }

  get(key: string): string | null {
    const buf = Buffer.from(`..${key}`, 'latin1');
    const item = this.store.get(buf, 2, buf.length, this.now);
    return item && item.data.toString('latin1', item.keyBytes, item.end);
  }

  remove(key: string): Status {
    return this.store.remove(Buffer.from(key, 'latin1'), 0, key.length, 0, 0, this.now);
  }

  incr(key: string, delta: number): Status {
    return this.store.count(Verb.incr, Buffer.from(key, 'latin1'), 0, key.length, 0, delta, 0, 0, this.now);
  }
}

test('expiry: relative, absolute, negative, and never', () => {
  const s = new Session();
  const month = 30 * 24 * 3600;
  const rows: readonly [why: string, expiry: number, lives: number | null][] = [
    ['never', 0, null],
    ['relative', 10, 10],
    ['the longest relative one', month, month],
    ['absolute', NOW + 20, 20],
    ['absolute and past', NOW - 1, 0],
    ['just above 30 days is unix time, long past', month + 1, 0],
    ['negative', -1, 0],
  ];
  for (const [why, expiry, lives] of rows) {
    s.now = NOW;
    s.put(Verb.set, 'k', 'v', { expiry });
    if (lives !== null && lives > 0) {
      s.now = NOW + lives - 1;
      assert.is(s.get('k'), 'v', `${why}: a second before`);
    }
    s.now = NOW + (lives ?? 2_000_000_000);
    assert.is(s.get('k'), lives === null ? 'v' : null, why);
  }
});

test('the least recently used go first', () => {
  const s = new Session(5 * itemBytes(1, 1, 0));
  for (const key of 'abcde') s.put(Verb.set, key, key);
  s.get('a');
  s.put(Verb.add, 'b', 'x');
  s.put(Verb.set, 'f', 'f');
  s.put(Verb.set, 'g', 'g');
  assert.equal(
    [...'abcdefg'].map((key) => s.get(key)),
    ['a', 'b', null, null, 'e', 'f', 'g'],
  );
  assert.is(s.store.tally.evicted, 2);
  assert.is(s.store.items, 5);
  s.put(Verb.set, 'h', 'h'.repeat(70));
  assert.is(s.get('h')?.length, 70, 'one that is larger takes the place of several');
  assert.ok(s.store.bytes <= s.store.memoryLimit);
});

test('the limit holds when values grow in place', () => {
  const s = new Session(3 * itemBytes(1, 4, 0));
  for (const key of 'abc') s.put(Verb.set, key, '9999');
  s.incr('a', 1);
  assert.equal([s.get('a'), s.get('b'), s.get('c')], ['10000', null, '9999'], 'the one that grows is not evicted');
  assert.is(s.put(Verb.append, 'c', 'x'.repeat(400)), Status.notStored);
});

test('flush, now and later', () => {
  const s = new Session();
  s.put(Verb.set, 'a', '1');
  s.store.flush(0, s.now);
  assert.equal([s.get('a'), s.store.items, s.store.bytes], [null, 0, 0]);
  s.put(Verb.set, 'a', '1');
  s.store.flush(10, s.now);
  s.now += 8;
  s.put(Verb.set, 'b', '2');
  assert.equal([s.get('a'), s.get('b')], ['1', '2'], 'not yet');
  s.now += 1;
  s.put(Verb.set, 'b', '2');
  assert.equal([s.get('a'), s.get('b')], [null, null], 'the second before takes what comes, too');
  s.now += 1;
  s.put(Verb.set, 'c', '3');
  assert.equal([s.get('a'), s.get('b'), s.get('c')], [null, null, '3'], 'all that was there before');
});

test('what is too large is refused, and a set takes the old value with it', () => {
  const s = new Session(1 << 20, 1024);
  s.put(Verb.set, 'a', '1');
  assert.is(s.put(Verb.append, 'a', 'x'.repeat(1024)), Status.tooLarge);
  assert.is(s.get('a'), '1');
  assert.is(s.put(Verb.append, 'a', 'x'.repeat(960)), Status.ok);
  assert.is(s.put(Verb.append, 'a', 'x'.repeat(10)), Status.notStored, 'only together they are too large');
  assert.is(s.get('a')?.length, 961);
  assert.is(s.put(Verb.set, 'a', 'x'.repeat(1024)), Status.tooLarge);
  assert.is(s.get('a'), null);
});

test('an own table behaves like a Map, through growth, reuse and chains', () => {
  property('store', 20, (draws) => {
    const s = new Session();
    const model = new Map<string, string>();
    for (let i = 0; i < 3000; i++) {
      const key = `k${draws.below(700)}`;
      const value = draws.value().toString('latin1');
      const there = model.get(key);
      switch (draws.below(7)) {
        case 0:
          assert.is(s.remove(key) === Status.ok, model.delete(key));
          break;
        case 1:
          assert.is(s.put(Verb.add, key, value), there === undefined ? Status.ok : Status.exists);
          if (there === undefined) model.set(key, value);
          break;
        case 2:
          assert.is(s.put(Verb.append, key, value), there === undefined ? Status.notStored : Status.ok);
          if (there !== undefined) model.set(key, there + value);
          break;
        case 3:
          assert.is(s.put(Verb.prepend, key, value), there === undefined ? Status.notStored : Status.ok);
          if (there !== undefined) model.set(key, value + there);
          break;
        case 4:
          assert.is(s.get(key), there ?? null);
          break;
        default:
          assert.is(s.put(Verb.set, key, value), Status.ok);
          model.set(key, value);
      }
    }
    assert.is(s.store.items, model.size);
    let bytes = 0;
    for (const [key, value] of model) {
      bytes += itemBytes(key.length, value.length, 0);
      assert.is(s.get(key), value);
    }
    assert.is(s.store.bytes, bytes);
    assert.is(s.store.tally.evicted, 0);
  });
});

test.run();
