import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparedRows, type SeededDigest } from '../compare/comparison.ts';
import { brokenRun, wholeRun } from '../compare/digests.case.ts';
import { answer, listed } from './comparison-answer.ts';

const variations = ['a', 'b', 'c'].map((name) => ({ name, says: name, changes: [], control: 'a' }));

/** What each lost, under one seed after the other. */
function runs(losses: Readonly<Record<string, readonly number[]>>): SeededDigest[] {
  return Object.entries(losses).flatMap(([variation, each]) =>
    each.map((lost, i) => wholeRun({ variation, seed: String(i + 1), lost })),
  );
}

const rows: readonly [why: string, runs: readonly SeededDigest[], seeds: number, says: string][] = [
  [
    'one is best',
    runs({ a: [0.2, 0.22], b: [0.1, 0.1], c: [0.3, 0.31] }),
    2,
    'b lost least: 10.0 % of the answers in time that the control gave, where a, the reference, lost 21.0 % (medians over 2 seeds).',
  ],
  [
    'two are, and cannot be told apart',
    runs({ a: [0.2, 0.22], b: [0.1, 0.12], c: [0.12, 0.1] }),
    2,
    'b and c lost least, and cannot be told apart: 11.0 % of the answers in time that the control gave, where a, the reference, lost 21.0 % (medians over 2 seeds).',
  ],
  [
    'the reference is',
    runs({ a: [0.1, 0.1], b: [0.2, 0.2], c: [0.3, 0.3] }),
    2,
    'a lost least: 10.0 % of the answers in time that the control gave; it is the reference (medians over 2 seeds).',
  ],
  [
    'the reference is among them',
    runs({ a: [0.1, 0.12], b: [0.12, 0.1], c: [0.3, 0.3] }),
    2,
    'a and b lost least, and cannot be told apart: 11.0 % of the answers in time that the control gave; a is the reference (medians over 2 seeds).',
  ],
  [
    'of the reference no run counts',
    [brokenRun('a', '1', 'invalid'), ...runs({ b: [0.1], c: [0.2] })],
    1,
    'b lost least: 10.0 % of the answers in time that the control gave; of a, the reference, no run counts (under one seed, which shows no scatter).',
  ],
  ['nothing counts', [], 2, 'No run counts, so that nothing can be said.'],
];

for (const [why, all, count, says] of rows) {
  test(why, () => {
    const seeds = Array.from({ length: count }, (_, i) => String(i + 1));
    assert.is(answer({ table: comparedRows(variations, all), seeds, variations }), says);
  });
}

test('many names are counted', () => {
  assert.is(listed(['a']), 'a');
  assert.is(listed(['a', 'b', 'c', 'd', 'e']), 'a, b, c, d and e');
  assert.is(listed(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d and 2 more');
});

test.run();
