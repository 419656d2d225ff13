import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LoadCurve } from './load-curve.ts';

test('no points: 1 throughout', () => {
  const curve = new LoadCurve([]);
  assert.is(curve.max, 1);
  for (const t of [0, 1, 1e15]) assert.is(curve.valueAt(t), 1);
});

test('constant, a slope, a step, constant', () => {
  const curve = new LoadCurve([
    { at: 100, times: 1 },
    { at: 200, times: 3 },
    { at: 300, times: 3 },
    { at: 300, times: 0.5 },
  ]);
  assert.is(curve.max, 3);
  const rows: [t: number, load: number, why: string][] = [
    [0, 1, 'before the first point'],
    [100, 1, 'at it'],
    [150, 2, 'half way up'],
    [199, 2.98, 'nearly up'],
    [200, 3, 'up'],
    [299, 3, 'just before the step'],
    [300, 0.5, 'a step takes effect at once'],
    [1e12, 0.5, 'after the last point'],
  ];
  for (const [t, load, why] of rows) assert.is(curve.valueAt(t), load, why);
  for (const [t, load, why] of rows.toReversed()) assert.is(curve.valueAt(t), load, `${why}, asked backwards`);
});

test.run();
