import { test } from 'uvu';
import { runIsolation } from './isolation.case.ts';

test('no cache and no namespace hears of another: 300 seeds more', () => {
  let operations = 0;
  for (let seed = 100; seed < 400; seed++) operations += runIsolation(seed, 300).operations;
  console.log(`${operations} operations`);
});

test.run();
