import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stampOf } from './stamp.ts';

test('every key has its own letters, none of which means anything to a text protocol', () => {
  const stamps = new Set<number>();
  for (let key = 0; key < 200_000; key += 7) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(stampOf(key));
    assert.ok(
      bytes.every((byte) => byte >= 0x40 && byte <= 0x7f),
      `key ${key}: ${bytes.toString('hex')}`,
    );
    stamps.add(stampOf(key));
  }
  assert.is(stamps.size, Math.ceil(200_000 / 7));
});

test('the largest key number is stamped by its lower bits', () => {
  assert.is(stampOf(2 ** 24 - 1), 0x7f7f7f7f);
  assert.is(stampOf(2 ** 24 + 5), stampOf(5));
});

test.run();
