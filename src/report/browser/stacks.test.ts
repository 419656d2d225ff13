import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { edgesOf } from './stacks.ts';

const part = (values: readonly (number | null)[], isShown = true) => ({ values, isStacked: true, isShown });

test('parts lie one upon the other', () => {
  assert.equal(edgesOf([part([1, 2]), part([10, 20])]), [
    { upper: [1, 2], lower: [0, 0] },
    { upper: [11, 22], lower: [1, 2] },
  ]);
});

test('a part that is not shown has no height for those above it', () => {
  assert.equal(edgesOf([part([1, 2], false), part([10, 20])])[1], { upper: [10, 20], lower: [0, 0] });
});

test('nor has one without a value, which is not drawn there', () => {
  assert.equal(edgesOf([part([1, null]), part([10, 20])]), [
    { upper: [1, null], lower: [0, 0] },
    { upper: [11, 20], lower: [1, 0] },
  ]);
});

test('lists of different lengths', () => {
  assert.equal(edgesOf([part([1]), part([10, 20]), part([5, 5])])[2], { upper: [16, 25], lower: [11, 20] });
  assert.equal(edgesOf([part([1, 2]), part([]), part([5, 5])])[2], { upper: [6, 7], lower: [1, 2] });
});

test('a line alone is what it is', () => {
  const line = { values: [7], isStacked: false, isShown: true };
  assert.equal(edgesOf([part([1]), line, part([2])]), [
    { upper: [1], lower: [0] },
    { upper: [7], lower: null },
    { upper: [3], lower: [1] },
  ]);
});

test.run();
