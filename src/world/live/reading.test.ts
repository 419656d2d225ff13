import { Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readingInto } from './reading.ts';

test('a socket without node’s own fields is left as it is', () => {
  const accepted = new Socket();
  try {
    assert.is(readingInto({ buffer: Buffer.alloc(8), callback: () => true }, accepted), null);
    assert.not(accepted.destroyed);
  } finally {
    accepted.destroy();
  }
});

test.run();
