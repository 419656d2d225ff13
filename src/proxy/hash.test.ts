import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { KEY_HASHES, type KeyHashName } from './hash.ts';

const KEYS = [
  Buffer.from(''),
  Buffer.from('a'),
  Buffer.from('key-17'),
  Buffer.from('été'),
  Buffer.of(0xff, 0x80, 0x7f),
];

/** What libhashkit 1.1.4 answers on x86-64 (`libhashkit_digest`). */
const RECORDED: Record<KeyHashName, readonly number[]> = {
  md5: [3649838548, 3111502092, 608617239, 510308318, 1005733085],
  fnv1a_64: [2216829733, 2248273036, 3406631011, 3933641815, 1912619183],
  fnv1a_32: [2166136261, 3826002220, 3337784803, 200187927, 2631724399],
  one_at_a_time: [0, 3392050242, 420887177, 2144029493, 3725600580],
};

for (const [name, expected] of Object.entries(RECORDED)) {
  // Object.entries forgets the key type.
  const hash = KEY_HASHES[name as KeyHashName];
  test(`${name}: as libhashkit, also for bytes from 0x80`, () => {
    assert.equal(
      KEYS.map((key) => hash(key, 0, key.length) >>> 0),
      expected,
    );
  });
  test(`${name}: hashes the slice, not the buffer`, () => {
    const key = Buffer.from('get key-17\r\n');
    assert.is(hash(key, 4, 10) >>> 0, expected[2]);
  });
}

test.run();
