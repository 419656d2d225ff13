import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Directory } from './directory.ts';
import { Shares } from './shares.ts';
import { credential, MB } from './tenancy.case.ts';

test('shares of four backends with 100 MB each', () => {
  const rows: readonly [why: string, sold: readonly number[], shares: readonly number[]][] = [
    ['one cache, spread evenly', [40], [10]],
    ['each as it was sold', [40, 200], [10, 50]],
    ['just what there is', [160, 240], [40, 60]],
    ['twice what there is: each half of it', [320, 480], [40, 60]],
    ['a large one crowds a small one', [3900, 100], [97.5, 2.5]],
  ];
  for (const [why, sold, shares] of rows) {
    const directory = new Directory();
    const caches = sold.map((size, i) =>
      directory.createCache(`c${i}`, { memory: size * MB, connections: null }, credential(`u${i}`)),
    );
    const asked = new Shares(directory, { backends: 4, memory: 100 * MB });
    assert.equal(
      caches.map(({ number }) => asked.memoryOf(number)),
      shares.map((size) => size * MB),
      why,
    );
  }
});

test('plans change, caches go', () => {
  const directory = new Directory();
  const shares = new Shares(directory, { backends: 2, memory: 10 * MB });
  const a = directory.createCache('a', { memory: 20 * MB, connections: null }, credential('a')).number;
  const b = directory.createCache('b', { memory: 20 * MB, connections: null }, credential('b')).number;
  assert.equal([shares.memoryOf(a), shares.memoryOf(b)], [5 * MB, 5 * MB]);
  directory.changePlan('a', { memory: 60 * MB, connections: null });
  assert.equal([shares.memoryOf(a), shares.memoryOf(b)], [7.5 * MB, 2.5 * MB]);
  directory.deleteCache('a');
  assert.equal([shares.memoryOf(a), shares.memoryOf(b)], [null, 10 * MB]);
  assert.is(shares.memoryOf(0), null, 'the cache of clusters without tenancy');
});

test.run();
