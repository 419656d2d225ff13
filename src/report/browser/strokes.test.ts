import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawingOrder, legendOrder, penOf } from './strokes.ts';

test('pens', () => {
  assert.equal(penOf({ nth: 0 }), { colour: '--series-1', width: 1.5, dash: [] });
  assert.is(penOf({ nth: 8 }).colour, '--series-1', 'colours begin again');
  assert.equal(penOf({ tone: 'bad' }), { colour: '--bad', width: 1.5, dash: [] });
  assert.is(penOf({ control: true }).colour, '--control');
  const [strong, normal, thin] = (['strong', 'normal', 'thin'] as const).map(
    (weight) => penOf({ nth: 1, weight }).width,
  );
  assert.ok(strong! > normal! && normal! > thin!);
  const dashes = (['solid', 'dashed', 'dotted'] as const).map((dash) => String(penOf({ nth: 1, dash }).dash));
  assert.is(new Set(dashes).size, 3);
});

test('the control lies behind and is named last', () => {
  const lines = [{ stroke: { nth: 0 } }, { stroke: { control: true } }, { stroke: { tone: 'bad' } }] as const;
  assert.equal(drawingOrder(lines), [1, 0, 2]);
  assert.equal(legendOrder(lines), [0, 2, 1]);
});

test.run();
