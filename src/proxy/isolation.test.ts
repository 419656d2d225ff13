import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runIsolation } from './isolation.case.ts';

test('no cache and no namespace hears of another: 10 seeds of random operations by everybody at once', () => {
  for (let seed = 0; seed < 10; seed++) {
    const { operations, hits, evictions } = runIsolation(seed, 300);
    assert.ok(operations > 3000, `operations: ${operations}`);
    assert.ok(hits > operations / 10, `hits: ${hits}`);
    assert.ok(evictions > 0, 'one cache evicts, the others must not');
  }
});

test.run();
