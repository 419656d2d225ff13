import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { Zipf } from './zipf.ts';

const SEED = 'zipf';
const N = 400_000;

for (const [ranks, skew] of [
  [1, 1],
  [10, 0],
  [10, 0.5],
  [1000, 0.99],
  [1000, 1],
  [100, 2],
] as const) {
  test(`${ranks} ranks, skew ${skew}: draws fall as 1 / rank^skew`, () => {
    const zipf = new Zipf(ranks, skew);
    const rng = createRng(SEED, `${ranks}/${skew}`);
    const counts = new Array<number>(ranks).fill(0);
    for (let i = 0; i < N; i++) counts[zipf.draw(rng)]!++;
    assert.is(counts.length, ranks, 'none is out of range');
    const weights = Array.from({ length: ranks }, (_, rank) => Math.pow(rank + 1, -skew));
    const sum = weights.reduce((a, b) => a + b);
    let chiSquare = 0;
    for (const [rank, weight] of weights.entries()) {
      const share = weight / sum;
      assert.ok(Math.abs(zipf.share(rank) - share) < 1e-12, `share of rank ${rank}`);
      chiSquare += (counts[rank]! - N * share) ** 2 / (N * share);
    }
    const most = ranks - 1 + 5 * Math.sqrt(2 * (ranks - 1));
    assert.ok(chiSquare <= most, `chi square: expected at most ${most}, got ${chiSquare} (seed ${SEED})`);
  });
}

test('at: the rank below which a share of the draws lies', () => {
  const even = new Zipf(4, 0);
  assert.equal(
    [0, 0.24, 0.25, 0.5, 0.999].map((share) => even.at(share)),
    [0, 0, 1, 2, 3],
  );
  // Weights 1, 1/2, 1/3, 1/4: 48, 24, 16 and 12 %.
  const skewed = new Zipf(4, 1);
  assert.equal(
    [0, 0.47, 0.49, 0.71, 0.73, 0.87, 0.89, 0.999999].map((share) => skewed.at(share)),
    [0, 0, 1, 1, 2, 2, 3, 3],
  );
});

test.run();
