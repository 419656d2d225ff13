import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { heatColour, heatRange, heatShare, highest, rgbOf } from './heat-colours.ts';

test('what a colour means', () => {
  assert.equal(heatRange([[5, null, 20], [10]], 'linear'), [0, 20]);
  assert.equal(heatRange([[0, 5, null], [500]], 'log'), [5, 500]);
  assert.equal(heatRange([[null], []], 'linear'), [0, 0]);
  assert.equal(heatRange([[0], []], 'log'), [1, 10]);
  assert.equal(heatRange([[123, 131]], 'log'), [123, 1230], 'a few percent are no drama');
  assert.equal(heatRange([[0.01, 0.02]], 'linear', 'share'), [0, 1], 'of all that there is');
});

const shares: readonly [
  value: number,
  range: readonly [number, number],
  scale: 'linear' | 'log',
  share: number,
  why: string,
][] = [
  [5, [0, 20], 'linear', 0.25, 'a quarter'],
  [50, [5, 500], 'log', 0.5, 'one of two decades'],
  [0, [5, 500], 'log', 0, 'zero is the least'],
  [900, [5, 500], 'log', 1, 'not more than the most'],
  [0, [0, 0], 'linear', 0, 'nothing but zeros are low'],
  [3, [3, 3], 'log', 1, 'nothing but one value is high'],
];
for (const [value, range, scale, share, why] of shares) {
  test(`share: ${why}`, () => assert.ok(Math.abs(heatShare(value, range, scale) - share) < 1e-12));
}

test('colours', () => {
  const [low, mid, high] = [
    [0, 0, 0],
    [100, 0, 0],
    [200, 200, 0],
  ] as const;
  assert.equal(
    [0, 0.25, 0.5, 0.75, 1].map((share) => heatColour(share, low, mid, high)),
    [
      [0, 0, 0],
      [50, 0, 0],
      [100, 0, 0],
      [150, 100, 0],
      [200, 200, 0],
    ],
  );
  assert.equal(rgbOf('#0a80ff'), [10, 128, 255]);
  assert.equal(rgbOf('rgba(1, 2, 3, 0.5)'), [1, 2, 3]);
});

test('no peak is lost in a pixel of many windows', () => {
  const list = [1, null, 9, 2, null];
  assert.is(highest(list, 0, 5), 9);
  assert.is(highest(list, 3, 5), 2);
  assert.is(highest(list, 4, 5), null);
  assert.is(highest(list, 2, 2), null);
});

test.run();
